/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts, softirqs and what switches them off. */
#include "expect.h"

#define LINE 5
#define OTHER_LINE 6

long seen; /* what the test counts */
long ran, soft_ran, inside, phase;

static void handler(void *arg)
{
	EXPECT(arg == &ran);
	EXPECT(sim_in_hardirq());
	EXPECT(sim_in_atomic());
	EXPECT(sim_irqs_disabled());
	EXPECT(!READ(inside));
	WRITE(inside, 1);
	sim_point();
	sim_point();
	WRITE(inside, 0);
	WRITE(ran, ran + 1);
}

static void request(void)
{
	EXPECT(sim_irq_request(LINE, handler, &ran, "line") == 0);
}

/* ---- nesting ---- */

TASK(interrupted, request(); sim_test_raise(LINE); WRITE(phase, 1); sim_point();
     seen = READ(ran) == 1; WRITE(phase, 2); AWAIT(READ(ran)); EXPECT(READ(ran) == 1);
     EXPECT(!sim_in_hardirq()); EXPECT(!sim_irqs_disabled()); EXPECT(!sim_in_atomic());
     sim_irq_free(LINE);)

/* Two lines: handlers do not nest, `inside` sees to that. */
TASK(two_lines, request(); EXPECT(sim_irq_request(OTHER_LINE, handler, &ran, "other") == 0);
     EXPECT(sim_irq_request(LINE, handler, &ran, "taken") != 0);
     sim_test_raise(LINE); sim_test_raise(OTHER_LINE); AWAIT(READ(ran) == 2);
     sim_irq_free(LINE); sim_irq_free(OTHER_LINE);)

TASK(merges, request(); sim_irq_disable(); sim_test_raise(LINE); sim_test_raise(LINE);
     sim_irq_enable(); AWAIT(READ(ran)); for (int i = 0; i < 20; i++) sim_point();
     EXPECT(READ(ran) == 1); sim_irq_free(LINE);)

/* From the other vCPU: a raise while the handler runs makes it run once more. */
TASK(raises_while_it_runs, AWAIT(READ(inside) || READ(ran)); sim_test_raise(LINE);
     WRITE(phase, 1);)
TASK(runs_again, request(); sim_test_raise(LINE); AWAIT(READ(phase)); AWAIT(READ(ran) == 2);
     sim_irq_free(LINE);)

/* ---- off and on ---- */

TASK(off, request(); sim_irq_disable(); EXPECT(sim_irqs_disabled()); sim_test_raise(LINE);
     for (int i = 0; i < 10; i++) { sim_point(); EXPECT(!READ(ran)); }
     sim_irq_enable(); AWAIT(READ(ran)); sim_irq_free(LINE);)

TASK(saved, request(); unsigned long outer = sim_irq_save(); unsigned long inner = sim_irq_save();
     EXPECT(!outer); EXPECT(inner); sim_test_raise(LINE);
     sim_irq_restore(inner); EXPECT(sim_irqs_disabled()); sim_point(); EXPECT(!READ(ran));
     sim_irq_restore(outer); EXPECT(!sim_irqs_disabled()); AWAIT(READ(ran)); sim_irq_free(LINE);)

TASK(masked, request(); sim_irq_mask(LINE, true); sim_test_raise(LINE);
     for (int i = 0; i < 10; i++) { sim_point(); EXPECT(!READ(ran)); }
     sim_irq_mask(LINE, false); AWAIT(READ(ran)); EXPECT(READ(ran) == 1); sim_irq_free(LINE);)

TASK(freed, request(); sim_test_raise(LINE); sim_point(); sim_irq_free(LINE); long before = READ(ran);
     EXPECT(!READ(inside)); sim_test_raise(LINE);
     for (int i = 0; i < 10; i++) { sim_point(); EXPECT(READ(ran) == before); } seen = before;)

TASK(synchronised, request(); WRITE(phase, 1); AWAIT(READ(phase) == 2); sim_irq_sync(LINE);
     EXPECT(!READ(inside) || READ(ran) > 0); seen = READ(ran); sim_irq_free(LINE);)
TASK(raises_once, AWAIT(READ(phase) == 1); sim_test_raise(LINE); WRITE(phase, 2);)

TASK(routed, request(); sim_irq_affinity(LINE, 1); sim_test_raise(LINE); AWAIT(READ(ran));
     sim_irq_free(LINE);)
TASK(holds_cpu_1, sim_irq_disable(); for (int i = 0; i < 20; i++) { sim_point(); EXPECT(!READ(inside)); }
     sim_irq_enable();)

/* From the other vCPU, with `runs_again`: the line comes to CPU 1 while it may run on CPU 0. */
TASK(moves_it_while_it_runs, AWAIT(READ(inside) || READ(ran)); sim_irq_affinity(LINE, 1);
     sim_test_raise(LINE); WRITE(phase, 1);)

/* The handler runs on CPU 1 and is raised from there: nothing but the request orders the two. */
static long given;

static void takes_what_is_given(void *arg)
{
	EXPECT(given == 1);
	WRITE(ran, 1);
	(void)arg;
}

TASK(gives_to_a_handler, given = 1;
     EXPECT(!sim_irq_request(LINE, takes_what_is_given, &ran, "line")); sim_irq_affinity(LINE, 1);
     WRITE(phase, 1); AWAIT(READ(ran)); sim_irq_free(LINE);)
TASK(raises_on_request, AWAIT(READ(phase)); sim_test_raise(LINE);)

/* ---- softirqs ---- */

static void softirq(void *arg)
{
	EXPECT(sim_in_softirq());
	EXPECT(!sim_in_hardirq());
	EXPECT(!READ(inside));
	EXPECT(sim_cpu() == 0);
	WRITE(soft_ran, soft_ran + 1);
	sim_point();
	seen |= READ(phase) == 1;
	(void)arg;
}

static void raising_handler(void *arg)
{
	WRITE(inside, 1);
	sim_softirq_raise(softirq, arg);
	sim_softirq_raise(softirq, arg);
	sim_point();
	EXPECT(!READ(soft_ran));
	WRITE(inside, 0);
}

TASK(softirq_after_hardirq, EXPECT(!sim_irq_request(LINE, raising_handler, &ran, "line"));
     sim_test_raise(LINE); WRITE(phase, 1); AWAIT(READ(soft_ran)); EXPECT(READ(soft_ran) == 1);
     WRITE(phase, 0); sim_irq_free(LINE);)

TASK(bottom_halves_off, sim_bh_disable(); EXPECT(sim_in_softirq()); EXPECT(sim_in_atomic());
     sim_softirq_raise(softirq, 0);
     for (int i = 0; i < 10; i++) { sim_point(); EXPECT(!READ(soft_ran)); }
     sim_bh_enable(); EXPECT(!sim_in_softirq()); AWAIT(READ(soft_ran));)

/* A hardirq interrupts a softirq. */
static void slow_softirq(void *arg)
{
	WRITE(phase, 1);
	for (int i = 0; i < 4; i++)
		sim_point();
	seen = READ(ran);
	WRITE(phase, 2);
	(void)arg;
}

TASK(hardirq_on_softirq, request(); sim_softirq_raise(slow_softirq, 0); sim_test_raise(LINE);
     AWAIT(READ(phase) == 2 && READ(ran)); sim_irq_free(LINE);)

/* ---- unbalanced ---- */

TASK(enables_preemption_twice, sim_preempt_disable(); sim_preempt_enable(); sim_preempt_enable();)
TASK(enables_bottom_halves_twice, sim_bh_disable(); sim_bh_enable(); sim_bh_enable();)
TASK(nothing, )
