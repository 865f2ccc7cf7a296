/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * harness_world.h - a world of one test module and no kernel: contexts that run its functions.
 *
 * The module asserts by sim_report(SIM_CRASH, ...), and sets a variable for what it has seen. A
 * world is built once in a test's process, then runs as many schedules as the test likes.
 */
#ifndef TESTS_HARNESS_WORLD_H
#define TESTS_HARNESS_WORLD_H

#include <check/finding.h>
#include <engine/engine.h>

struct test_world {
	const char *module; /* "memory/races" for modules/checked/tests/memory/races.so */
	const char *tasks[5]; /* functions of the module, the n-th on vCPU n % cpus */
	const char *host; /* a function that runs as a thread of a second machine, or NULL */
	const char *fault; /* a fault point that may fail, or NULL */
	unsigned int fault_limit;
	unsigned int cpus; /* of the guest; 0 = 2 */
	enum memory_model memory;
	enum preempt_model preempt;
	uint64_t points_max; /* 0 = 20000 */
	bool no_races; /* races are not checked */
	bool timed, allow_reuse;
	void (*setup)(void); /* runs before the snapshot, on the scheduler's stack; or NULL */
};

/* Builds the world and takes the snapshot that every schedule starts from. */
void test_world_build(const struct test_world *world);
/* Address of a symbol of the module; fails the test if there is none. */
void *test_world_symbol(const char *name);
/* Runs schedule `number` of the random strategy with this seed. */
enum sim_verdict test_world_run(uint64_t seed, uint64_t number);
/* The same with every choice answered 0. */
enum sim_verdict test_world_run_first(void);

/* Builds, runs so many schedules (0: one, every choice 0); each passes or has this verdict, and one
 * at least has it. part, if not NULL, is in the text of each finding. */
void test_world_expect(const struct test_world *world, unsigned int schedules,
		       enum sim_verdict verdict, const char *part);
/* Builds, runs so many schedules, each must pass; returns in how many the module's variable
 * `long name` was not 0 at the end. */
unsigned int test_world_count(const struct test_world *world, unsigned int schedules,
			      const char *name);

/* Fewer under Valgrind, which is some fifty times slower. */
unsigned int test_world_schedules(unsigned int wanted);

#endif
