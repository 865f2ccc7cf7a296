/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run.h - one run, from the scheduler's own stack.
 */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

/* Ends engine_run() from code that runs on the scheduler's stack; E->stop says why. */
__attribute__((noreturn)) void run_unwind(void);

/* The parts of the engine that keep state of their own. */
void lock_init(void);
void rcu_init(void);
void mmio_init(void);
void fault_init(void);
void crash_init(void);

#endif
