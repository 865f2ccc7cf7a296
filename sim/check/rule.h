/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rule.h - a rule watches events of the kernel library and ends the run when one breaks it.
 *
 * Rules keep their state in state memory, so that every run starts with what the snapshot had.
 */
#ifndef CHECK_RULE_H
#define CHECK_RULE_H

#include <sim/port.h>

struct rule {
	const char *name;
	void (*init)(void); /* while the world is built; or NULL */
	void (*event)(enum sim_event event, const void *obj, uint64_t a, uint64_t b); /* or NULL */
	void (*end)(void); /* the run is quiet and everything was torn down; or NULL */
};

/* Every rule there is; NULL-terminated. */
extern const struct rule *const rules[];

/* While the world is built, after engine_init() and before any module is loaded. */
void rules_init(void);
/* What sim_event() passes on. */
void rules_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b);
/* A world that was torn down calls it once at the end of a run, outside any context. */
void rules_end(void);

#endif
