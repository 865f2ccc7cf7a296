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

/* active: it starts out set. */
int event_notifier_init(EventNotifier *notifier, int active);
void event_notifier_cleanup(EventNotifier *notifier);
/* Sets it and wakes who polls it. From any thread, and on a vCPU for ioeventfd. A full barrier. */
int event_notifier_set(EventNotifier *notifier);
/* 1 if it was set. What the setter did before is visible afterwards. */
int event_notifier_test_and_clear(EventNotifier *notifier);

#endif
