/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qapi-events.h - what a device process tells its administrator.
 */
#ifndef QEMU_QAPI_EVENTS_H
#define QEMU_QAPI_EVENTS_H

#include <qemu/osdep.h>

/* The guest's balloon holds that many pages now. From any thread. */
void qapi_event_send_balloon_change(uint32_t pages);

#endif
