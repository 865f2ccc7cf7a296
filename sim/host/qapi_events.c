/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qapi_events.c - what a device process tells its administrator.
 */
#include <sim/balloon.h>

#include <qemu/qapi-events.h>

void qapi_event_send_balloon_change(uint32_t pages)
{
	sim_balloon_actual(pages);
}
