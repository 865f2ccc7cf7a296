/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio.h - an event loop: event notifiers with handlers, bottom halves, and waiting for the loop.
 *
 * Era: QEMU 1.x to 4.x (AioContext). One thread runs the loop; a second one may poll it while it
 * holds the big lock (qemu_aio_flush() of QEMU 0.12).
 */
#ifndef QEMU_AIO_H
#define QEMU_AIO_H

#include <sim/hostos.h>

#include <qemu/event_notifier.h>
#include <qemu/osdep.h>

#define AIO_HANDLERS_MAX 16

typedef void QEMUBHFunc(void *opaque);

typedef struct QEMUBH {
	QEMUBHFunc *cb;
	void *opaque;
	struct QEMUBH *next;
} QEMUBH;

typedef struct AioHandler {
	EventNotifier *notifier; /* NULL: free */
	EventNotifierHandler *io_read;
} AioHandler;

enum { AIO_WAKER_LOOP, AIO_WAKER_FLUSH, AIO_WAKERS };

typedef struct AioContext {
	const char *name;
	AioHandler handlers[AIO_HANDLERS_MAX];
	int handler_end; /* those from here on were never used */
	QEMUBH *bh_list; /* newest first */
	struct sim_waker wakers[AIO_WAKERS];
	struct sim_ctx *thread; /* who runs the loop; atomic */
} AioContext;

AioContext *aio_context_new(const char *name);
void aio_context_free(AioContext *ctx);
/*
 * Calls io_read(notifier) in the loop whenever notifier is set; NULL removes it. In the loop's
 * thread, or where nothing polls the context.
 */
void aio_set_event_notifier(AioContext *ctx, EventNotifier *notifier,
			    EventNotifierHandler *io_read);
/* Runs cb(opaque) once in the loop, soon. From any thread. */
void aio_bh_schedule_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque);
/* Runs cb(opaque) once in the loop and waits for it. Not from the loop's thread. */
void aio_wait_bh_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque);
/* Makes a sleeping loop look around. */
void aio_notify(AioContext *ctx);
/* Dispatches what is ready; if nothing is and blocking, sleeps until something may be. True if a
 * handler or bottom half ran. In the loop's thread. */
bool aio_poll(AioContext *ctx, bool blocking);
/* The same for the main loop's thread, which gives the big lock up while it sleeps. */
bool aio_poll_main_loop(AioContext *ctx);
/* The same for a thread that is not the loop's; both hold the big lock while they dispatch. */
bool aio_poll_flush(AioContext *ctx);

/*
 * Sleeps in a thread that is not the loop's, until condition is false; whoever may make it so calls
 * aio_wait_kick() afterwards. Under the big lock: one waiter at a time.
 */
#define AIO_WAIT_WHILE(ctx, condition)                                                             \
	do {                                                                                       \
		while (condition) {                                                                \
			aio_wait_prepare();                                                        \
			if (!(condition))                                                          \
				break;                                                             \
			aio_wait_sleep(ctx);                                                       \
		}                                                                                  \
	} while (0)

void aio_wait_prepare(void);
void aio_wait_sleep(AioContext *ctx);
void aio_wait_kick(void);

#endif
