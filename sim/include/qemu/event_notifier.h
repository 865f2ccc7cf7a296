/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * event_notifier.h - an event that one thread sets and another waits for: an eventfd.
 */
#ifndef QEMU_EVENT_NOTIFIER_H
#define QEMU_EVENT_NOTIFIER_H

#include <sim/hostos.h>

#include <qemu/osdep.h>

typedef struct EventNotifier {
	struct sim_eventfd fd;
} EventNotifier;

typedef void EventNotifierHandler(EventNotifier *notifier);

/* active: it starts out set. 0, or a negative errno: there is no descriptor left. */
int event_notifier_init(EventNotifier *notifier, int active);
void event_notifier_cleanup(EventNotifier *notifier);
static inline int event_notifier_get_fd(const EventNotifier *notifier)
{
	return notifier->fd.number;
}

/* Sets it and wakes who polls it. From any thread. No full barrier, but see test_and_clear. */
int event_notifier_set(EventNotifier *notifier);
/* 1 if it was set. What the setter did before is visible afterwards. */
int event_notifier_test_and_clear(EventNotifier *notifier);

#endif
