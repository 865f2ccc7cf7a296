/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_expect.c - the submitter's side: what the load submits, sees complete and reads back.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <engine/state.h>
#include <model/disk_oracle_private.h>
#include <model/disk_pattern.h>
#include <model/disk_private.h>

static void add_writer(struct disk_oracle *oracle, uint64_t sector, uint32_t io)
{
	uint32_t index = sector_map_add(&oracle->map, sector);
	uint32_t at = ++oracle->writers_count;

	oracle->first_writer = state_array_grow(oracle->first_writer,
						&oracle->first_writer_capacity, index,
						sizeof(*oracle->first_writer));
	oracle->writers = state_array_grow(oracle->writers, &oracle->writers_capacity, at,
					   sizeof(*oracle->writers));
	oracle->writers[at].io = io;
	oracle->writers[at].next = oracle->first_writer[index];
	oracle->first_writer[index] = at;
}

void disk_expect_cached(struct disk *disk, bool others_flush)
{
	disk->oracle->cached = true;
	disk->oracle->others_flush = others_flush;
}

uint32_t disk_expect_submit(struct disk *disk, enum disk_op op, uint64_t sector,
			    unsigned int sectors, unsigned int flags)
{
	struct disk_oracle *oracle = disk->oracle;
	uint32_t number = ++oracle->ios_count;
	struct expect_io *io;

	oracle->outstanding++;
	if (!disk->spec.verify)
		return number;
	oracle->ios =
		state_array_grow(oracle->ios, &oracle->ios_capacity, number, sizeof(*oracle->ios));
	io = &oracle->ios[number];
	*io = (struct expect_io){
		.op = op,
		.flags = flags,
		.sector = sector,
		.sectors = op == DISK_FLUSH ? 0 : sectors,
		.submitted = ++oracle->clock,
	};
	for (unsigned int i = 0; op == DISK_WRITE && i < sectors; i++)
		add_writer(oracle, sector + i, number);
	return number;
}

/* An I/O the caller names; ends the process for a number that was never given out. */
static struct expect_io *io_at(struct disk_oracle *oracle, uint32_t number)
{
	if (!number || number > oracle->ios_count)
		engine_report(SIM_BAD_REQUEST_STATE,
			      "%s: the load names I/O %u, which it never submitted", oracle->name,
			      number);
	return &oracle->ios[number];
}

void disk_expect_fill(struct disk *disk, uint32_t number, uint64_t offset, void *simulated,
		      uint64_t bytes)
{
	uint8_t pattern[DISK_SECTOR_BYTES];
	const struct expect_io *io;
	char *to = simulated;

	if (!disk->spec.verify)
		return;
	io = io_at(disk->oracle, number);
	while (bytes) {
		uint64_t within = offset % DISK_SECTOR_BYTES;
		uint64_t part = DISK_SECTOR_BYTES - within;

		if (part > bytes)
			part = bytes;
		disk_pattern(io->sector + offset / DISK_SECTOR_BYTES, number, pattern);
		mem_write(to, pattern + within, part);
		to += part;
		offset += part;
		bytes -= part;
	}
}

static void mark_durable(struct disk_oracle *oracle, struct expect_io *io)
{
	if (io->op == DISK_FLUSH || io->flags & DISK_EXPECT_PREFLUSH)
		disk_oracle_mark_durable(oracle, io->submitted);
	if (io->op == DISK_WRITE && (!oracle->volatile_cache || io->flags & DISK_EXPECT_FUA))
		io->durable = true;
}

void disk_expect_done(struct disk *disk, uint32_t number, int error)
{
	struct disk_oracle *oracle = disk->oracle;
	struct expect_io *io;

	if (!disk->spec.verify) {
		oracle->outstanding--;
		return;
	}
	io = io_at(oracle, number);
	if (io->done)
		engine_report(SIM_DOUBLE_COMPLETION, "%s: I/O %u completes a second time",
			      oracle->name, number);
	oracle->outstanding--;
	io->done = ++oracle->clock;
	io->failed = error != 0;
	while (oracle->oldest_open <= oracle->ios_count && oracle->ios[oracle->oldest_open].done)
		oracle->oldest_open++;
	disk_errors_settle(oracle, number);
	if (!error)
		mark_durable(oracle, io);
}

/* Ends the run if version, or bytes that are none, may not be in the sector. */
static void check_content(const struct disk_oracle *oracle, const char *who, uint64_t sector,
			  bool is_pattern, uint64_t found, uint32_t version, uint64_t since)
{
	uint32_t other;

	if (!is_pattern)
		engine_report(SIM_DATA_CORRUPTION,
			      "%s: %s sector %" PRIu64 ": bytes that nobody wrote", oracle->name,
			      who, sector);
	if (found != sector)
		engine_report(SIM_DATA_CORRUPTION,
			      "%s: %s sector %" PRIu64 ": data of sector %" PRIu64 " (write %u)",
			      oracle->name, who, sector, found, version);
	switch (disk_oracle_judge(oracle, sector, version, since, &other)) {
	case CONTENT_LEGAL:
		return;
	case CONTENT_FOREIGN:
		engine_report(SIM_DATA_CORRUPTION,
			      "%s: %s sector %" PRIu64 ": version %u, which no write gave it",
			      oracle->name, who, sector, version);
	case CONTENT_STALE:
		engine_report(SIM_DATA_CORRUPTION,
			      "%s: %s sector %" PRIu64 ": what write %u left, although write %u "
			      "came after it and has completed",
			      oracle->name, who, sector, version, other);
	}
}

void disk_expect_read(struct disk *disk, uint32_t number, uint64_t offset, const void *simulated,
		      uint64_t bytes)
{
	struct disk_oracle *oracle = disk->oracle;
	const char *from = simulated;
	const struct expect_io *io;
	char who[32];

	if (!disk->spec.verify)
		return;
	io = io_at(oracle, number);
	snprintf(who, sizeof(who), "read %u finds in", number);
	for (uint64_t at = 0; at + DISK_SECTOR_BYTES <= bytes; at += DISK_SECTOR_BYTES) {
		uint64_t sector = io->sector + (offset + at) / DISK_SECTOR_BYTES;
		uint8_t payload[DISK_SECTOR_BYTES];
		uint64_t found;
		uint32_t version;
		bool is_pattern;

		mem_read(payload, from + at, DISK_SECTOR_BYTES);
		is_pattern = disk_pattern_decode(payload, &found, &version);
		check_content(oracle, who, sector, is_pattern, found, version, io->submitted);
	}
}

void disk_expect_reset(struct disk *disk)
{
	if (disk->spec.verify)
		disk_errors_forget(disk->oracle);
}

void disk_expect_final(struct disk *disk)
{
	struct disk_oracle *oracle = disk->oracle;

	if (!disk->spec.verify)
		return;
	for (uint32_t i = 0; i < oracle->map.count; i++) {
		uint64_t sector = oracle->map.sectors[i];
		uint32_t index = sector_map_find(&disk->media.map, sector);
		disk_content content = 0;

		if (index != SECTOR_MAP_NONE)
			content = disk_media_newest(&disk->media, index);
		check_content(oracle, "at the end", sector, !(content & DISK_CONTENT_RAW), sector,
			      content, oracle->clock + 1);
	}
}

void disk_expect_after_power_cut(struct disk *disk)
{
	struct disk_oracle *oracle = disk->oracle;

	for (uint32_t i = 0; disk->spec.verify && i < oracle->map.count; i++) {
		uint64_t sector = oracle->map.sectors[i];
		uint32_t index = sector_map_find(&disk->media.map, sector);
		disk_content content = 0;
		uint32_t other;

		if (index != SECTOR_MAP_NONE)
			content = disk_media_newest(&disk->media, index);
		if (content & DISK_CONTENT_RAW ||
		    disk_oracle_judge_durable(oracle, sector, content, &other) == CONTENT_FOREIGN)
			engine_report(SIM_DATA_CORRUPTION,
				      "%s: after the power cut sector %" PRIu64
				      " holds what nobody wrote",
				      oracle->name, sector);
		if (disk_oracle_judge_durable(oracle, sector, content, &other) == CONTENT_STALE)
			engine_report(SIM_NOT_DURABLE,
				      "%s: after the power cut sector %" PRIu64
				      " holds version %u; write %u had been made durable",
				      oracle->name, sector, content, other);
	}
}

unsigned int disk_expect_outstanding(const struct disk *disk)
{
	return disk->oracle->outstanding;
}
