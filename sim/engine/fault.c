/* SPDX-License-Identifier: GPL-2.0-only */
/* fault.c - fault points ask here. */
#include <engine/fault.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/cpu.h>
#include <engine/site.h>
#include <engine/run.h>
#include <engine/state.h>
#include <engine/trace_hash.h>
#include <memory/settle.h>

#define FAULT_NAMES_MAX 16

struct faults {
	const char *names[FAULT_NAMES_MAX];
	unsigned int count, limit, happened;
	bool armed;
};

static struct faults *faults; /* points into state */

void fault_init(void)
{
	faults = state_alloc(sizeof(*faults));
	faults->armed = true;
}

void fault_enable(const char *name)
{
	if (faults->count == FAULT_NAMES_MAX) {
		fprintf(stderr, "simctl: more than %d kinds of faults\n", FAULT_NAMES_MAX);
		exit(3);
	}
	faults->names[faults->count++] = name;
}

void fault_limit(unsigned int limit)
{
	faults->limit = limit;
}

void fault_arm(bool armed)
{
	faults->armed = armed;
}

bool sim_fault(const char *name)
{
	settle();
	if (!faults->armed || (faults->limit && faults->happened == faults->limit))
		return false;
	for (unsigned int i = 0; i < faults->count; i++) {
		if (strcmp(faults->names[i], name) != 0)
			continue;
		if (!engine_choose(CHOICE_FAULT, 2, SITE_OF_CALLER()))
			return false;
		faults->happened++;
		trace_note(TRACE_FAULT, E->current, faults->happened, 0, name);
		return true;
	}
	return false;
}
