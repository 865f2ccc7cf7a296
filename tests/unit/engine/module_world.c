/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers, faults, and state of every kind that a schedule may change. */
#include <linux/compiler.h>
#include "expect.h"

long seen, failures;

/* ---- registers ---- */

void *window; /* set by the test */

TASK(uses_registers, sim_mmio_write(window, 4, 7); EXPECT(sim_mmio_read(window, 4) == 7);
     sim_mmio_write((char *)window + 8, 2, 9); EXPECT(sim_mmio_read((char *)window + 8, 2) == 9);)
TASK(reads_no_device, sim_mmio_read((char *)window + 4096, 4);)
TASK(reads_across_the_end, sim_mmio_read((char *)window + 4094, 4);)
TASK(reads_plainly, seen = *(volatile int *)window;)
TASK(writes_plainly, *(volatile int *)window = 1;)

/* ---- faults ---- */

TASK(may_fail, for (int i = 0; i < 8; i++) failures += sim_fault("alloc"); seen = failures;)
TASK(never_enabled, for (int i = 0; i < 8; i++) failures += sim_fault("add_buf"); seen = failures;)
TASK(allocates, for (int i = 0; i < 8; i++) {
	     void *may = sim_alloc(8, 8, SIM_ALLOC_MAY_FAIL, "may fail");
	     void *must = sim_alloc(8, 8, 0, "must not");
	     EXPECT(must);
	     failures += !may;
	     sim_free(may);
	     sim_free(must);
     } seen = failures;)

/* ---- state ---- */

static long data = 11, bss;
static long *object;
static struct sim_lock lock;
static struct sim_timer timer;
static long awake;
static const struct sim_wait in_a_test = { .kind = SIM_WAIT_QUEUE, .what = "the test" };

void before_the_snapshot(void *arg);
void sim_test_mark(void);
static void helper(void *arg);

static void expires(void *arg)
{
	WRITE(bss, READ(bss) + 100);
}

/* Before the snapshot: an object, a lock held, a timer armed, a value on the stack. */
void before_the_snapshot(void *arg)
{
	long local = 22;
	long *at = &local;

	OPTIMIZER_HIDE_VAR(at);
	object = sim_alloc(8, 8, 0, "object");
	*object = 33;
	sim_preempt_disable();
	sim_lock_acquire(&lock, 0);
	sim_timer_arm(&timer, 10, SIM_TIMER_NORMAL, expires, 0);
	sim_test_mark();
	/* Each schedule goes on here, and must find what the first one found. */
	EXPECT(data == 11);
	EXPECT(READ(bss) == 0 || READ(bss) == 100);
	EXPECT(*at == 22);
	EXPECT(*object == 33);
	EXPECT(sim_lock_held_by_me(&lock));
	*at = 0;
	data = 0;
	*object = 0;
	sim_lock_release(&lock);
	sim_preempt_enable();
	seen = (long)sim_alloc(100, 8, SIM_ALLOC_ZERO, "new");
	for (int i = 0; i < 90; i++)
		sim_free(sim_alloc(40, 8, 0, "many"));
	sim_ctx_create(SIM_CTX_TASK, "helper", 1, helper, sim_ctx_current());
	sim_ctx_create(SIM_CTX_HOST, "thread", 0, helper, sim_ctx_current());
	sim_park(&awake, 2, &in_a_test);
	sim_irq_request(4, expires, 0, "line");
	sim_irq_free(4);
	sim_free((void *)seen);
	sim_free(object);
	sim_timer_cancel_sync(&timer);
}

static void helper(void *arg)
{
	__atomic_fetch_add(&awake, 1, __ATOMIC_SEQ_CST);
	sim_unpark(arg);
}

/* ---- something of everything, to compare hashes of ---- */

static long shared, other_shared;
static struct sim_lock spin;

static void busy(int rounds)
{
	for (int i = 0; i < rounds; i++) {
		long *at = sim_alloc(16 + i * 8, 8, 0, "busy");
		at[0] = READ(shared);
		WRITE(other_shared, at[0] + i);
		if (!__atomic_fetch_add(&shared, 1, __ATOMIC_RELAXED))
			WRITE(shared, READ(other_shared));
		sim_irq_disable();
		sim_lock_acquire(&spin, 0);
		data += i;
		sim_lock_release(&spin);
		sim_irq_enable();
		sim_log("%d: %p %ld", i, (void *)at, at[0]);
		sim_fault("alloc");
		sim_free(at);
	}
}

TASK(busy_0, sim_timer_arm(&timer, 10, SIM_TIMER_NORMAL, expires, 0); busy(4);)
TASK(busy_1, busy(4);)
TASK(host_busy, for (int i = 0; i < 3; i++) sim_point();)
/* Sometimes breaks a rule in the middle, so that a run ends early. */
TASK(breaks_sometimes, busy(2); if (READ(shared) % 3 == 1) sim_report(SIM_CRASH, "broken"); busy(2);)
TASK(nothing, )
