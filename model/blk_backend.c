/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_backend.c - I/O on drives as the host's kernel offers it, blocking and not: between system
 * calls, or a kernel's own block layer, and a disk.
 */
#include <errno.h>
#include <string.h>

#include <engine/cpu.h>
#include <engine/layout.h>
#include <engine/sched.h>
#include <engine/site.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/settle.h>
#include <model/hostos_private.h>
#include <model/vring_guard.h>

#define DRIVES_MAX 4
#define SEGMENTS_FIRST 8

struct drive_io {
	struct disk_io io; /* first */
	struct disk_segment *segments;
	unsigned int segments_max;
	unsigned int drive;
	drive_done_fn *done;
	void *opaque;
	struct drive_io *next; /* free */
};

/* An I/O of a kernel's own, until that reaps it. */
struct kernel_io {
	struct drive *drive;
	void *cookie;
	int error;
	struct vclock known; /* to who submitted it, and so to who reaps it */
	struct kernel_io *next; /* completed, or free */
};

struct drive {
	struct disk *disk;
	struct drive_io *free;
	/* opened by a kernel */
	int machine; /* line irq of this machine */
	unsigned int irq; /* 0: not open */
	struct kernel_io *completed;
	struct kernel_io **completed_tail;
	struct kernel_io *kernel_free;
};

/* Filled while the world is built; the elements lie in state memory. */
static struct drive *drives[DRIVES_MAX];

void hostos_add_drive(unsigned int number, struct disk *disk)
{
	struct drive *drive = state_alloc(sizeof(*drive));

	drive->disk = disk;
	drive->completed_tail = &drive->completed;
	drives[number] = drive;
}

static struct drive *drive_at(unsigned int number)
{
	if (!drive_exists(number))
		engine_report(SIM_CRASH, "the host opens drive %u, which there is not", number);
	return drives[number];
}

bool drive_exists(unsigned int number)
{
	return number < DRIVES_MAX && drives[number];
}

uint64_t sim_drive_bytes(unsigned int number)
{
	settle();
	return disk_sectors(drive_at(number)->disk) * DISK_SECTOR_BYTES;
}

bool sim_drive_volatile_cache(unsigned int number)
{
	settle();
	return disk_has_volatile_cache(drive_at(number)->disk);
}

/* ---- to the disk --------------------------------------------------------------------------- */

static void io_done(struct disk_io *disk_io, int error)
{
	struct drive_io *io = (struct drive_io *)disk_io;
	drive_done_fn *done = io->done;
	void *opaque = io->opaque;
	struct drive *drive = drives[io->drive];

	io->next = drive->free;
	drive->free = io;
	done(opaque, error);
}

static struct drive_io *io_new(struct drive *drive, unsigned int segments)
{
	struct drive_io *io = drive->free;

	if (io)
		drive->free = io->next;
	else
		io = state_alloc(sizeof(*io));
	if (segments > io->segments_max) {
		io->segments_max = segments > SEGMENTS_FIRST ? segments : SEGMENTS_FIRST;
		io->segments = state_alloc(io->segments_max * sizeof(*io->segments));
	}
	return io;
}

static enum disk_op disk_op_of(enum sim_drive_op op)
{
	switch (op) {
	case SIM_DRIVE_READ:
		return DISK_READ;
	case SIM_DRIVE_WRITE:
		return DISK_WRITE;
	default:
		return DISK_FLUSH;
	}
}

void drive_submit(unsigned int number, enum sim_drive_op op, uint64_t offset_bytes,
		  const struct sim_drive_iovec *vector, unsigned int count, drive_done_fn *done,
		  void *opaque)
{
	struct drive *drive = drive_at(number);
	struct drive_io *io = io_new(drive, count);
	uint64_t bytes = 0;

	for (unsigned int i = 0; i < count; i++) {
		io->segments[i].addr = (uintptr_t)vector[i].base;
		io->segments[i].bytes = vector[i].bytes;
		bytes += vector[i].bytes;
		vring_guard_check_dma(io->segments[i].addr, io->segments[i].bytes,
				      op == SIM_DRIVE_READ);
	}
	io->drive = number;
	io->done = done;
	io->opaque = opaque;
	io->io = (struct disk_io){
		.op = disk_op_of(op),
		.sector = offset_bytes / DISK_SECTOR_BYTES,
		.segments = io->segments,
		.segment_count = count,
		.done = io_done,
	};
	if (offset_bytes % DISK_SECTOR_BYTES || bytes % DISK_SECTOR_BYTES)
		io_done(&io->io, -EINVAL);
	else
		disk_submit(drive->disk, &io->io);
}

/* ---- blocking calls ------------------------------------------------------------------------ */

struct blocking_io {
	bool done;
	int error;
};

static void blocking_done(void *opaque, int error)
{
	struct blocking_io *io = opaque;

	io->error = error;
	io->done = true;
	hostos_wake(io, 1);
}

static long blocking_call(int fd, enum sim_drive_op op, int64_t offset_bytes,
			  const struct iovec *vector, int count, const char *what)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK, .what = what };
	const struct host_file *file = hostos_file(fd);
	struct blocking_io io = { 0 };
	long bytes = 0;

	if (!file)
		return -EBADF;
	if (file->kind != HOST_FILE_DRIVE || offset_bytes < 0 || count < 0)
		return -EINVAL;
	for (int i = 0; i < count; i++)
		bytes += (long)vector[i].iov_len;
	drive_submit(file->drive, op, (uint64_t)offset_bytes,
		     (const struct sim_drive_iovec *)vector, (unsigned int)count, blocking_done,
		     &io);
	while (!io.done) {
		struct host_sleeper sleeper;

		hostos_sleep_begin(&sleeper, &io, 0);
		hostos_sleep(&sleeper, &wait);
	}
	return io.error ? io.error : bytes;
}

long sim_sys_preadv(int fd, const struct iovec *vector, int count, int64_t offset_bytes)
{
	settle();
	sched_point(SITE_OF_CALLER());
	return blocking_call(fd, SIM_DRIVE_READ, offset_bytes, vector, count, "preadv");
}

long sim_sys_pwritev(int fd, const struct iovec *vector, int count, int64_t offset_bytes)
{
	settle();
	sched_point(SITE_OF_CALLER());
	return blocking_call(fd, SIM_DRIVE_WRITE, offset_bytes, vector, count, "pwritev");
}

int sim_sys_fdatasync(int fd)
{
	settle();
	sched_point(SITE_OF_CALLER());
	return (int)blocking_call(fd, SIM_DRIVE_FLUSH, 0, NULL, 0, "fdatasync");
}

/* ---- a kernel's own ------------------------------------------------------------------------ */

static void drive_signal(struct drive *drive)
{
	if (drive->irq)
		engine_irq_raise(drive->machine, drive->irq);
}

void sim_drive_open_irq(unsigned int number, unsigned int irq)
{
	struct drive *drive = drive_at(number);

	settle();
	drive->machine = sim_machine();
	drive->irq = irq;
	if (drive->completed)
		drive_signal(drive);
}

static void kernel_io_done(void *opaque, int error)
{
	struct kernel_io *io = opaque;
	struct drive *drive = io->drive;

	io->error = error;
	io->next = NULL;
	*drive->completed_tail = io;
	drive->completed_tail = &io->next;
	drive_signal(drive);
}

void sim_drive_submit(unsigned int number, enum sim_drive_op op, uint64_t offset_bytes,
		      const struct sim_drive_iovec *vector, unsigned int count, void *cookie)
{
	struct drive *drive = drive_at(number);
	struct kernel_io *io = drive->kernel_free;

	settle();
	if (io)
		drive->kernel_free = io->next;
	else
		io = state_alloc(sizeof(*io));
	io->drive = drive;
	io->cookie = cookie;
	memset(&io->known, 0, sizeof(io->known));
	agent_teach(&io->known);
	drive_submit(number, op, offset_bytes, vector, count, kernel_io_done, io);
}

bool sim_drive_reap(unsigned int number, void **cookie, int *error)
{
	struct drive *drive = drive_at(number);
	struct kernel_io *io;

	settle();
	io = drive->completed;
	if (!io)
		return false;
	drive->completed = io->next;
	if (!drive->completed)
		drive->completed_tail = &drive->completed;
	agent_learn(&io->known);
	*cookie = io->cookie;
	*error = io->error;
	io->next = drive->kernel_free;
	drive->kernel_free = io;
	return true;
}
