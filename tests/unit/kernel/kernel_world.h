/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel_world.h - a guest with the kernel library and one module of test functions.
 */
#ifndef TESTS_KERNEL_WORLD_H
#define TESTS_KERNEL_WORLD_H

#include <stdint.h>

#include <engine/engine.h>
#include <sim/verdict.h>

struct kernel_world {
	const char *module; /* modules/checked/tests/kernel/MODULE.so */
	const char *function; /* void function(void), called in a task of a booted kernel */
	enum memory_model memory;
	enum preempt_model preempt;
	const char *fault; /* armed while function runs; NULL: none */
	uint64_t drive_sectors; /* of drive 0; 0: there is none */
	const char *parameter; /* a bool of the kernel library to be set; NULL: none */
	uint64_t schedules; /* of the random strategy */
};

/*
 * Boots once, then runs the function under each schedule, halts the kernel and checks for leaks.
 * Fails the test unless every schedule passes (verdict SIM_PASS), or unless some schedule ends with
 * verdict and none with another finding. Once per test.
 */
void kernel_world_expect(const struct kernel_world *world, enum sim_verdict verdict);

#endif
