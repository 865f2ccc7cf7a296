/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario_doc.h - a scenario's YAML as a tree that knows where each value was written.
 *
 * libcyaml checks a scenario against its schema, but reports only roughly where. This tree (on
 * libyaml) gives the exact line and column of a key, takes overrides (--set, variants), and
 * writes the result out again for libcyaml to load.
 */
#ifndef TOOLS_SCENARIO_DOC_H
#define TOOLS_SCENARIO_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "complaint.h"

#define SCENARIO_BYTES_MAX (256u * 1024)

struct scenario_doc;

/*
 * Parses text, which must outlive nothing: it is copied. label names it in complaints. Refuses what
 * a scenario has no use for: several documents, aliases, nesting deeper than a scenario has, keys
 * that are not plain words, a key twice in one mapping, NUL bytes. NULL with a complaint.
 */
struct scenario_doc *scenario_doc_parse(const char *label, const char *text, size_t bytes,
					struct complaint *complaint);
void scenario_doc_free(struct scenario_doc *doc);

/*
 * Applies "section.key=value"; the value is YAML, empty = remove the key. origin says whose
 * override it is and stands at the head of every later complaint about that key ("--set
 * guest.vcpus=9"). False with a complaint.
 */
bool scenario_doc_set(struct scenario_doc *doc, const char *assignment, const char *origin,
		      struct complaint *complaint);
/* Removes a top-level key, if it is there. */
void scenario_doc_drop(struct scenario_doc *doc, const char *key);

enum doc_spot { DOC_KEY, DOC_VALUE };

/*
 * Where path ("guest.vcpus", "variants[1].set[0]") was written: "file:line:col" of its key or value,
 * or the origin of the override that wrote it. For a path that is not there, its nearest parent.
 */
const char *scenario_doc_where(const struct scenario_doc *doc, const char *path, enum doc_spot spot,
			       char *text, size_t text_bytes);

/* The tree as YAML text, malloc()ed; takes the tree with it (frees doc). */
char *scenario_doc_emit(struct scenario_doc *doc, size_t *bytes);

#endif
