/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk.c - the device side of the disk: I/O in flight, completion, faults, power cut.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <engine/state.h>
#include <model/disk_private.h>

#define SITE_COMPLETE 0x211
#define SITE_ERROR_APPLIED 0x212
#define SITE_DROPPED_APPLIED 0x213

/* A walk over the bytes of an I/O, one sector at a time. */
struct cursor {
	const struct disk_io *io;
	unsigned int segment;
	uint64_t used; /* bytes of that segment */
};

static void complete_action(struct action *action);

struct disk *disk_create(const struct disk_spec *spec)
{
	struct disk *disk = state_alloc(sizeof(*disk));

	disk->spec = *spec;
	disk->spec.name = state_strdup(spec->name);
	disk->sectors = spec->sectors;
	disk->completion.fn = complete_action;
	disk->completion.name = "disk completes";
	disk->tail = &disk->head;
	disk->oracle = disk_oracle_create(disk->spec.name, spec->volatile_cache);
	return disk;
}

uint64_t disk_sectors(const struct disk *disk)
{
	return disk->sectors;
}

bool disk_has_volatile_cache(const struct disk *disk)
{
	return disk->spec.volatile_cache;
}

void disk_resize(struct disk *disk, uint64_t sectors)
{
	disk->sectors = sectors;
}

unsigned int disk_in_flight(const struct disk *disk)
{
	return disk->in_flight;
}

static uint64_t io_bytes(const struct disk_io *io)
{
	uint64_t bytes = 0;

	for (unsigned int i = 0; i < io->segment_count; i++)
		bytes += io->segments[i].bytes;
	return bytes;
}

static bool io_in_range(const struct disk *disk, const struct disk_io *io)
{
	uint64_t bytes = io_bytes(io);
	uint64_t sectors = bytes / DISK_SECTOR_BYTES;

	if (io->op == DISK_FLUSH)
		return true;
	return sectors && bytes % DISK_SECTOR_BYTES == 0 && io->sector <= disk->sectors &&
	       sectors <= disk->sectors - io->sector;
}

/* bytes are only read when they go to memory. */
static void move_sector(struct cursor *cursor, uint8_t *bytes, bool to_memory)
{
	uint64_t done = 0;

	while (done < DISK_SECTOR_BYTES) {
		const struct disk_segment *segment = &cursor->io->segments[cursor->segment];
		uint64_t part = segment->bytes - cursor->used;
		uintptr_t at = segment->addr + cursor->used;

		if (part > DISK_SECTOR_BYTES - done)
			part = DISK_SECTOR_BYTES - done;
		if (to_memory)
			mem_write((void *)at, bytes + done, part);
		else
			mem_read(bytes + done, (const void *)at, part);
		done += part;
		cursor->used += part;
		if (cursor->used == segment->bytes) {
			cursor->segment++;
			cursor->used = 0;
		}
	}
}

static void apply_write(struct disk *disk, const struct disk_io *io, bool store)
{
	uint64_t sectors = io_bytes(io) / DISK_SECTOR_BYTES;
	struct cursor cursor = { .io = io };
	uint8_t bytes[DISK_SECTOR_BYTES];

	for (uint64_t i = 0; i < sectors; i++) {
		move_sector(&cursor, bytes, false);
		disk_oracle_device_write(disk->oracle, io->sector + i, bytes);
		if (store)
			disk_media_write(&disk->media, io->sector + i, bytes,
					 io->fua || !disk->spec.volatile_cache);
	}
}

static void apply_read(struct disk *disk, const struct disk_io *io)
{
	uint64_t sectors = io_bytes(io) / DISK_SECTOR_BYTES;
	struct cursor cursor = { .io = io };
	uint8_t bytes[DISK_SECTOR_BYTES];

	for (uint64_t i = 0; i < sectors; i++) {
		disk_media_read(&disk->media, io->sector + i, bytes);
		move_sector(&cursor, bytes, true);
	}
}

static void apply_zeros(const struct disk_io *io)
{
	static const uint8_t zeros[DISK_SECTOR_BYTES];
	struct cursor cursor = { .io = io };

	for (uint64_t left = io_bytes(io); left; left -= DISK_SECTOR_BYTES)
		move_sector(&cursor, (uint8_t *)zeros, true);
}

/* A failed write may have stored its data or not. */
static void apply(struct disk *disk, const struct disk_io *io, int error)
{
	if (!disk->spec.verify) {
		if (io->op == DISK_READ && !error && !disk->spec.timing_only)
			apply_zeros(io);
		return;
	}
	switch (io->op) {
	case DISK_READ:
		if (!error)
			apply_read(disk, io);
		break;
	case DISK_WRITE:
		apply_write(disk, io,
			    !error || engine_choose(CHOICE_DEVICE, 2, SITE_ERROR_APPLIED) == 1);
		break;
	case DISK_FLUSH:
		if (!error)
			disk_media_flush(&disk->media, io->flush_seq);
		break;
	}
	disk_oracle_device_done(disk->oracle, io->op, io->sector, io_bytes(io) / DISK_SECTOR_BYTES,
				error);
}

static const char *op_name(enum disk_op op)
{
	return op == DISK_READ ? "read" : op == DISK_WRITE ? "write" : "flush";
}

static void complete(struct disk *disk, struct disk_io *io)
{
	int error = 0;

	if (!io_in_range(disk, io)) {
		error = -EIO;
		engine_log("%s refuses %s of sector %" PRIu64 ": out of range", disk->spec.name,
			   op_name(io->op), io->sector);
	} else {
		if (sim_fault(io->op == DISK_FLUSH ? "flush_error" : "io_error")) {
			error = -EIO;
			engine_log("%s fails a %s of sector %" PRIu64, disk->spec.name,
				   op_name(io->op), io->sector);
		}
		apply(disk, io, error);
	}
	io->done(io, error);
}

static struct disk_io *take(struct disk *disk, unsigned int nth)
{
	struct disk_io **link = &disk->head;
	struct disk_io *io;

	while (nth--)
		link = &(*link)->next;
	io = *link;
	*link = io->next;
	if (!*link)
		disk->tail = link;
	io->next = NULL;
	disk->in_flight--;
	return io;
}

/* I/Os whose time has come: in an untimed run all of them. */
static unsigned int due_count(const struct disk *disk)
{
	unsigned int count = 0;
	sim_ns now = sim_now();

	if (!engine_config()->timed)
		return disk->in_flight;
	for (const struct disk_io *io = disk->head; io && io->due_ns <= now; io = io->next)
		count++;
	return count ? count : 1;
}

static void arm(struct disk *disk)
{
	sim_ns now = sim_now();

	if (disk->head && !action_armed(&disk->completion))
		action_arm(&disk->completion,
			   disk->head->due_ns > now ? disk->head->due_ns - now : 0, ACTION_NORMAL);
}

static void complete_action(struct action *action)
{
	struct disk *disk = (struct disk *)((char *)action - offsetof(struct disk, completion));
	unsigned int nth = 0;
	struct disk_io *io;

	if (!disk->head)
		return;
	if (disk->spec.out_of_order)
		nth = engine_choose(CHOICE_DEVICE, due_count(disk), SITE_COMPLETE);
	io = take(disk, nth);
	arm(disk);
	complete(disk, io);
}

void disk_submit(struct disk *disk, struct disk_io *io)
{
	io->next = NULL;
	io->due_ns = sim_now();
	if (disk->spec.kind == DISK_FIXED_LATENCY)
		io->due_ns += disk->spec.latency_ns;
	io->flush_seq = disk->media.seq;
	*disk->tail = io;
	disk->tail = &io->next;
	disk->in_flight++;
	arm(disk);
}

void disk_cancel_all(struct disk *disk)
{
	while (disk->head) {
		struct disk_io *io = take(disk, 0);

		if (disk->spec.verify && io->op == DISK_WRITE && io_in_range(disk, io) &&
		    engine_choose(CHOICE_DEVICE, 2, SITE_DROPPED_APPLIED) == 1)
			apply_write(disk, io, true);
	}
	if (action_armed(&disk->completion))
		action_cancel(&disk->completion);
}

void disk_power_cut(struct disk *disk)
{
	engine_log("%s loses power with %u I/Os in flight", disk->spec.name, disk->in_flight);
	disk_cancel_all(disk);
	disk_media_power_cut(&disk->media);
}
