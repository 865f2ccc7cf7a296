/* SPDX-License-Identifier: GPL-2.0-only */
/* Preemption, sleeping and waking. Both tasks of a pair run on vCPU 0. */
#include "expect.h"

long seen, ran, phase;

/* ---- preemption ---- */

TASK(other, WRITE(ran, 1);)

TASK(steps, for (int i = 0; i < 6; i++) sim_point(); seen = READ(ran);)
TASK(steps_that_may_sleep, for (int i = 0; i < 6; i++) sim_might_sleep("step"); seen = READ(ran);)
TASK(steps_that_yield, for (int i = 0; i < 6; i++) sim_resched(); seen = READ(ran);)
static void steps_alone(void)
{
	long before = READ(ran);

	for (int i = 0; i < 6; i++)
		sim_point();
	seen = READ(ran) != before;
}

TASK(steps_without_preemption, sim_preempt_disable(); EXPECT(sim_preempt_count() == 1);
     steps_alone(); sim_preempt_enable();)
TASK(steps_without_interrupts, sim_irq_disable(); steps_alone(); sim_irq_enable();)
TASK(steps_without_bottom_halves, sim_bh_disable(); steps_alone(); sim_bh_enable();)

/* Half of the points that a run may have, on one CPU, is too much. `background` is on the other. */
TASK(hogs, for (int i = 0; i < 12000; i++) sim_point(); WRITE(phase, 1);)
TASK(shares, for (int i = 0; i < 3000; i++) { sim_point(); if (i % 100 == 0) sim_resched(); }
     WRITE(phase, 1);)
TASK(background, AWAIT(READ(phase));)

/* ---- sleeping ---- */

static long awake;
static struct sim_ctx *sleeper;
static const struct sim_wait in_a_test = { .kind = SIM_WAIT_QUEUE, .what = "the test" };
static const struct sim_wait idle = { .kind = SIM_WAIT_IDLE, .what = "work" };

TASK(wakes_before, WRITE(awake, 1); sim_unpark(sim_ctx_current()); sim_park(&awake, 1, &in_a_test);
     seen = 1;)
TASK(sleeps, WRITE(sleeper, sim_ctx_current()); sim_park(&awake, 1, &in_a_test);
     EXPECT(READ(awake) == 1); seen = 1;)
TASK(wakes, AWAIT(READ(sleeper)); WRITE(awake, 1); sim_unpark(READ(sleeper));)
TASK(forgets_to_wake, AWAIT(READ(sleeper)); WRITE(awake, 1);)
TASK(sleeps_for_ever, sim_park(&awake, 1, &in_a_test);)
TASK(idles, sim_park(&awake, 1, &idle);)

/* ---- where sleeping is a bug ---- */

TASK(sleeps_irqs_off, sim_irq_disable(); sim_park(&awake, 1, &in_a_test);)
TASK(sleeps_preemption_off, sim_preempt_disable(); sim_park(&awake, 1, &in_a_test);)
TASK(sleeps_bottom_halves_off, sim_bh_disable(); sim_park(&awake, 1, &in_a_test);)
TASK(sleeps_in_rcu, sim_rcu_read_lock(); sim_park(&awake, 1, &in_a_test);)
TASK(may_sleep_irqs_off, sim_irq_disable(); sim_might_sleep("kmalloc");)

static void sleeping(void *arg)
{
	sim_park(&awake, 1, &in_a_test);
	(void)arg;
}

TASK(sleeps_in_softirq, sim_softirq_raise(sleeping, 0); AWAIT(READ(awake));)
TASK(sleeps_in_hardirq, sim_irq_request(3, sleeping, 0, "line"); sim_test_raise(3); AWAIT(READ(awake));)

/* ---- contexts ---- */

static void child(void *arg)
{
	EXPECT(sim_cpu() == 1);
	EXPECT(sim_ctx_kind(sim_ctx_current()) == SIM_CTX_TASK);
	WRITE(ran, ran + (long)arg);
}

static int task_struct;

static void looks_at_task(void *arg)
{
	EXPECT(sim_ctx_task() == &task_struct);
	WRITE(ran, 1);
	(void)arg;
}

/* More than there are slots, one after another. */
TASK(creates_many, for (long i = 1; i <= 300; i++) {
	     sim_ctx_create(SIM_CTX_TASK, "child", 1, child, (void *)1L);
	     AWAIT(READ(ran) == i);
     })
TASK(has_a_task, sim_ctx_set_task(sim_ctx_current(), &task_struct); EXPECT(sim_ctx_task() == &task_struct);
     sim_irq_request(3, looks_at_task, 0, "line"); sim_test_raise(3); AWAIT(READ(ran)); sim_irq_free(3);)
TASK(exits_early, WRITE(ran, 1); sim_ctx_exit(); WRITE(seen, 1);)
TASK(counts, EXPECT(sim_cpu_count() == 2); EXPECT(sim_machine() == 0); EXPECT(sim_cpu() == 0);)

/* ---- relax ---- */

/* Would never end if the one that relaxes were preferred for ever. */
TASK(spins_politely, AWAIT(READ(phase)); seen = 1;)
TASK(lets_go, for (int i = 0; i < 3; i++) sim_point(); WRITE(phase, 1);)
TASK(nothing, )
