/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_setup.h - what losetup and others do with loop devices, beside the load.
 */
#ifndef LOOP_SETUP_H
#define LOOP_SETUP_H

#include <linux/blkdev.h>
#include <linux/types.h>

/* loop_setup.c: /dev/loop0 for the load. 0 or a negative errno, task context. */
int loop_setup_attach(unsigned int drive, unsigned int irq, bool direct, bool read_only);
void loop_setup_detach(void);
int loop_setup_direct_io(bool direct);
/* After the last sync. */
void loop_setup_close(void);
/* Until all that was written through the file is on the drive. */
void loop_setup_sync(void);
/* open(), ioctl(), close() of /dev/loopN. */
int loop_ioctl(unsigned int number, unsigned int cmd, unsigned long arg);
/* ioctl() of /dev/loop-control. */
int loop_control(unsigned int cmd, unsigned long arg);
/* Another file descriptor of the same file. */
int loop_setup_open_file(void);
fmode_t loop_setup_mode(void);

/* loop_churn.c: model/world_loop.c knows the numbers. */
enum loop_churn {
	LOOP_CHURN_NONE,
	LOOP_CHURN_DIRECT_IO,
	LOOP_CHURN_REOPEN,
	LOOP_CHURN_DISCARD,
};

int loop_churn_start(enum loop_churn kind);
/* Once they have done all they do. */
void loop_churn_stop(void);

#endif
