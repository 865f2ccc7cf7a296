/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shapes.h - litmus shapes: which outcomes a memory model allows, and that all of them are seen.
 */
#ifndef TESTS_SHAPES_H
#define TESTS_SHAPES_H

#include <engine/engine.h>

#define SHAPE_MODELS 3

struct shape {
	const char *name; /* functions NAME_ACCESS_SIZE_T of the module are its threads */
	unsigned int threads;
	/* What makes an outcome: digits are elements of the module's long result[8], x and y the
	 * final values of its variables of these names. "0x" gives outcomes such as "12". */
	const char *observed;
	/* Outcomes for sc, tso and weak: "01 10 11". All others must not be seen. */
	const char *allowed[SHAPE_MODELS];
	/* One outcome that sc lacks, where a model adds one; NULL otherwise. */
	const char *relaxed[SHAPE_MODELS];
};

/* Threads of a module, built once in a test's process. track: plain accesses have histories. */
void shapes_build(const char *module, bool track);
/* Every shape, in each model: exactly the allowed outcomes in so many schedules. exact false: allowed
 * ones need not be seen, save the relaxed one. */
void shapes_check(const struct shape *shapes, unsigned int count, const char *access,
		  unsigned int bits, bool exact, unsigned int schedules);

#endif
