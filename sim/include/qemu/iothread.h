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
/* The same, with a loop that polls for up to poll_max_ns before it sleeps. */
IOThread *iothread_create_polling(const char *name, uint64_t poll_max_ns);
/* Ends the thread when its loop comes round, waits for that, and frees it. Not from the loop. */
void iothread_destroy(IOThread *iothread);
AioContext *iothread_get_aio_context(IOThread *iothread);
/* The loop that the calling thread runs; the main loop's under the big lock on a vCPU. */
AioContext *qemu_get_current_aio_context(void);

#endif
