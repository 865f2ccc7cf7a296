/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * finding_file.h - a finding on disk: JSON, all that it takes to see the same run again.
 *
 * docs/findings.md describes the format.
 */
#ifndef TOOLS_FINDING_FILE_H
#define TOOLS_FINDING_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <sim/verdict.h>

#include "complaint.h"
#include "text_list.h"

#define FINDING_FORMAT 1
#define FINDING_BYTES_MAX (256u * 1024 * 1024)

struct finding_module {
	char *name;
	int machine;
	char *file; /* below the modules folder, or absolute for a module brought along */
	char *sha256;
};

/* All strings are owned. */
struct finding_file {
	enum sim_verdict verdict;
	char *text; /* one line: which rule, by whom */
	char *site; /* "virtio_ring.c:123", "" = no place in code */
	char *function;
	char *other_site;
	char *context; /* who ran */
	uint64_t points; /* scheduling points into the run */
	struct text_list stack; /* "virtio_ring.c:123 virtqueue_kick", innermost first */
	struct text_list story;

	char *scenario_path;
	char *scenario_sha256;
	char *scenario_name;
	char *variant;
	char *yaml; /* the resolved scenario */

	char *version;
	char *build; /* hash of simctl itself */
	struct finding_module *modules; /* in load order */
	unsigned int module_count;

	char *strategy;
	uint64_t seed;
	uint64_t schedule; /* its number in the campaign, from 0 */
	char *tape;
	uint64_t trace_hash;
};

void finding_file_free(struct finding_file *file);
void finding_file_add_module(struct finding_file *file, const char *name, int machine,
			     const char *path, const char *sha256);

/* A new reference. */
json_t *finding_file_to_json(const struct finding_file *file);
/* False with a complaint that begins with path. *file is to be freed only on success. */
bool finding_file_from_json(struct finding_file *file, json_t *json, const char *path,
			    struct complaint *complaint);
/* Reads, parses and checks the form; whether it fits this build is for the replay to say. */
bool finding_file_load(struct finding_file *file, const char *path, struct complaint *complaint);
bool finding_file_parse(struct finding_file *file, const char *path, const char *text, size_t bytes,
			struct complaint *complaint);
/* Pretty-printed, all or nothing. */
bool finding_file_write(const json_t *json, const char *path, struct complaint *complaint);

#endif
