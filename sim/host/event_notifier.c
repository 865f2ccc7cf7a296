/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * event_notifier.c - events on top of eventfd(2): a write sets one and wakes who polls, a read
 * resets it.
 */
#include <sys/eventfd.h>
#include <unistd.h>

#include <qemu/event_notifier.h>

int event_notifier_init(EventNotifier *notifier, int active)
{
	notifier->fd.number = eventfd(active ? 1 : 0, EFD_NONBLOCK | EFD_CLOEXEC);
	return MIN(notifier->fd.number, 0);
}

void event_notifier_cleanup(EventNotifier *notifier)
{
	close(notifier->fd.number);
	notifier->fd.number = -1;
}

int event_notifier_set(EventNotifier *notifier)
{
	const uint64_t value = 1;
	long written = write(notifier->fd.number, &value, sizeof(value));

	/* A counter that is full is set. */
	return written < 0 && written != -EAGAIN ? (int)written : 0;
}

int event_notifier_test_and_clear(EventNotifier *notifier)
{
	uint64_t value;

	return read(notifier->fd.number, &value, sizeof(value)) == sizeof(value);
}
