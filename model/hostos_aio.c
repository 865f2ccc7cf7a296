/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos_aio.c - asynchronous I/O of Linux (io_setup(2), io_submit(2), io_getevents(2)).
 */
#include <errno.h>
#include <string.h>

#include <engine/cpu.h>
#include <engine/sched.h>
#include <engine/site.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/settle.h>
#include <model/hostos_private.h>

#define CONTEXTS_AIO_MAX 16
#define SYSTEM_EVENTS_MAX 65536u /* /proc/sys/fs/aio-max-nr */

struct aio_io {
	struct aio_io *next; /* completed, or free */
	struct aio_context *context;
	struct host_file *resfd; /* NULL: none */
	struct host_file *file;
	void *data;
	struct iocb *iocb;
	long res; /* bytes that are asked for, then the result */
	struct vclock known; /* to who submitted it, and so to who reaps it */
};

struct aio_context {
	int machine;
	unsigned int events; /* 0: free */
	unsigned int outstanding; /* submitted, not reaped */
	unsigned int in_flight; /* submitted, not completed */
	struct aio_io *completed;
	struct aio_io **completed_tail;
};

struct hostos_aio {
	struct aio_context *contexts[CONTEXTS_AIO_MAX];
	struct aio_io *free;
	unsigned int events;
};

static struct hostos_aio *aio;

void hostos_aio_init(void)
{
	aio = state_alloc(sizeof(*aio));
}

static struct aio_context *context_at(unsigned long number)
{
	struct aio_context *context;

	if (!number || number > CONTEXTS_AIO_MAX)
		return NULL;
	context = aio->contexts[number - 1];
	return context && context->events && context->machine == E->current->machine ? context :
										       NULL;
}

int sim_sys_io_setup(unsigned int events, unsigned long *number)
{
	settle();
	sched_point(SITE_OF_CALLER());
	if (!events)
		return -EINVAL;
	if (events > SYSTEM_EVENTS_MAX - aio->events)
		return -EAGAIN;
	for (unsigned long i = 0; i < CONTEXTS_AIO_MAX; i++) {
		struct aio_context *context = aio->contexts[i];
		const unsigned long found = i + 1;

		if (!context)
			context = aio->contexts[i] = state_alloc(sizeof(*context));
		if (context->events)
			continue;
		context->events = events;
		context->machine = sim_machine();
		context->completed_tail = &context->completed;
		aio->events += events;
		mem_write(number, &found, sizeof(found));
		return 0;
	}
	return -EAGAIN;
}

/* ---- completion ---------------------------------------------------------------------------- */

static struct aio_io *take_completed(struct aio_context *context)
{
	struct aio_io *io = context->completed;

	context->completed = io->next;
	if (!context->completed)
		context->completed_tail = &context->completed;
	context->outstanding--;
	return io;
}

static void io_free(struct aio_io *io)
{
	io->next = aio->free;
	aio->free = io;
}

static void file_put(struct host_file *file)
{
	if (!file)
		return;
	file->users--;
	hostos_file_release(file);
}

static void io_done(void *opaque, int error)
{
	struct aio_io *io = opaque;
	struct aio_context *context = io->context;

	if (error)
		io->res = error;
	io->next = NULL;
	*context->completed_tail = io;
	context->completed_tail = &io->next;
	context->in_flight--;
	if (io->resfd)
		hostos_eventfd_add(io->resfd, 1);
	file_put(io->resfd);
	file_put(io->file);
	hostos_wake(context, UINT32_MAX);
}

int sim_sys_io_destroy(unsigned long number)
{
	struct aio_context *context;

	settle();
	sched_point(SITE_OF_CALLER());
	context = context_at(number);
	if (!context)
		return -EINVAL;
	while (context->in_flight) {
		const struct sim_wait wait = { .kind = SIM_WAIT_WORK,
					       .object = context,
					       .what = "io_destroy" };
		struct host_sleeper sleeper;

		hostos_sleep_begin(&sleeper, context, 0);
		hostos_sleep(&sleeper, &wait);
	}
	while (context->completed)
		io_free(take_completed(context));
	aio->events -= context->events;
	context->events = 0;
	return 0;
}

/* ---- submission ---------------------------------------------------------------------------- */

static int check(const struct iocb *iocb, struct host_file **file, struct host_file **resfd)
{
	*file = hostos_file(iocb->fd);
	*resfd = NULL;
	if (!*file)
		return -EBADF;
	if (iocb->resfd >= 0) {
		*resfd = hostos_file(iocb->resfd);
		if (!*resfd)
			return -EBADF;
		if ((*resfd)->kind != HOST_FILE_EVENTFD)
			return -EINVAL;
	}
	if ((*file)->kind != HOST_FILE_DRIVE || iocb->op > IO_CMD_FDSYNC || iocb->count < 0)
		return -EINVAL;
	return 0;
}

static enum sim_drive_op drive_op(enum sim_aio_op op)
{
	switch (op) {
	case IO_CMD_PREADV:
		return SIM_DRIVE_READ;
	case IO_CMD_PWRITEV:
		return SIM_DRIVE_WRITE;
	default:
		return SIM_DRIVE_FLUSH;
	}
}

static struct aio_io *io_new(void)
{
	struct aio_io *io = aio->free;

	if (io)
		aio->free = io->next;
	else
		io = state_alloc(sizeof(*io));
	memset(&io->known, 0, sizeof(io->known));
	agent_teach(&io->known);
	return io;
}

static int submit_one(struct aio_context *context, struct iocb *iocb)
{
	struct sim_drive_iovec *vector = (struct sim_drive_iovec *)iocb->vector;
	struct host_file *file, *resfd;
	struct aio_io *io;
	int error;

	sim_mem_check(iocb, sizeof(*iocb), false);
	error = check(iocb, &file, &resfd);
	if (error)
		return error;
	if (context->outstanding == context->events || sim_fault("io_submit"))
		return -EAGAIN;
	io = io_new();
	io->context = context;
	io->file = file;
	io->resfd = resfd;
	io->data = iocb->data;
	io->iocb = iocb;
	io->res = 0;
	for (int i = 0; i < iocb->count; i++)
		io->res += (long)vector[i].bytes;
	file->users++;
	if (resfd)
		resfd->users++;
	context->outstanding++;
	context->in_flight++;
	drive_submit(file->drive, drive_op(iocb->op), (uint64_t)iocb->offset_bytes, vector,
		     (unsigned int)iocb->count, io_done, io);
	return 0;
}

int sim_sys_io_submit(unsigned long number, int count, struct iocb **iocbs)
{
	int done;

	settle();
	if (count < 0)
		return -EINVAL;
	sim_mem_check(iocbs, (size_t)count * sizeof(*iocbs), false);
	for (done = 0; done < count; done++) {
		struct aio_context *context;
		int error;

		sched_point(SITE_OF_CALLER());
		context = context_at(number);
		error = context ? submit_one(context, iocbs[done]) : -EINVAL;
		if (error)
			return done ? done : error;
	}
	return done;
}

/* ---- reaping ------------------------------------------------------------------------------- */

static unsigned int completed_count(const struct aio_context *context)
{
	return context->outstanding - context->in_flight;
}

int sim_sys_io_peek(unsigned long number)
{
	const struct aio_context *context;

	settle();
	context = context_at(number);
	return context ? (int)completed_count(context) : -EINVAL;
}

int sim_sys_io_getevents(unsigned long number, int min, int count, struct io_event *events,
			 const struct sim_wait *wait)
{
	struct aio_context *context;
	int taken;

	settle();
	sched_point(SITE_OF_CALLER());
	context = context_at(number);
	if (!context || min < 0 || count < min)
		return -EINVAL;
	while ((int)completed_count(context) < min) {
		struct host_sleeper sleeper;

		hostos_sleep_begin(&sleeper, context, 0);
		if (!hostos_sleep(&sleeper, wait))
			return -EINTR;
	}
	for (taken = 0; taken < count && context->completed; taken++) {
		struct aio_io *io = take_completed(context);
		const struct io_event event = { io->data, io->iocb, io->res };

		agent_learn(&io->known);
		mem_write(&events[taken], &event, sizeof(event));
		io_free(io);
	}
	return taken;
}
