/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario.h - scenario files: loading them, their variants, and the world each variant asks for.
 *
 * docs/scenarios.md describes the format.
 */
#ifndef TOOLS_SCENARIO_H
#define TOOLS_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "digest.h"
#include "scenario_schema.h"
#include "text_list.h"

#define SCENARIO_BASE "base"
#define SCENARIO_CONTROL "control"

/* A variant as the file has it; the first is always "base", a museum scenario's last "control". */
struct scenario_variant {
	char *name;
	int index; /* in the file's list; -1 for base and control */
};

struct scenario {
	char *path; /* as it was given */
	char *folder; /* that path's folder */
	char *text; /* the file */
	size_t text_bytes;
	char sha256[DIGEST_HEX_BYTES];
	char *name;
	char *about;
	struct scenario_variant *variants;
	unsigned int variant_count;
};

/*
 * Reads a file and checks all of its variants. NULL with a complaint; nothing is left behind.
 */
struct scenario *scenario_load(const char *path, struct complaint *complaint);
/* The same for a text that is no file; path names it in complaints. */
struct scenario *scenario_load_text(const char *path, const char *text, size_t bytes,
				    struct complaint *complaint);
void scenario_free(struct scenario *scenario);
/* Index of a variant's name, -1 if there is none. */
int scenario_variant_find(const struct scenario *scenario, const char *name);

/* One variant with overrides applied: what is to be run. Owns all that spec points to. */
struct scenario_case {
	const struct scenario *scenario;
	const char *variant;
	char *yaml; /* the resolved scenario without variants: loads again to the same case */
	struct raw_scenario *raw;
	struct world_spec spec;
	struct expectation expect;
	const char *museum; /* NULL or the bug's name */
	char *module_texts[MODULE_PARAMS_MAX]; /* names and files in spec */
	unsigned int module_text_count;
};

/* overrides: those of the command line, "guest.vcpus=4"; NULL = none. */
struct scenario_case *scenario_case_build(const struct scenario *scenario, unsigned int variant,
					  const struct text_list *overrides,
					  struct complaint *complaint);
void scenario_case_free(struct scenario_case *one);

/* Replaces module name by file in the case's spec; a later one wins. False with a complaint when
 * there are too many. */
bool scenario_case_module(struct scenario_case *one, const char *name, const char *file,
			  struct complaint *complaint);

#endif
