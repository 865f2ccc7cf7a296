/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * small_world.h - a guest with two vCPUs and no kernel: just enough to break a rule in.
 */
#ifndef TESTS_SMALL_WORLD_H
#define TESTS_SMALL_WORLD_H

#include <check/finding.h>

/* Engine, rules and a machine "guest"; once per test. */
void small_world_build(void);
/* A task on vCPU cpu that calls fn(NULL). */
void small_world_task(const char *name, int cpu, void (*fn)(void *));
/* Runs the tasks in the order in which they were made, as far as they get; rules_end() too if the
 * run is quiet. Returns the verdict. */
enum sim_verdict small_world_run(void);
/* All of it for one task. */
enum sim_verdict small_world_of(void (*fn)(void *));
/* Fails the test unless the run's finding has this verdict and its text contains part. */
void small_world_expect(enum sim_verdict verdict, const char *part);

#endif
