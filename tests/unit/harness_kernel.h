/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * harness_kernel.h - a booted machine with the kernel library and test modules, in which stories run.
 *
 * A story is an exported function of such a module, void function(void), called in the first task. Each
 * of its schedules starts from the snapshot behind the boot, halts the kernel at its end, and is checked
 * for leaks. A machine is built once in a test's process.
 */
#ifndef TESTS_HARNESS_KERNEL_H
#define TESTS_HARNESS_KERNEL_H

#include <stdint.h>

#include <engine/engine.h>
#include <sim/verdict.h>

#define TEST_KERNEL_MODULES_MAX 6

struct test_kernel {
	const char *modules[TEST_KERNEL_MODULES_MAX]; /* "tests/kernel/blk" */
	unsigned int cpus; /* 0 = 2 */
	enum memory_model memory;
	enum preempt_model preempt;
	const char *fault; /* armed while a story runs; NULL or "": none */
	uint64_t points_max; /* 0 = 200000 */
	void (*begin)(void); /* before any module is loaded; or NULL */
	void (*loaded)(void); /* before the boot; or NULL */
};

void test_kernel_build(const struct test_kernel *kernel);
/* Address of a symbol of its modules; fails the test if there is none. */
void *test_kernel_symbol(const char *name);
/* Runs the story once, from where the world is; the strategy has begun. */
enum sim_verdict test_kernel_run(const char *story);
/*
 * Fails the test unless every schedule of the random strategy passes (verdict SIM_PASS), or unless some
 * schedule ends with verdict and none with another finding.
 */
void test_kernel_expect(const char *story, enum sim_verdict verdict, uint64_t schedules);

#endif
