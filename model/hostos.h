/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos.h - the model's side of <sim/hostos.h>: the operating system below a device process.
 */
#ifndef MODEL_HOSTOS_H
#define MODEL_HOSTOS_H

#include <model/disk.h>
#include <sim/hostos.h>

/* Adds the rule that no host thread sleeps through an event (LOST_WAKEUP). Once, while the world is
 * built. */
void hostos_init(void);
/* Adds 1 to an eventfd and wakes who waits for it; from a vCPU's exit or outside any context. */
void hostos_eventfd_signal(struct sim_eventfd *event);
/* The disk behind a drive. While the world is built. */
void hostos_add_drive(unsigned int drive, struct disk *disk);

#endif
