/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario_schema.h - a scenario as libcyaml reads it, and its conversion to a struct world_spec.
 *
 * libcyaml sees that the right keys stand in the right places and delivers every value as text:
 * its own numbers take "4k" for 4 and its booleans take any word, so values are converted here,
 * each with its position at hand when it is wrong.
 */
#ifndef TOOLS_SCENARIO_SCHEMA_H
#define TOOLS_SCENARIO_SCHEMA_H

#include <model/world_spec.h>

#include "scenario_doc.h"
#include "scenario_keys.h"

#define SCENARIO_TEXT_KEY(section, key, type, member, words) char *key;

struct raw_guest {
	SCENARIO_GUEST_KEYS(SCENARIO_TEXT_KEY)
	char *museum;
	char **modules;
	unsigned int modules_count;
};

struct raw_host {
	SCENARIO_HOST_KEYS(SCENARIO_TEXT_KEY)
};

struct raw_load {
	SCENARIO_LOAD_KEYS(SCENARIO_TEXT_KEY)
	char *direct;
};

struct raw_faults {
	SCENARIO_FAULT_KEYS(SCENARIO_TEXT_KEY)
	char **inject;
	unsigned int inject_count;
};

struct raw_explore {
	SCENARIO_EXPLORE_KEYS(SCENARIO_TEXT_KEY)
};

#undef SCENARIO_TEXT_KEY

struct raw_expect {
	char *verdict;
	char *within;
	char *control;
	char **besides;
	unsigned int besides_count;
};

struct raw_variant {
	char *name;
	char **set;
	unsigned int set_count;
	struct raw_expect *expect;
};

/* Sections and texts are NULL where the file does not have them. */
struct raw_scenario {
	char *name;
	char *about;
	struct raw_guest *guest;
	struct raw_host *host;
	struct raw_load *load;
	struct raw_faults *faults;
	struct raw_explore *explore;
	struct raw_expect *expect;
	struct raw_variant *variants;
	unsigned int variants_count;
};

/* Loads text (doc's own text, or what scenario_doc_emit() of the same tree gave) by the schema.
 * doc tells where things stand. Free with raw_scenario_free(). NULL with a complaint. */
struct raw_scenario *raw_scenario_load(const struct scenario_doc *doc, const char *text,
				       size_t bytes, struct complaint *complaint);
void raw_scenario_free(struct raw_scenario *raw);

/*
 * Defaults, then what raw says. Strings in spec are raw's. Modules and museum are left to the
 * caller. False with a complaint.
 */
bool raw_scenario_to_spec(const struct raw_scenario *raw, const struct scenario_doc *doc,
			  struct world_spec *spec, struct complaint *complaint);
/* world_spec_check(), with the position of the key that it names. */
bool scenario_spec_check(const struct world_spec *spec, const struct scenario_doc *doc,
			 struct complaint *complaint);

/* What a run has to show. */
struct expectation {
	enum sim_verdict verdict;
	uint64_t besides; /* a bit for each verdict that the bug also shows: no end of the search */
	uint64_t within; /* schedules */
	uint64_t control; /* schedules of the control run, 0 = none */
};

static inline bool expect_passes_by(const struct expectation *expect, enum sim_verdict verdict)
{
	return expect->besides >> verdict & 1;
}

#define EXPECT_CONTROL_DEFAULT 100000

/* Complaints are about keys below path ("expect", "variants[1].expect"). raw may be NULL. within is
 * set only where raw has it. */
bool raw_expect_read(const struct raw_expect *raw, const struct scenario_doc *doc, const char *path,
		     struct expectation *expect, struct complaint *complaint);

#endif
