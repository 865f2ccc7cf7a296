/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk.h - a disk of which every sector's content is known.
 *
 * The device side (disk_submit) has a medium and, with a write cache, versions above it that a
 * power cut may lose. A sector's content is named by a version: the number of the I/O that wrote
 * it, 0 before the first. What 512 bytes a (sector, version) pair stands for is computed, not
 * stored; a payload that is no such pair is kept as raw bytes.
 *
 * The submitter's side (disk_expect_*) is the oracle: it knows only what the load submitted and
 * what it saw complete, and says which contents are legal. Both sides live in state memory. All
 * functions may be called from any context and from actions unless they say otherwise.
 */
#ifndef MODEL_DISK_H
#define MODEL_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>
#include <model/world_spec.h>

#define DISK_SECTOR_BYTES 512

enum disk_op { DISK_READ, DISK_WRITE, DISK_FLUSH };

struct disk_spec {
	const char *name; /* "vda" */
	enum disk_kind kind;
	uint64_t sectors;
	uint64_t latency_ns; /* DISK_FIXED_LATENCY: from submission to completion */
	bool volatile_cache; /* else every completed write is durable */
	bool out_of_order; /* completion order by CHOICE_DEVICE */
	bool verify; /* keep and check contents; without it reads bring zeros */
	bool timing_only; /* without verify: reads bring nothing, for plain modules in a hurry */
};

struct disk;

struct disk *disk_create(const struct disk_spec *spec);
uint64_t disk_sectors(const struct disk *disk);
bool disk_has_volatile_cache(const struct disk *disk);
/* The capacity changes; sectors that appear hold version 0. In-flight I/O is not affected. */
void disk_resize(struct disk *disk, uint64_t sectors);

/* ---- device side --------------------------------------------------------------------------- */

struct disk_segment {
	uintptr_t addr; /* simulated memory */
	uint64_t bytes;
};

/* One I/O inside the device; the caller's, in state memory, untouched by it until done(). */
struct disk_io {
	enum disk_op op;
	bool fua; /* DISK_WRITE: durable when complete */
	uint64_t sector;
	const struct disk_segment *segments; /* whole sectors in sum */
	unsigned int segment_count;
	void (*done)(struct disk_io *io, int error); /* outside any context; 0 or -EIO */
	void *opaque;
	/* the disk's own */
	struct disk_io *next;
	sim_ns due_ns;
	uint64_t flush_seq;
};

/*
 * Starts an I/O: it completes later, by an action of the disk, never inside this call. Data moves
 * at completion. Out of range completes with -EIO. Faults "io_error" and "flush_error" apply.
 */
void disk_submit(struct disk *disk, struct disk_io *io);
unsigned int disk_in_flight(const struct disk *disk);
/* Drops what is in flight without calling done(): the machine lost power, or a device that has
 * been reset cancels. Data of a dropped write may or may not have reached the cache. */
void disk_cancel_all(struct disk *disk);

/*
 * The power goes: in-flight I/O is dropped, and for every sector with contents newer than what is
 * durable CHOICE_DEVICE says which one survived. Follow with disk_expect_after_power_cut().
 */
void disk_power_cut(struct disk *disk);

/* ---- submitter's side ---------------------------------------------------------------------- */

/*
 * While the world is built: between the load and the disk lies a cache that writes when it wants,
 * and writes around what it was given. What the disk is written is then judged only by what is read
 * back, at the end, and after a power cut; and the error of a write is nobody's, that of a flush
 * neither if others than the load flush.
 */
void disk_expect_cached(struct disk *disk, bool others_flush);

enum disk_expect_flags {
	DISK_EXPECT_PREFLUSH = 1 << 0, /* REQ_FLUSH on a write */
	DISK_EXPECT_FUA = 1 << 1,
};

/* The load is about to submit an I/O. Returns its number, 1 or more: the version that a write
 * gives its sectors. With spec.verify off it only counts. */
uint32_t disk_expect_submit(struct disk *disk, enum disk_op op, uint64_t sector,
			    unsigned int sectors, unsigned int flags);
/* Writes bytes of write number io's payload, from byte offset of the I/O on, to simulated memory.
 * Before submission; offset and bytes need not be sector aligned. */
void disk_expect_fill(struct disk *disk, uint32_t io, uint64_t offset, void *simulated,
		      uint64_t bytes);
/*
 * The load sees I/O number io complete with error (0 or a negative errno), once. Call
 * disk_expect_read() before it for a successful read. Reports LOST_ERROR when the disk failed this
 * I/O and error is 0, DOUBLE_COMPLETION when it has completed before.
 */
void disk_expect_done(struct disk *disk, uint32_t io, int error);
/* Checks what read number io brought: bytes at simulated belong to byte offset of the I/O (both in
 * whole sectors). Reports DATA_CORRUPTION when no legal order of the writes explains it. */
void disk_expect_read(struct disk *disk, uint32_t io, uint64_t offset, const void *simulated,
		      uint64_t bytes);
/* The device was reset: errors it gave that nobody has seen yet may never be seen. */
void disk_expect_reset(struct disk *disk);
/* All is quiet: checks the disk's content of every sector written; DATA_CORRUPTION. */
void disk_expect_final(struct disk *disk);
/* After disk_power_cut(): NOT_DURABLE for a sector that lost what a completed flush, a completed
 * FUA write or a disk without cache has to keep; DATA_CORRUPTION for what was never written. */
void disk_expect_after_power_cut(struct disk *disk);
/* I/Os submitted by the load and not completed yet. */
unsigned int disk_expect_outstanding(const struct disk *disk);

/* ---- payloads ------------------------------------------------------------------------------ */

/* The bytes that stand for (sector, version); to is ordinary memory. */
void disk_pattern(uint64_t sector, uint32_t version, uint8_t to[DISK_SECTOR_BYTES]);
/* True if the bytes are a pattern of this sector; *version receives which. */
bool disk_pattern_parse(uint64_t sector, const uint8_t from[DISK_SECTOR_BYTES], uint32_t *version);

#endif
