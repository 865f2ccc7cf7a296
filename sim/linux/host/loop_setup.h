/* SPDX-License-Identifier: GPL-2.0-only */
/* loop_setup.h - what world building calls, from a task of the guest; 0 or a negative errno. */
#ifndef LOOP_SETUP_H
#define LOOP_SETUP_H

#include <linux/types.h>

/* /dev/loop0 gets drive number drive as its file, which completes as interrupt line irq. */
int loop_setup_attach(unsigned int drive, unsigned int irq, bool direct, bool read_only);
/* With others that have the device open it is unbound when the last of them closes it. */
void loop_setup_detach(void);
/* Waits for all I/O in flight, then goes on the other way. */
int loop_setup_direct_io(bool direct);

#endif
