/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario_yaml.h - libyaml's part of the scenario tree: vetting, composing, grafting, writing.
 */
#ifndef TOOLS_SCENARIO_YAML_H
#define TOOLS_SCENARIO_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include <yaml.h>

#include "complaint.h"

/* Reads the events once and refuses what scenario_doc_parse() says, before anything is built:
 * composing and writing recurse and follow aliases. */
bool scenario_yaml_vet(const char *label, const char *text, size_t bytes,
		       struct complaint *complaint);

/* A vetted text as a document whose root is a mapping without double keys. */
bool scenario_yaml_compose(yaml_document_t *document, const char *label, const char *text,
			   size_t bytes, struct complaint *complaint);

/* Adds the nodes of a value text to a document; the id of the value's node, 0 with a complaint. */
int scenario_yaml_graft(yaml_document_t *document, const char *origin, const char *text,
			struct complaint *complaint);

/* The document as text, malloc()ed; the document is deleted. */
char *scenario_yaml_emit(yaml_document_t *document, size_t *bytes);

#endif
