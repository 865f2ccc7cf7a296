/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iothread.h - a thread that runs an AioContext of its own.
 */
#ifndef QEMU_IOTHREAD_H
#define QEMU_IOTHREAD_H

#include <qemu/aio.h>

typedef struct IOThread {
	AioContext *ctx;
	bool big_lock; /* it is the main loop's: works under the big lock */
	bool stopping;
	bool stopped;
} IOThread;

IOThread *iothread_create(const char *name);
/* Ends the thread when its loop comes round, waits for that, and frees it. Not from the loop. */
void iothread_destroy(IOThread *iothread);
AioContext *iothread_get_aio_context(IOThread *iothread);

#endif
