/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.h - who runs next.
 */
#ifndef ENGINE_SCHED_H
#define ENGINE_SCHED_H

#include <engine/cpu.h>

/* The rest of sched_point() when something else is enabled or the points are used up. */
void sched_point_choose(uint32_t site);

/* A scheduling point of the running context, which can go on. */
static inline void sched_point(uint32_t site)
{
	uint64_t enabled = E->enabled;

	E->points++;
	if (!(enabled & (enabled - 1)) && !(E->actions_normal | E->queued) &&
	    E->points <= E->points_stop)
		E->current->relaxed = false;
	else
		sched_point_choose(site);
}

/* From the scheduler's stack: what runs next, NULL when nothing is enabled. Runs actions. */
struct sim_ctx *sched_pick_first(void);
/* The running context cannot go on: runs others until it can. */
void sched_block(void);
/* The running context has ended. */
__attribute__((noreturn)) void sched_finish(void);
/* Leaves the running context for good: back to engine_run() with this reason. */
__attribute__((noreturn)) void sched_abandon(enum run_stop stop);
/* Puts a ready task on its CPU, or on the CPU's run queue. */
void sched_enqueue(struct sim_ctx *ctx);
/* Gives the CPU to the next task of its run queue, if the current one's turn can end here. */
void sched_rotate(struct cpu *cpu);
/* Starts an interrupt-like context on top of what cpu runs; it does not run yet. */
struct sim_ctx *sched_nest(struct cpu *cpu, enum sim_ctx_kind kind, const char *name,
			   void (*fn)(void *), void *arg);

#endif
