/* SPDX-License-Identifier: GPL-2.0-only */
#include "scenario_yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "scenario_doc.h"
#include "simctl.h"

/* variants > entry > set > item is the deepest that a scenario has. */
#define DEPTH_MAX 8
#define KEYS_MAX 64

/* What is being read, for complaints: a file with positions, or an override without. */
struct source {
	const char *label;
	bool positions;
};

static bool complain_at(struct complaint *complaint, const struct source *source,
			const yaml_mark_t *mark, const char *what)
{
	if (!source->positions)
		return complain(complaint, "%s: %s", source->label, what);
	return complain(complaint, "%s:%zu:%zu: %s", source->label, mark->line + 1,
			mark->column + 1, what);
}

static bool complain_syntax(struct complaint *complaint, const struct source *source,
			    const yaml_parser_t *parser)
{
	char what[256];

	snprintf(what, sizeof(what), "not YAML: %s", parser->problem ? parser->problem : "?");
	return complain_at(complaint, source, &parser->problem_mark, what);
}

/* How far vetting has come. */
struct vetting {
	unsigned int depth;
	unsigned int documents;
};

static const char *vet_event(struct vetting *vetting, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return "a scenario has no aliases: write the value out";
	case YAML_DOCUMENT_START_EVENT:
		return ++vetting->documents > 1 ? "a scenario is one document: no second '---'" :
						  NULL;
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		return ++vetting->depth > DEPTH_MAX ? "nested deeper than a scenario is" : NULL;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		vetting->depth--;
		return NULL;
	case YAML_SCALAR_EVENT:
		return memchr(event->data.scalar.value, '\0', event->data.scalar.length) ?
			       "a NUL byte in a value" :
			       NULL;
	default:
		return NULL;
	}
}

static bool vet(const struct source *source, const char *text, size_t bytes,
		struct complaint *complaint)
{
	struct vetting vetting = { 0 };
	yaml_parser_t parser;
	bool end = false, good = true;

	if (!yaml_parser_initialize(&parser))
		exit(SIMCTL_FAULT);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, bytes);
	while (good && !end) {
		yaml_event_t event;
		const char *problem;

		if (!yaml_parser_parse(&parser, &event)) {
			good = complain_syntax(complaint, source, &parser);
			break;
		}
		problem = vet_event(&vetting, &event);
		if (problem)
			good = complain_at(complaint, source, &event.start_mark, problem);
		end = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return good;
}

bool scenario_yaml_vet(const char *label, const char *text, size_t bytes,
		       struct complaint *complaint)
{
	const struct source source = { label, true };

	if (bytes > SCENARIO_BYTES_MAX)
		return complain(complaint, "%s: larger than the %u KiB a scenario may have", label,
				SCENARIO_BYTES_MAX / 1024);
	return vet(&source, text, bytes, complaint);
}

static bool same_scalar(const yaml_node_t *a, const yaml_node_t *b)
{
	return a->data.scalar.length == b->data.scalar.length &&
	       memcmp(a->data.scalar.value, b->data.scalar.value, a->data.scalar.length) == 0;
}

static bool keys_good(yaml_document_t *document, const struct source *source,
		      const yaml_node_t *mapping, struct complaint *complaint)
{
	const yaml_node_pair_t *start = mapping->data.mapping.pairs.start;
	const yaml_node_pair_t *top = mapping->data.mapping.pairs.top;
	char what[128];

	if (top - start > KEYS_MAX)
		return complain_at(complaint, source, &mapping->start_mark,
				   "more keys than a scenario has");
	for (const yaml_node_pair_t *pair = start; pair < top; pair++) {
		const yaml_node_t *key = yaml_document_get_node(document, pair->key);

		if (key->type != YAML_SCALAR_NODE)
			return complain_at(complaint, source, &key->start_mark,
					   "expected a plain word as key");
		for (const yaml_node_pair_t *before = start; before < pair; before++) {
			if (!same_scalar(key, yaml_document_get_node(document, before->key)))
				continue;
			snprintf(what, sizeof(what), "key '%.60s' stands here twice",
				 (const char *)key->data.scalar.value);
			return complain_at(complaint, source, &key->start_mark, what);
		}
	}
	return true;
}

static bool compose(yaml_document_t *document, const struct source *source, const char *text,
		    size_t bytes, struct complaint *complaint)
{
	yaml_parser_t parser;
	bool good = true;

	if (!yaml_parser_initialize(&parser))
		exit(SIMCTL_FAULT);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, bytes);
	if (!yaml_parser_load(&parser, document)) {
		good = complain_syntax(complaint, source, &parser);
		yaml_parser_delete(&parser);
		return good;
	}
	yaml_parser_delete(&parser);
	for (yaml_node_t *node = document->nodes.start; good && node < document->nodes.top; node++)
		if (node->type == YAML_MAPPING_NODE)
			good = keys_good(document, source, node, complaint);
	if (!good)
		yaml_document_delete(document);
	return good;
}

bool scenario_yaml_compose(yaml_document_t *document, const char *label, const char *text,
			   size_t bytes, struct complaint *complaint)
{
	const struct source source = { label, true };
	const yaml_node_t *root;

	if (!compose(document, &source, text, bytes, complaint))
		return false;
	root = yaml_document_get_root_node(document);
	if (!root || root->type != YAML_MAPPING_NODE) {
		complain(complaint,
			 "%s:1:1: expected a scenario: keys such as name, about, guest, load",
			 label);
		yaml_document_delete(document);
		return false;
	}
	return true;
}

/* Copies node id of from, and what hangs on it; the vetting has limited the depth. */
static int copy_node(yaml_document_t *to, yaml_document_t *from, int id)
{
	const yaml_node_t *node = yaml_document_get_node(from, id);
	int copy = 0;

	switch (node->type) {
	case YAML_SCALAR_NODE:
		return yaml_document_add_scalar(to, NULL, node->data.scalar.value,
						(int)node->data.scalar.length,
						node->data.scalar.style);
	case YAML_SEQUENCE_NODE:
		copy = yaml_document_add_sequence(to, NULL, YAML_FLOW_SEQUENCE_STYLE);
		for (const yaml_node_item_t *item = node->data.sequence.items.start;
		     copy && item < node->data.sequence.items.top; item++)
			yaml_document_append_sequence_item(to, copy, copy_node(to, from, *item));
		return copy;
	case YAML_MAPPING_NODE:
		copy = yaml_document_add_mapping(to, NULL, YAML_FLOW_MAPPING_STYLE);
		for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
		     copy && pair < node->data.mapping.pairs.top; pair++) {
			int key = copy_node(to, from, pair->key);

			yaml_document_append_mapping_pair(to, copy, key,
							  copy_node(to, from, pair->value));
		}
		return copy;
	default:
		return 0;
	}
}

int scenario_yaml_graft(yaml_document_t *document, const char *origin, const char *text,
			struct complaint *complaint)
{
	const struct source source = { origin, false };
	size_t bytes = strlen(text);
	yaml_document_t value;
	int id;

	if (!vet(&source, text, bytes, complaint) ||
	    !compose(&value, &source, text, bytes, complaint))
		return 0;
	if (!yaml_document_get_root_node(&value)) {
		yaml_document_delete(&value);
		complain(complaint, "%s: expected a value", origin);
		return 0;
	}
	id = copy_node(document, &value, 1);
	yaml_document_delete(&value);
	return id;
}

char *scenario_yaml_emit(yaml_document_t *document, size_t *bytes)
{
	yaml_emitter_t emitter;
	char *text = NULL;
	FILE *out = open_memstream(&text, bytes);

	if (!out || !yaml_emitter_initialize(&emitter))
		exit(SIMCTL_FAULT);
	yaml_emitter_set_output_file(&emitter, out);
	yaml_emitter_set_unicode(&emitter, 1);
	yaml_emitter_set_width(&emitter, -1);
	if (!yaml_emitter_dump(&emitter, document) || !yaml_emitter_close(&emitter)) {
		fputs("simctl: cannot write a scenario out as YAML\n", stderr);
		exit(SIMCTL_FAULT);
	}
	yaml_emitter_delete(&emitter);
	fclose(out);
	return text;
}
