/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * event_notifier.c - eventfds, as eventfd(2) describes them: a write wakes who polls, a read resets.
 */
#include <qemu/atomic.h>
#include <qemu/event_notifier.h>

int event_notifier_init(EventNotifier *notifier, int active)
{
	notifier->fd.value = active ? 1 : 0;
	notifier->fd.waker_count = 0;
	notifier->fd.wakers = NULL;
	return 0;
}

void event_notifier_cleanup(EventNotifier *notifier)
{
	atomic_store_release(&notifier->fd.wakers, NULL);
}

int event_notifier_set(EventNotifier *notifier)
{
	struct sim_waker *wakers = atomic_load_acquire(&notifier->fd.wakers);

	atomic_xchg(&notifier->fd.value, 1);
	if (!wakers)
		return 0;
	for (uint32_t i = 0; i < notifier->fd.waker_count; i++) {
		struct sim_ctx *waiter = atomic_read(&wakers[i].waiter);

		if (!waiter)
			continue;
		atomic_xchg(&wakers[i].woken, 1);
		sim_unpark(waiter);
	}
	return 0;
}

int event_notifier_test_and_clear(EventNotifier *notifier)
{
	return atomic_xchg(&notifier->fd.value, 0) != 0;
}
