/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_backend.c - asynchronous I/O as the host's kernel offers it: between sim_drive_*() and a disk.
 */
#include <errno.h>
#include <string.h>

#include <engine/layout.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/settle.h>
#include <model/hostos.h>
#include <model/vring_guard.h>

#define DRIVES_MAX 4
#define SEGMENTS_FIRST 8

struct drive_io {
	struct disk_io io; /* first */
	struct drive *drive;
	struct disk_segment *segments;
	unsigned int segments_max;
	void *cookie;
	int error;
	struct vclock known; /* to who submitted it, and so to who reaps it */
	struct drive_io *next; /* completed, or free */
};

struct drive {
	struct disk *disk;
	struct sim_eventfd *event; /* who has it open: an event, or */
	int machine; /* line irq of this machine */
	unsigned int irq; /* 0: none */
	struct drive_io *completed;
	struct drive_io **completed_tail;
	struct drive_io *free;
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

static void drive_signal(struct drive *drive)
{
	if (drive->event)
		hostos_eventfd_signal(drive->event);
	if (drive->irq)
		engine_irq_raise(drive->machine, drive->irq);
}

static struct drive *drive_at(unsigned int number)
{
	if (number >= DRIVES_MAX || !drives[number])
		engine_report(SIM_CRASH, "the host opens drive %u, which there is not", number);
	return drives[number];
}

void sim_drive_open(unsigned int number, struct sim_eventfd *event)
{
	struct drive *drive = drive_at(number);

	settle();
	drive->event = event;
	if (drive->completed)
		drive_signal(drive);
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

static void io_done(struct disk_io *io, int error)
{
	struct drive_io *done = (struct drive_io *)io;
	struct drive *drive = done->drive;

	done->error = error;
	done->next = NULL;
	*drive->completed_tail = done;
	drive->completed_tail = &done->next;
	drive_signal(drive);
}

static struct drive_io *io_new(struct drive *drive, unsigned int segments)
{
	struct drive_io *io = drive->free;

	if (io)
		drive->free = io->next;
	else
		io = state_alloc(sizeof(*io));
	io->drive = drive;
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

void sim_drive_submit(unsigned int number, enum sim_drive_op op, uint64_t offset_bytes,
		      const struct sim_drive_iovec *vector, unsigned int count, void *cookie)
{
	struct drive *drive = drive_at(number);
	struct drive_io *io;
	uint64_t bytes = 0;

	settle();
	io = io_new(drive, count);
	io->cookie = cookie;
	memset(&io->known, 0, sizeof(io->known));
	agent_teach(&io->known);
	for (unsigned int i = 0; i < count; i++) {
		io->segments[i].addr = (uintptr_t)vector[i].base;
		io->segments[i].bytes = vector[i].bytes;
		bytes += vector[i].bytes;
		vring_guard_check_dma(io->segments[i].addr, io->segments[i].bytes,
				      op == SIM_DRIVE_READ);
	}
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

bool sim_drive_reap(unsigned int number, void **cookie, int *error)
{
	struct drive *drive = drive_at(number);
	struct drive_io *io;

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
	io->next = drive->free;
	drive->free = io;
	return true;
}
