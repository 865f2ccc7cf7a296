/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * context.h - a context: a flow of control on a stack of its own, and the fiber switch under it.
 *
 * Tasks, softirqs, hardirqs and host threads are contexts. Which of them runs is decided in
 * sched.c; this pair only makes, starts and ends them.
 */
#ifndef ENGINE_CONTEXT_H
#define ENGINE_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/layout.h>
#include <memory/vclock.h>
#include <sim/port.h>

#define CONTEXTS_MAX 128
#define CONTEXT_NAME_BYTES 24
#define EXIT_DEPTH_MAX 4

enum ctx_state {
	CTX_READY, /* can go on as soon as its CPU runs it */
	CTX_SPINNING, /* waits actively for a lock: its CPU is busy, but may take interrupts */
	CTX_PARKED, /* sleeps */
	CTX_DYING, /* has ended, but is still on its stack */
	CTX_DONE,
};

/* What a context leaves behind while it runs another machine's code. */
struct exit_frame {
	void *task;
	uint16_t preempt;
	uint16_t bh;
	bool irqs_off;
	int8_t machine;
	uint8_t locks; /* for lockdep_unhide() */
};

struct sim_ctx {
	void *fiber; /* saved stack pointer while it does not run */
	struct sim_ctx *below; /* what an interrupt context interrupted */
	struct sim_ctx *next; /* run queue of its CPU */
	struct sim_ctx *next_waiter; /* waiters of a lock */
	void (*fn)(void *arg);
	void *arg;
	void *task;
	struct sim_wait wait;
	uint16_t id;
	uint8_t kind;
	uint8_t state;
	uint8_t cpu; /* global index */
	int8_t machine; /* whose code it runs right now */
	int8_t home; /* whose context it is */
	uint8_t exit_depth;
	struct exit_frame exit_from[EXIT_DEPTH_MAX];
	uint8_t saved_preempt;
	bool saved_irqs_off;
	bool queued; /* on its CPU's run queue */
	bool relaxed; /* cpu_relax(): others first */
	bool stack_shared; /* somebody else has touched its stack */
	bool ring_exposed; /* its last access to watched memory was a marked store */
	uint16_t stack_slot;
	uint16_t race_ignore; /* depth of data_race() */
	uint16_t rcu_depth;
	int8_t rcu_machine; /* whose read-side section it is in */
	uint32_t rcu_since; /* grace period counter when its read-side section began */
	long rcu_woken; /* 0 while it waits for a grace period */
	uint32_t line; /* interrupt line it serves */
	struct vclock known; /* what it knew when it last gave up its CPU, plus what wakers knew */
	char name[CONTEXT_NAME_BYTES];
};

/* A fresh context in state CTX_READY, not yet on a run queue. Exits with status 3 if there are
 * more than CONTEXTS_MAX at a time. */
struct sim_ctx *context_new(int machine, enum sim_ctx_kind kind, const char *name, int cpu,
			    void (*fn)(void *), void *arg);
/* Brings what the access hooks look at up to date with the context that runs. */
void context_running(const struct sim_ctx *ctx);
/* Jumps from the running context (NULL: the scheduler's own stack) to another (NULL: to it). */
void context_switch(struct sim_ctx *from, struct sim_ctx *to);

static inline uintptr_t context_stack_base(const struct sim_ctx *ctx)
{
	return STACKS_BASE + (uintptr_t)ctx->stack_slot * STACK_SLOT_BYTES;
}

#endif
