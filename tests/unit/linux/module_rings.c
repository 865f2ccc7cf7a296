/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Both sides of a ring on one machine: a driver that exposes one entry and sleeps until it is
 * returned, and a host that sleeps until it is kicked.
 */
#include <stdbool.h>

#include <sim/hostos.h>

#define KICK_IRQ 7
#define CALL_IRQ 8

#define RUNNING 0l
#define SLEEPING 1l

struct sleeper {
	struct sim_ctx *ctx;
	long state;
};

static struct {
	uint16_t avail_idx;
	uint16_t pad[3];
	uint16_t used_idx;
} ring __attribute__((aligned(64)));

static struct sleeper driver_sleeper, host_sleeper;
static char request;

long done;

/* As code under test does: plain. */
static void put(uint16_t *to, uint16_t value)
{
	*to = value;
}

static uint16_t get(const uint16_t *from)
{
	return *from;
}

static void set(long *state, long value)
{
	__atomic_store_n(state, value, __ATOMIC_SEQ_CST);
}

static void wake(void *arg)
{
	struct sleeper *sleeper = arg;
	struct sim_ctx *ctx = __atomic_load_n(&sleeper->ctx, __ATOMIC_ACQUIRE);

	set(&sleeper->state, RUNNING);
	if (ctx)
		sim_unpark(ctx);
}

static void enter(struct sleeper *sleeper)
{
	__atomic_store_n(&sleeper->ctx, sim_ctx_current(), __ATOMIC_RELEASE);
}

/* Until the ring's index is 1: looked at again after saying that one sleeps. */
static void wait_for(struct sleeper *sleeper, const uint16_t *idx)
{
	const struct sim_wait wait = {
		.kind = SIM_WAIT_WORK, /* no wake-up to inject: only the ring's probes help */
		.object = sleeper,
		.what = "wait_for",
	};

	for (;;) {
		set(&sleeper->state, SLEEPING);
		sim_barrier(SIM_MB);
		if (get(idx) == 1)
			return;
		sim_park(&sleeper->state, RUNNING, &wait);
	}
}

void share(void *arg)
{
	(void)arg;
	sim_irq_request(KICK_IRQ, wake, &host_sleeper, "kick");
	sim_irq_request(CALL_IRQ, wake, &driver_sleeper, "call");
	sim_ring_share(0, &ring, sizeof(ring), &ring.avail_idx, &ring.used_idx);
}

static void driver(bool kicks)
{
	enter(&driver_sleeper);
	share(NULL);
	sim_event(SIM_EV_REQUEST_NEW, &request, 0, 0);
	put(&ring.avail_idx, 1);
	sim_barrier(SIM_MB);
	if (kicks)
		sim_irq_raise(KICK_IRQ);
	wait_for(&driver_sleeper, &ring.used_idx);
	sim_event(SIM_EV_REQUEST_END, &request, 0, 0);
	sim_ring_unshare(0);
	done = 1;
}

static void host(bool calls)
{
	enter(&host_sleeper);
	wait_for(&host_sleeper, &ring.avail_idx);
	put(&ring.used_idx, 1);
	sim_barrier(SIM_MB);
	if (calls)
		sim_irq_raise(CALL_IRQ);
}

void driver_kicks(void *arg)
{
	(void)arg;
	driver(true);
}

void driver_forgets(void *arg)
{
	(void)arg;
	driver(false);
}

void host_calls(void *arg)
{
	(void)arg;
	host(true);
}

void host_forgets(void *arg)
{
	(void)arg;
	host(false);
}
