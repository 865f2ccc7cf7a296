/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos_fd.c - file descriptors of a device process: eventfds, drives, and ppoll().
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

#define COUNT_MAX (UINT64_MAX - 1)

static struct host_file **files; /* SIM_FDS_MAX of them, made when first used */

void hostos_fd_init(void)
{
	files = state_alloc(sizeof(*files) * SIM_FDS_MAX);
}

static struct host_file *file_new(enum host_file_kind kind)
{
	for (int fd = 0; fd < SIM_FDS_MAX; fd++) {
		struct host_file *file = files[fd];

		if (!file)
			file = files[fd] = state_alloc(sizeof(*file));
		if (file->kind != HOST_FILE_FREE)
			continue;
		memset(file, 0, sizeof(*file));
		file->kind = kind;
		file->fd = (uint8_t)fd;
		file->machine = (int8_t)sim_machine();
		file->open = true;
		return file;
	}
	return NULL;
}

struct host_file *hostos_file(int fd)
{
	struct host_file *file;

	if (fd < 0 || fd >= SIM_FDS_MAX)
		return NULL;
	file = files[fd];
	return file && file->open && file->machine == E->current->machine ? file : NULL;
}

static struct host_file *eventfd_at(int fd, int *error)
{
	struct host_file *file = hostos_file(fd);

	*error = !file ? -EBADF : file->kind != HOST_FILE_EVENTFD ? -EINVAL : 0;
	return *error ? NULL : file;
}

void hostos_file_release(struct host_file *file)
{
	if (!file->open && !file->users)
		file->kind = HOST_FILE_FREE;
}

int sim_sys_open_drive(unsigned int drive)
{
	struct host_file *file;

	settle();
	sched_point(SITE_OF_CALLER());
	if (!drive_exists(drive))
		return -ENXIO;
	file = file_new(HOST_FILE_DRIVE);
	if (!file)
		return -EMFILE;
	file->drive = drive;
	return file->fd;
}

int sim_sys_close(int fd)
{
	struct host_file *file;

	settle();
	sched_point(SITE_OF_CALLER());
	file = hostos_file(fd);
	if (!file)
		return -EBADF;
	file->open = false;
	hostos_file_release(file);
	return 0;
}

/* ---- eventfds ------------------------------------------------------------------------------ */

int sim_sys_eventfd(unsigned int initval, int flags)
{
	struct host_file *file;

	settle();
	sched_point(SITE_OF_CALLER());
	if (flags & ~(EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC))
		return -EINVAL;
	file = file_new(HOST_FILE_EVENTFD);
	if (!file)
		return -EMFILE;
	file->flags = flags;
	file->count = initval;
	return file->fd;
}

/* Under the lock of its wait queue, which is what orders those who use it. */
static void file_locked(struct host_file *file)
{
	if (E->current)
		agent_learn(&file->order);
	agent_teach(&file->order);
}

void hostos_eventfd_add(struct host_file *file, uint64_t value)
{
	uint64_t room = COUNT_MAX - file->count;

	file_locked(file);
	file->count += value < room ? value : room;
	hostos_wake_fd(file);
}

/* Sleeps until the other side has moved the counter. */
static int eventfd_wait(struct host_file *file, const char *what)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_IDLE, .object = file, .what = what };
	struct host_sleeper sleeper;

	hostos_sleep_begin(&sleeper, NULL, 1ull << file->fd);
	return hostos_sleep(&sleeper, &wait) ? 0 : -EINTR;
}

long sim_sys_read(int fd, void *buf, unsigned long bytes)
{
	struct host_file *file;
	uint64_t value;
	int error;

	settle();
	sched_point(SITE_OF_CALLER());
	for (;;) {
		file = eventfd_at(fd, &error);
		if (!file)
			return error;
		if (bytes < sizeof(value))
			return -EINVAL;
		if (file->count)
			break;
		if (file->flags & EFD_NONBLOCK)
			return -EAGAIN;
		error = eventfd_wait(file, "read(eventfd)");
		if (error)
			return error;
	}
	file_locked(file);
	value = file->flags & EFD_SEMAPHORE ? 1 : file->count;
	file->count -= value;
	mem_write(buf, &value, sizeof(value));
	hostos_wake_fd(file);
	return sizeof(value);
}

long sim_sys_write(int fd, const void *buf, unsigned long bytes)
{
	struct host_file *file;
	uint64_t value;
	int error;

	settle();
	sched_point(SITE_OF_CALLER());
	for (;;) {
		file = eventfd_at(fd, &error);
		if (!file)
			return error;
		if (bytes < sizeof(value))
			return -EINVAL;
		mem_read(&value, buf, sizeof(value));
		if (value == UINT64_MAX)
			return -EINVAL;
		if (value <= COUNT_MAX - file->count)
			break;
		if (file->flags & EFD_NONBLOCK)
			return -EAGAIN;
		error = eventfd_wait(file, "write(eventfd)");
		if (error)
			return error;
	}
	hostos_eventfd_add(file, value);
	return sizeof(value);
}

void hostos_eventfd_signal(struct sim_eventfd *event)
{
	struct host_file *file;

	settle();
	file = event->number >= 0 && event->number < SIM_FDS_MAX ? files[event->number] : NULL;
	if (file && file->open && file->kind == HOST_FILE_EVENTFD)
		hostos_eventfd_add(file, 1);
}

/* ---- ppoll() ------------------------------------------------------------------------------- */

static short readiness(const struct host_file *file)
{
	if (file->kind == HOST_FILE_DRIVE)
		return POLLIN | POLLOUT;
	return (file->count ? POLLIN : 0) | (file->count < COUNT_MAX ? POLLOUT : 0);
}

/* Fills in revents; how many are not 0. waits_for: the files that were looked at. */
static int look(struct pollfd *fds, unsigned int count, uint64_t *waits_for)
{
	int ready = 0;

	*waits_for = 0;
	for (unsigned int i = 0; i < count; i++) {
		const struct host_file *file;

		fds[i].revents = 0;
		if (fds[i].fd < 0)
			continue;
		file = hostos_file(fds[i].fd);
		fds[i].revents = file ? readiness(file) & fds[i].events : POLLNVAL;
		ready += fds[i].revents != 0;
		if (file)
			*waits_for |= 1ull << file->fd;
	}
	return ready;
}

int sim_sys_ppoll(struct pollfd *fds, unsigned int count, bool blocking,
		  const struct sim_wait *wait)
{
	struct host_sleeper sleeper;
	uint64_t waits_for;
	int ready;

	settle();
	sim_mem_check(fds, count * sizeof(*fds), true);
	sched_point(SITE_OF_CALLER());
	ready = look(fds, count, &waits_for);
	while (!ready && blocking) {
		hostos_sleep_begin(&sleeper, NULL, waits_for);
		if (!hostos_sleep(&sleeper, wait))
			return -EINTR;
		ready = look(fds, count, &waits_for);
	}
	return ready;
}
