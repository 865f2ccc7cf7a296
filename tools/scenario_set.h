/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario_set.h - the scenarios that a command line names, and the cases chosen from them.
 */
#ifndef TOOLS_SCENARIO_SET_H
#define TOOLS_SCENARIO_SET_H

#include "scenario.h"

struct scenario_set {
	struct scenario **scenarios; /* in sorted order of their paths, folder by folder */
	unsigned int count;
};

/*
 * Files as they are named, and every *.yaml below each folder. All are loaded and checked before
 * this returns; names must differ. False with a complaint about the first bad one.
 */
bool scenario_set_load(struct scenario_set *set, char *const *paths, unsigned int path_count,
		       struct complaint *complaint);
void scenario_set_free(struct scenario_set *set);

/* What to take from a set. */
struct case_choice {
	struct text_list variants; /* names; none = all */
	struct text_list overrides; /* --set */
	struct text_list modules; /* --module NAME=FILE */
	const char *module_dir; /* <build>/modules/checked */
	bool linux_given; /* --linux: museum pieces that this kernel does not have are left out */
};

void case_choice_free(struct case_choice *choice);

struct case_list {
	struct scenario_case **cases;
	unsigned int count;
};

/*
 * Every chosen variant of every scenario, with museum and replaced modules resolved to files. False
 * with a complaint, also when a chosen variant exists nowhere.
 */
bool case_list_build(struct case_list *list, const struct scenario_set *set,
		     const struct case_choice *choice, struct complaint *complaint);
void case_list_free(struct case_list *list);

/* The modules folder of this build: beside the executable; borrowed. */
const char *default_module_dir(void);

#endif
