/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench_protocol.c - the kick and suppress protocol of a ring, 8 buffers, without a kernel around
 * it.
 *
 * The driver publishes buffers one by one and kicks unless the device said that it is awake; the
 * device drains the ring, asks for kicks again, looks once more, and sleeps.
 */
#include <asm/barrier.h>
#include <linux/compiler.h>
#include <sim/port.h>

#define BUFFERS 8
#define AWAKE 0
#define ASLEEP 1

static int ring[BUFFERS];
static int avail;
static int no_notify;
static long device_state;
static struct sim_ctx *device;

void bench_thread0(void *arg);
void bench_thread1(void *arg);

void bench_thread0(void *arg)
{
	for (int i = 0; i < BUFFERS; i++) {
		struct sim_ctx *sleeper;

		ring[i] = i + 1;
		smp_wmb();
		WRITE_ONCE(avail, i + 1);
		smp_mb();
		if (READ_ONCE(no_notify))
			continue;
		WRITE_ONCE(device_state, AWAKE);
		sleeper = READ_ONCE(device);
		if (sleeper)
			sim_unpark(sleeper);
	}
}

static int drain(int last)
{
	while (last != READ_ONCE(avail)) {
		smp_rmb();
		if (ring[last] != last + 1)
			sim_report(SIM_RING_PROTOCOL, "buffer %d was not published whole", last);
		last++;
	}
	return last;
}

void bench_thread1(void *arg)
{
	static const struct sim_wait wait = { .kind = SIM_WAIT_QUEUE, .what = "kick" };
	int last = 0;

	WRITE_ONCE(device, sim_ctx_current());
	while (last < BUFFERS) {
		WRITE_ONCE(no_notify, 1);
		last = drain(last);
		if (last == BUFFERS)
			break;
		WRITE_ONCE(device_state, ASLEEP);
		WRITE_ONCE(no_notify, 0);
		smp_mb();
		if (READ_ONCE(avail) == last)
			sim_park(&device_state, AWAKE, &wait);
	}
}
