/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base_world.h - a booted guest with the kernel library, in which many stories run.
 *
 * A story is an exported function of a module here. Each of its schedules starts from the snapshot
 * behind the boot, halts the kernel at its end, and is checked for leaks.
 */
#ifndef TESTS_BASE_WORLD_H
#define TESTS_BASE_WORLD_H

#include <stdint.h>

#include <engine/engine.h>
#include <sim/verdict.h>

struct base_world {
	enum memory_model memory;
	enum preempt_model preempt;
	const char *fault; /* armed while a story runs; NULL: none */
};

/* Two vCPUs, the kernel library and every module of this folder. Once per test. */
void base_world_build(const struct base_world *world);

/*
 * Fails the test unless every schedule of the random strategy passes (verdict SIM_PASS), or unless
 * some schedule ends with verdict and none with another finding.
 */
void base_world_expect(const char *story, enum sim_verdict verdict, uint64_t schedules);

#endif
