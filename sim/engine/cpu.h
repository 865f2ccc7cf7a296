/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cpu.h - CPUs, what is enabled on them, and the engine's state as a whole.
 *
 * The enabled set is one 64-bit word, kept up to date as CPUs change: four groups of one bit for
 * each CPU. Together with the armed actions it is what competes at a scheduling point.
 */
#ifndef ENGINE_CPU_H
#define ENGINE_CPU_H

#include <engine/context.h>
#include <engine/engine.h>
#include <memory/vclock.h>

#define CPUS_MAX AGENTS_MAX /* CPU 0 is the world outside: never runs a context */
#define IRQ_LINES_MAX 32
#define SOFTIRQS_PENDING_MAX 8
#define ACTIONS_MAX 64

/* Groups of the enabled word: bit CPU + GROUP. */
enum { GROUP_RUN = 0, GROUP_HARDIRQ = 16, GROUP_SOFTIRQ = 32, GROUP_PREEMPT = 48 };

struct softirq {
	void (*fn)(void *arg);
	void *arg;
};

struct cpu {
	struct sim_ctx *cur; /* innermost context; NULL when idle */
	struct sim_ctx *queue_head, *queue_tail; /* tasks that wait for the CPU */
	uint8_t index;
	int8_t machine;
	int8_t number; /* within its machine; -1 for a host thread's own CPU */
	bool used;
	bool irqs_off;
	uint8_t hardirq; /* serving one */
	uint8_t softirq; /* serving one */
	uint8_t softirq_count;
	uint16_t preempt;
	uint16_t bh;
	uint64_t irq_pending;
	uint32_t hogged_points; /* since the current task last offered the CPU to those that wait */
	sim_ns clock_ns;
	struct vclock softirq_known;
	struct softirq softirqs[SOFTIRQS_PENDING_MAX];
};

struct irq_line {
	void (*handler)(void *arg);
	void *arg;
	const char *name;
	struct sim_ctx *running;
	uint8_t cpu; /* global index */
	bool requested, masked, pending_masked;
	bool again; /* raised for another CPU while it runs */
	struct vclock known;
};

struct machine {
	char name[16];
	int8_t number;
	uint8_t cpu_count;
	uint8_t cpus[CPUS_MAX]; /* global indices by number */
	struct irq_line *lines[IRQ_LINES_MAX]; /* NULL = never requested */
	uint32_t rcu_now; /* grace periods begun */
	struct rcu_callback *rcu_callbacks;
	struct vclock rcu_readers_known; /* of all ended read-side sections */
	struct vclock rcu_grace_known; /* of all begun grace periods */
};

enum run_stop { STOP_NONE, STOP_IDLE, STOP_MARK, STOP_FINDING, STOP_LIMIT };

/* What the access hooks need of the running context, close together. */
struct running {
	uintptr_t stack_base;
	uint32_t owner_word; /* shadow of a granule that is its agent's own */
	uint32_t agent;
};

struct engine_state {
	struct running running;
	uint64_t enabled;
	uint32_t actions_normal; /* armed ones that compete */
	uint32_t queued; /* tasks that wait for their CPU */
	uint32_t action_count; /* slots used in actions[] */
	struct sim_ctx *current;
	uint64_t points;
	uint64_t points_stop; /* STOP_LIMIT beyond this */
	struct sim_ctx *limit_ctx; /* who ran when the limit was reached, and where */
	uint32_t limit_site;
	uint64_t progress;
	uint64_t state_used;
	uint32_t action_seq;
	uint32_t ctx_slots;
	uint32_t stack_slots;
	uint32_t stack_free_count;
	sim_ns now_ns;
	int machine_count;
	uint8_t stop;
	uint32_t cpu_count; /* of cpus[] and agents[], the outside included: those ever used */
	struct action *actions[ACTIONS_MAX];
	struct machine *machines[MACHINES_MAX];
	struct sim_ctx *ctxs[CONTEXTS_MAX];
	uint16_t stack_free[CONTEXTS_MAX];
	struct cpu cpus[CPUS_MAX]; /* last: a snapshot leaves out what was never used */
};

#define E ((struct engine_state *)STATE_BASE)

static inline struct cpu *cpu_of(const struct sim_ctx *ctx)
{
	return &E->cpus[ctx->cpu];
}

/* The current context is in an exit to a machine that has CPUs, a kernel: there it is a task like
 * any other, which may sleep, whatever it was doing where it came from. */
static inline bool cpu_in_kernel_exit(const struct sim_ctx *ctx)
{
	return ctx->exit_depth && E->machines[ctx->machine]->cpu_count;
}

/* The CPU on which the current context's softirqs, timers and children run: its own, but in an exit
 * to a kernel one of that kernel's. */
static inline struct cpu *cpu_here(void)
{
	const struct sim_ctx *self = E->current;
	const struct machine *machine = E->machines[self->machine];
	struct cpu *cpu = cpu_of(self);

	if (!cpu_in_kernel_exit(self))
		return cpu;
	return &E->cpus[machine->cpus[(cpu->number < 0 ? 0 : cpu->number) % machine->cpu_count]];
}

/* Recomputes a CPU's four bits of E->enabled. */
void cpu_update(struct cpu *cpu);
/* Claims a free CPU for a machine; exits with status 3 if there are more than CPUS_MAX - 1. */
struct cpu *cpu_add(int machine, int number);

#endif
