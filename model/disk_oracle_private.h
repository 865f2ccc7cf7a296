/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_oracle_private.h - the oracle's records, for disk_oracle.c, disk_errors.c and disk_expect.c.
 *
 * Time is a counter of events. A write is known to lie before another when it was seen complete
 * before the other was submitted; everything else may have happened in any order.
 */
#ifndef MODEL_DISK_ORACLE_PRIVATE_H
#define MODEL_DISK_ORACLE_PRIVATE_H

#include <model/disk_oracle.h>

struct expect_io {
	enum disk_op op;
	unsigned int flags; /* enum disk_expect_flags */
	uint64_t sector;
	uint64_t sectors;
	uint64_t submitted; /* event numbers */
	uint64_t done; /* 0 = in flight */
	bool failed; /* the load saw an error */
	bool durable; /* a write that a power cut must not lose */
	uint64_t error_first, error_end; /* sectors the device failed; empty = none */
	uint32_t group; /* failed flush that this I/O may have to answer for, 0 = none */
};

struct writer { /* one write of one sector */
	uint32_t io;
	uint32_t next;
};

/* I/Os of which at least one has to see the error of one failed flush. */
struct error_group {
	uint32_t pending;
	bool seen;
};

struct disk_oracle {
	const char *name;
	bool volatile_cache;
	bool cached; /* see disk_expect_cached() */
	bool others_flush;
	uint64_t clock;
	struct expect_io *ios; /* by number, from 1 */
	uint32_t ios_count;
	uint32_t ios_capacity;
	uint32_t oldest_open; /* no I/O below this number is in flight */
	uint32_t outstanding;
	struct sector_map map; /* sectors written */
	uint32_t *first_writer; /* by map index, newest submission first; 0 = none */
	uint32_t first_writer_capacity;
	struct writer *writers;
	uint32_t writers_count;
	uint32_t writers_capacity;
	struct error_group *groups; /* from 1 */
	uint32_t groups_count;
	uint32_t groups_capacity;
};

static inline bool expect_io_covers(const struct expect_io *io, uint64_t sector)
{
	return sector >= io->sector && sector - io->sector < io->sectors;
}

/* What a content may be blamed for; *other is the write that should have been seen instead. */
enum content_fault { CONTENT_LEGAL, CONTENT_FOREIGN, CONTENT_STALE };

/* May the sector hold version for a reader that started at event `since`? */
enum content_fault disk_oracle_judge(const struct disk_oracle *oracle, uint64_t sector,
				     uint32_t version, uint64_t since, uint32_t *other);
/* May a power cut leave the sector with version? */
enum content_fault disk_oracle_judge_durable(const struct disk_oracle *oracle, uint64_t sector,
					     uint32_t version, uint32_t *other);
/* A completed flush, submitted at event `since`, or FUA write makes writes durable. */
void disk_oracle_mark_durable(struct disk_oracle *oracle, uint64_t since);

/* The load saw number io complete (its failed field is set): settles the errors owed to it, reports
 * LOST_ERROR. */
void disk_errors_settle(struct disk_oracle *oracle, uint32_t io);
void disk_errors_forget(struct disk_oracle *oracle);

#endif
