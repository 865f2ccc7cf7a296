/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * main-loop.h - the big lock, and the thread that completes I/O under it.
 *
 * Before iothreads (QEMU 0.12 to 1.3) every device ran under one lock: a vCPU takes it when it exits
 * to user space, and the main loop holds it whenever it does not sleep.
 */
#ifndef QEMU_MAIN_LOOP_H
#define QEMU_MAIN_LOOP_H

#include <qemu/iothread.h>

void qemu_mutex_lock_iothread(void);
void qemu_mutex_unlock_iothread(void);
bool qemu_mutex_iothread_locked(void);

/* Starts the main loop's thread, once; all calls under the big lock. */
AioContext *qemu_main_loop_start(void);
/* Ends it. */
void qemu_main_loop_stop(void);

#endif
