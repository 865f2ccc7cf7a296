/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_oracle.c - which contents of a sector are legal, given what the load knows.
 */
#include <inttypes.h>

#include <engine/state.h>
#include <model/disk_oracle_private.h>
#include <model/disk_pattern.h>

struct disk_oracle *disk_oracle_create(const char *name, bool volatile_cache)
{
	struct disk_oracle *oracle = state_alloc(sizeof(*oracle));

	oracle->name = name;
	oracle->volatile_cache = volatile_cache;
	oracle->clock = 1;
	oracle->oldest_open = 1;
	return oracle;
}

static const struct expect_io *writer_of(const struct disk_oracle *oracle, uint64_t sector,
					 uint32_t version)
{
	const struct expect_io *io;

	if (version > oracle->ios_count)
		return NULL;
	io = &oracle->ios[version];
	return io->op == DISK_WRITE && expect_io_covers(io, sector) ? io : NULL;
}

/* Looks for a write that everything agrees lies behind version's and that has to be visible. */
static enum content_fault judge(const struct disk_oracle *oracle, uint64_t sector, uint32_t version,
				uint64_t since, bool durable, uint32_t *other)
{
	uint32_t index = sector_map_find(&oracle->map, sector);
	const struct expect_io *io;
	uint64_t done = 1;

	*other = 0;
	if (version) {
		io = writer_of(oracle, sector, version);
		if (!io)
			return CONTENT_FOREIGN;
		done = io->done;
	}
	if (!done || index == SECTOR_MAP_NONE)
		return CONTENT_LEGAL;
	for (uint32_t at = oracle->first_writer[index]; at; at = oracle->writers[at].next) {
		const struct expect_io *behind = &oracle->ios[oracle->writers[at].io];
		bool visible = durable ? behind->durable :
					 behind->done && !behind->failed && behind->done < since;

		if (visible && oracle->writers[at].io != version && done < behind->submitted) {
			*other = oracle->writers[at].io;
			return CONTENT_STALE;
		}
	}
	return CONTENT_LEGAL;
}

enum content_fault disk_oracle_judge(const struct disk_oracle *oracle, uint64_t sector,
				     uint32_t version, uint64_t since, uint32_t *other)
{
	return judge(oracle, sector, version, since, false, other);
}

enum content_fault disk_oracle_judge_durable(const struct disk_oracle *oracle, uint64_t sector,
					     uint32_t version, uint32_t *other)
{
	return judge(oracle, sector, version, 0, true, other);
}

void disk_oracle_mark_durable(struct disk_oracle *oracle, uint64_t since)
{
	for (uint32_t i = 1; i <= oracle->ios_count; i++) {
		struct expect_io *io = &oracle->ios[i];

		if (io->op == DISK_WRITE && io->done && !io->failed && io->done < since)
			io->durable = true;
	}
}

void disk_oracle_device_write(struct disk_oracle *oracle, uint64_t sector,
			      const uint8_t payload[DISK_SECTOR_BYTES])
{
	const struct expect_io *io;
	uint64_t found;
	uint32_t version;

	if (!oracle->ios_count || oracle->cached)
		return;
	if (!disk_pattern_decode(payload, &found, &version))
		engine_report(SIM_DATA_CORRUPTION,
			      "%s is given bytes for sector %" PRIu64 " that no I/O wrote",
			      oracle->name, sector);
	if (found != sector)
		engine_report(SIM_DATA_CORRUPTION,
			      "%s is given write %u's data of sector %" PRIu64
			      " for sector %" PRIu64,
			      oracle->name, version, found, sector);
	io = writer_of(oracle, sector, version);
	if (!io)
		engine_report(SIM_DATA_CORRUPTION,
			      "%s is given data of write %u for sector %" PRIu64
			      ", which that never covered",
			      oracle->name, version, sector);
	if (io->done)
		engine_report(SIM_DATA_CORRUPTION,
			      "%s writes sector %" PRIu64 " of write %u, which has completed",
			      oracle->name, sector, version);
}
