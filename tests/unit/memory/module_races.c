/* SPDX-License-Identifier: GPL-2.0-only */
/* Pairs of tasks on two vCPUs that use one variable: NAME_0 and NAME_1. */
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <sim/port.h>

#define TASK(name, ...)                                                                            \
	void name(void *arg);                                                                      \
	void name(void *arg)                                                                       \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

struct pair {
	u32 left, right;
};

u64 data;
u64 sink_0[2], sink_1[2];
u32 flag;
struct pair pair __aligned(8);
struct {
	u8 byte[8];
} bytes;
struct {
	u64 word[4];
} big, other_big;
struct sim_lock lock;

TASK(plain_read, sink_0[0] = data;)
TASK(plain_read_on_1, sink_1[0] = data;)
TASK(plain_write, data = 1;)
TASK(marked_read, sink_0[0] = READ_ONCE(data);)
TASK(marked_write, WRITE_ONCE(data, 1);)
TASK(atomic_add, __atomic_fetch_add(&data, 1, __ATOMIC_RELAXED);)
TASK(ignored_read, sink_0[0] = data_race(data);)
TASK(ignored_write, data_race(data = 1);)

/* Its own first, so that the granule is not a stranger's. */
TASK(write_read_write, data = 1; barrier(); sink_0[0] = data; barrier(); data = 2;)

TASK(left_write, pair.left = 1; pair.left++;)
TASK(right_write, pair.right = 1; pair.right++;)
TASK(left_copy, memcpy(sink_0, &pair.left, 4);)
TASK(left_fill, memset(&pair.left, 1, 4);)
TASK(first_byte, bytes.byte[0] = 1; bytes.byte[0]++;)
TASK(last_byte, bytes.byte[7] = 1; bytes.byte[7]++;)
TASK(whole_marked_then_right, READ_ONCE(*(u64 *)&pair); sink_1[0] = pair.right;)
TASK(left_only, pair.left = 3;)

TASK(big_copy, other_big = big;)
TASK(big_part_write, big.word[2] = 1;)

TASK(locked_add, sim_preempt_disable(); sim_lock_acquire(&lock, 0); data++; sim_lock_release(&lock);
     sim_preempt_enable();)

TASK(publish, data = 1; smp_store_release(&flag, 1);)
TASK(receive, if (smp_load_acquire(&flag)) sink_0[0] = data;)
TASK(receive_and_look_again, if (smp_load_acquire(&flag)) sink_0[0] = flag;)
TASK(exchange_in, data = 1; __atomic_exchange_n(&flag, 1, __ATOMIC_RELEASE);)
TASK(publish_and_go_on, smp_store_release(&flag, 1); READ_ONCE(other_big.word[0]); data = 1;)
TASK(publish_wmb, data = 1; smp_wmb(); WRITE_ONCE(flag, 1);)
TASK(receive_rmb, if (READ_ONCE(flag)) { smp_rmb(); sink_0[0] = data; })
TASK(publish_nothing, data = 1; WRITE_ONCE(flag, 1);)
TASK(receive_ctrl, if (READ_ONCE(flag)) sink_0[0] = data;)

/* ---- hand-over by sleeping ---- */

long awake;
struct sim_ctx *sleeper;
static const struct sim_wait sleeps = { .kind = SIM_WAIT_QUEUE, .what = "a wake-up" };

TASK(sleep_then_read, WRITE_ONCE(sleeper, sim_ctx_current()); sim_park(&awake, 1, &sleeps);
     sink_0[0] = data; data = 3;)
TASK(write_then_wake, struct sim_ctx * who;
     while (!(who = READ_ONCE(sleeper))) sim_relax();
     data = 1; WRITE_ONCE(awake, 1); sim_unpark(who);)

/* ---- an interrupt ---- */

static void handler(void *arg)
{
	data++;
}

static void soft(void *arg)
{
	data++;
}

TASK(with_own_interrupt, sim_irq_request(3, handler, NULL, "line"); data++; sim_softirq_raise(soft, NULL);
     for (int i = 0; i < 4; i++) { sim_point(); data++; } sim_irq_free(3);)

/* ---- a context is told everything by its creator ---- */

static void child(void *arg)
{
	sink_1[1] = data;
	data = 5;
}

TASK(creates, data = 1; sim_ctx_create(SIM_CTX_TASK, "child", 1, child, NULL);)
TASK(creates_and_goes_on, sim_ctx_create(SIM_CTX_TASK, "child", 1, child, NULL); data = 1;)
TASK(nothing, )
