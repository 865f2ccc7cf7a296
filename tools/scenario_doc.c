/* SPDX-License-Identifier: GPL-2.0-only */
#include "scenario_doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "alloc.h"
#include "scenario_yaml.h"

#define OVERRIDES_MAX 256
#define PATH_BYTES 256

struct doc_override {
	char *path;
	char *origin;
};

struct scenario_doc {
	char *label;
	yaml_document_t yaml;
	struct doc_override *overrides;
	unsigned int override_count;
};

struct scenario_doc *scenario_doc_parse(const char *label, const char *text, size_t bytes,
					struct complaint *complaint)
{
	struct scenario_doc *doc;

	if (!scenario_yaml_vet(label, text, bytes, complaint))
		return NULL;
	doc = tools_calloc(1, sizeof(*doc));
	if (!scenario_yaml_compose(&doc->yaml, label, text, bytes, complaint)) {
		free(doc);
		return NULL;
	}
	doc->label = tools_strdup(label);
	return doc;
}

/* Everything but the yaml document. */
static void free_frame(struct scenario_doc *doc)
{
	for (unsigned int i = 0; i < doc->override_count; i++) {
		free(doc->overrides[i].path);
		free(doc->overrides[i].origin);
	}
	free(doc->overrides);
	free(doc->label);
	free(doc);
}

void scenario_doc_free(struct scenario_doc *doc)
{
	if (!doc)
		return;
	yaml_document_delete(&doc->yaml);
	free_frame(doc);
}

static yaml_node_t *root_of(const struct scenario_doc *doc)
{
	return yaml_document_get_root_node((yaml_document_t *)&doc->yaml);
}

static yaml_node_t *node_at(const struct scenario_doc *doc, int id)
{
	return yaml_document_get_node((yaml_document_t *)&doc->yaml, id);
}

static yaml_node_pair_t *find_pair(const struct scenario_doc *doc, const yaml_node_t *mapping,
				   const char *key, size_t key_len)
{
	if (!mapping || mapping->type != YAML_MAPPING_NODE)
		return NULL;
	for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++) {
		const yaml_node_t *name = node_at(doc, pair->key);

		if (name->data.scalar.length == key_len &&
		    memcmp(name->data.scalar.value, key, key_len) == 0)
			return pair;
	}
	return NULL;
}

/* One step of a path: a key, or "[index]". Returns the rest of the path, NULL if it is not there. */
static const char *path_step(const struct scenario_doc *doc, const char *path,
			     const yaml_node_t **key, const yaml_node_t **value)
{
	if (*path == '[') {
		char *end;
		unsigned long index = strtoul(path + 1, &end, 10);
		const yaml_node_t *list = *value;

		if (*end != ']' || list->type != YAML_SEQUENCE_NODE ||
		    index >= (unsigned long)(list->data.sequence.items.top -
					     list->data.sequence.items.start))
			return NULL;
		*value = *key = node_at(doc, list->data.sequence.items.start[index]);
		path = end + 1;
	} else {
		size_t len = strcspn(path, ".[");
		yaml_node_pair_t *pair = find_pair(doc, *value, path, len);

		if (!pair)
			return NULL;
		*key = node_at(doc, pair->key);
		*value = node_at(doc, pair->value);
		path += len;
	}
	return *path == '.' ? path + 1 : path;
}

/* Follows path as far as it goes; true if that is to its end. */
static bool follow(const struct scenario_doc *doc, const char *path, const yaml_node_t **key,
		   const yaml_node_t **value)
{
	*key = *value = root_of(doc);
	while (*path) {
		path = path_step(doc, path, key, value);
		if (!path)
			return false;
	}
	return true;
}

/* True if path is prefix or lies below it. */
static bool path_below(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(path, prefix, len) == 0 && strchr(".[", path[len]) != NULL;
}

const char *scenario_doc_where(const struct scenario_doc *doc, const char *path, enum doc_spot spot,
			       char *text, size_t text_bytes)
{
	const yaml_node_t *key, *value, *node;

	for (unsigned int i = doc->override_count; i-- > 0;) {
		if (path_below(path, doc->overrides[i].path)) {
			snprintf(text, text_bytes, "%s", doc->overrides[i].origin);
			return text;
		}
	}
	if (!follow(doc, path, &key, &value))
		spot = DOC_KEY;
	node = spot == DOC_KEY ? key : value;
	snprintf(text, text_bytes, "%s:%zu:%zu", doc->label, node->start_mark.line + 1,
		 node->start_mark.column + 1);
	return text;
}

static void remove_pair(yaml_node_t *mapping, yaml_node_pair_t *pair)
{
	size_t behind = (size_t)(mapping->data.mapping.pairs.top - (pair + 1));

	memmove(pair, pair + 1, behind * sizeof(*pair));
	mapping->data.mapping.pairs.top--;
}

void scenario_doc_drop(struct scenario_doc *doc, const char *key)
{
	yaml_node_t *root = root_of(doc);
	yaml_node_pair_t *pair = find_pair(doc, root, key, strlen(key));

	if (pair)
		remove_pair(root, pair);
}

/* The section's mapping, made if it is not there; its id, or 0 if it is something else. */
static int section_id(struct scenario_doc *doc, const char *name, size_t name_len)
{
	yaml_node_pair_t *pair = find_pair(doc, root_of(doc), name, name_len);
	int key, section;

	if (pair)
		return node_at(doc, pair->value)->type == YAML_MAPPING_NODE ? pair->value : 0;
	key = yaml_document_add_scalar(&doc->yaml, NULL, (const yaml_char_t *)name, (int)name_len,
				       YAML_PLAIN_SCALAR_STYLE);
	section = yaml_document_add_mapping(&doc->yaml, NULL, YAML_BLOCK_MAPPING_STYLE);
	if (!key || !section || !yaml_document_append_mapping_pair(&doc->yaml, 1, key, section))
		return 0;
	return section;
}

/* Puts value (a node id, 0 = nothing) under key of the mapping, in place of what is there. */
static bool put_value(struct scenario_doc *doc, int mapping, const char *key, int value)
{
	yaml_node_pair_t *pair = find_pair(doc, node_at(doc, mapping), key, strlen(key));
	int name;

	if (!value) {
		if (pair)
			remove_pair(node_at(doc, mapping), pair);
		return true;
	}
	if (pair) {
		pair->value = value;
		return true;
	}
	name = yaml_document_add_scalar(&doc->yaml, NULL, (const yaml_char_t *)key, -1,
					YAML_PLAIN_SCALAR_STYLE);
	return name && yaml_document_append_mapping_pair(&doc->yaml, mapping, name, value);
}

/* Splits "section.key=value"; path receives "section.key". */
static bool split(const char *assignment, const char *origin, char *path, size_t path_bytes,
		  const char **value, struct complaint *complaint)
{
	const char *equals = strchr(assignment, '=');
	const char *dot = strchr(assignment, '.');
	size_t len = equals ? (size_t)(equals - assignment) : 0;

	if (!equals || !dot || dot == assignment || dot + 1 >= equals || len >= path_bytes ||
	    memchr(dot + 1, '.', (size_t)(equals - dot - 1)))
		return complain(complaint, "%s: expected SECTION.KEY=VALUE", origin);
	memcpy(path, assignment, len);
	path[len] = '\0';
	*value = equals + 1;
	return true;
}

static void remember(struct scenario_doc *doc, const char *path, const char *origin)
{
	struct doc_override *override;

	doc->overrides =
		tools_resize(doc->overrides, doc->override_count + 1, sizeof(*doc->overrides));
	override = &doc->overrides[doc->override_count++];
	override->path = tools_strdup(path);
	override->origin = tools_strdup(origin);
}

bool scenario_doc_set(struct scenario_doc *doc, const char *assignment, const char *origin,
		      struct complaint *complaint)
{
	char path[PATH_BYTES];
	const char *text = "";
	char *key;
	int section, value = 0;

	if (doc->override_count >= OVERRIDES_MAX)
		return complain(complaint, "%s: more than %d overrides", origin, OVERRIDES_MAX);
	if (!split(assignment, origin, path, sizeof(path), &text, complaint))
		return false;
	if (*text) {
		value = scenario_yaml_graft(&doc->yaml, origin, text, complaint);
		if (!value)
			return false;
	}
	key = strchr(path, '.') + 1;
	section = section_id(doc, path, (size_t)(key - 1 - path));
	if (!section || !put_value(doc, section, key, value))
		return complain(complaint, "%s: '%.*s' is not a section with keys", origin,
				(int)(key - 1 - path), path);
	remember(doc, path, origin);
	return true;
}

char *scenario_doc_emit(struct scenario_doc *doc, size_t *bytes)
{
	char *text = scenario_yaml_emit(&doc->yaml, bytes);

	free_frame(doc);
	return text;
}
