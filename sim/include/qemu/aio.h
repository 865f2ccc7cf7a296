/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio.h - an event loop: event notifiers with handlers, bottom halves, and waiting for the loop.
 *
 * Era: QEMU 2.3 to 9.x (AioContext with notify_me, adaptive polling since 2.9). One thread runs the
 * loop; a second one may poll it while it holds the big lock (qemu_aio_flush() of QEMU 0.12).
 */
#ifndef QEMU_AIO_H
#define QEMU_AIO_H

#include <poll.h>

#include <qemu/event_notifier.h>
#include <qemu/osdep.h>

#define AIO_HANDLERS_MAX 16

/* Who may poll a context: its loop's thread, and aio_poll_flush(). */
enum { AIO_POLLER_LOOP, AIO_POLLER_FLUSH, AIO_POLLERS };

struct sim_ctx;

typedef void QEMUBHFunc(void *opaque);
/* Is there something to do? Looks without a system call. */
typedef bool AioPollFn(EventNotifier *notifier);

typedef struct AioContext AioContext;

typedef struct QEMUBH {
	AioContext *ctx;
	QEMUBHFunc *cb;
	void *opaque;
	unsigned int flags; /* atomic: see aio_bh.c */
	struct QEMUBH *next;
} QEMUBH;

typedef struct AioHandler {
	EventNotifier *notifier; /* NULL: free */
	EventNotifierHandler *io_read;
	/* for polling; NULL: a context that has such a handler cannot poll */
	AioPollFn *io_poll;
	EventNotifierHandler *io_poll_ready; /* optional: io_poll() has returned true */
	EventNotifierHandler *io_poll_begin; /* optional: no notification is needed from here on */
	EventNotifierHandler *io_poll_end; /* it is again; io_poll() is called once more */
} AioHandler;

struct LinuxAioState;
struct ThreadPool;

struct AioContext {
	const char *name;
	AioHandler handlers[AIO_HANDLERS_MAX];
	struct pollfd fds[AIO_HANDLERS_MAX]; /* their notifiers */
	int handler_end; /* those from here on were never used */
	QEMUBH *bh_list; /* newest first */
	EventNotifier notifier; /* wakes the loop for what is no descriptor of its own */
	bool notify_me[AIO_POLLERS]; /* atomic: may be asleep, or about to be */
	bool notified; /* atomic: aio_notify() was called since the loop looked around */
	struct sim_ctx *thread; /* who runs the loop; atomic */
	/* adaptive polling */
	int64_t poll_max_ns; /* 0: never */
	int64_t poll_ns; /* how long now */
	bool poll_started; /* io_poll_begin() was called */
	/* disk I/O whose completions come to this loop, of so many disks */
	unsigned int disks;
	struct LinuxAioState *linux_aio;
	struct ThreadPool *thread_pool;
};

AioContext *aio_context_new(const char *name, int64_t poll_max_ns);
void aio_context_free(AioContext *ctx);
/*
 * Calls io_read(notifier) in the loop whenever notifier is set; NULL removes it. In the loop's
 * thread, or under the big lock, or where nothing polls the context.
 */
void aio_set_event_notifier(AioContext *ctx, EventNotifier *notifier,
			    EventNotifierHandler *io_read);
/* How a loop that polls does without a handler's notifications; after aio_set_event_notifier(). */
void aio_set_event_notifier_poll(AioContext *ctx, EventNotifier *notifier, AioPollFn *io_poll,
				 EventNotifierHandler *io_poll_ready,
				 EventNotifierHandler *io_poll_begin,
				 EventNotifierHandler *io_poll_end);
/* A bottom half: cb(opaque), which the loop runs some time after each qemu_bh_schedule(), once for
 * several that it has not served yet. */
QEMUBH *aio_bh_new(AioContext *ctx, QEMUBHFunc *cb, void *opaque);
/* From any thread. */
void qemu_bh_schedule(QEMUBH *bh);
/* It does not run any more, unless it does right now. Not when others may still schedule it. */
void qemu_bh_delete(QEMUBH *bh);
/* Runs cb(opaque) once in the loop, soon. From any thread. */
void aio_bh_schedule_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque);
/* Runs cb(opaque) once in the loop and waits for it. Not from the loop's thread. */
void aio_wait_bh_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque);
/* Makes a loop look around for what the caller has stored before. From any thread. */
void aio_notify(AioContext *ctx);
/* Dispatches what is ready; if nothing is and blocking, polls and sleeps until something may be.
 * True if a handler or bottom half ran. In the loop's thread. */
bool aio_poll(AioContext *ctx, bool blocking);
/* The same for the main loop's thread, which gives the big lock up while it sleeps. */
bool aio_poll_main_loop(AioContext *ctx);
/* The same for a thread that is not the loop's; both hold the big lock while they dispatch. */
bool aio_poll_flush(AioContext *ctx);

/* For aio*.c only. */
bool aio_bh_poll(AioContext *ctx);
bool aio_try_poll_mode(AioContext *ctx, bool *may_sleep);
void aio_adjust_poll_time(AioContext *ctx, int64_t block_ns);
int64_t aio_clock_ns(void);

/*
 * Sleeps in a thread that is not the loop's, until condition is false; whoever may make it so calls
 * aio_wait_kick() afterwards.
 */
#define AIO_WAIT_WHILE(ctx, condition)                                                             \
	do {                                                                                       \
		aio_wait_begin();                                                                  \
		for (;;) {                                                                         \
			uint32_t wait_while_seen = aio_wait_look();                                \
			if (!(condition))                                                          \
				break;                                                             \
			aio_wait_sleep(ctx, wait_while_seen);                                      \
		}                                                                                  \
		aio_wait_end();                                                                    \
	} while (0)

void aio_wait_begin(void);
uint32_t aio_wait_look(void);
void aio_wait_sleep(AioContext *ctx, uint32_t seen);
void aio_wait_end(void);
void aio_wait_kick(void);

#endif
