/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq.h - interrupt lines and softirqs: pending on a CPU, delivered when the schedule says so.
 */
#ifndef ENGINE_IRQ_H
#define ENGINE_IRQ_H

#include <engine/cpu.h>

/* Begins delivery of one pending line, resp. one pending softirq; the context is ready to run. */
struct sim_ctx *irq_enter(struct cpu *cpu);
struct sim_ctx *softirq_enter(struct cpu *cpu);
/* The context is over: restores what its entry changed. */
void irq_exit(struct cpu *cpu, struct sim_ctx *ctx);
void softirq_exit(struct cpu *cpu, struct sim_ctx *ctx);
/* sim_softirq_raise() for a given CPU, from the world outside. */
void softirq_raise_on(struct cpu *cpu, void (*fn)(void *), void *arg);

#endif
