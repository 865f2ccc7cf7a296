/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_errors.c - an error that the device gave has to reach whoever submitted the I/O.
 *
 * A failed read or write is owed to the one I/O in flight whose sectors it covers, until the same
 * sectors succeed. Who a failed flush belongs to is not visible on the wire: one of the flushes,
 * preflushing and FUA writes in flight has to fail. A reset forgets, since completions that the
 * device has not delivered are lost with it and the driver may submit again.
 */
#include <inttypes.h>

#include <engine/state.h>
#include <model/disk_oracle_private.h>

static bool wants_flush(const struct expect_io *io)
{
	return io->op == DISK_FLUSH || (io->op == DISK_WRITE && io->flags);
}

/* A second failure while a first one is still owed could belong to the same I/Os: it is not counted,
 * since whoever reports an error may have done so for both. */
static bool flush_is_owed(const struct disk_oracle *oracle)
{
	for (uint32_t i = oracle->oldest_open; i <= oracle->ios_count; i++)
		if (!oracle->ios[i].done && oracle->ios[i].group)
			return true;
	return false;
}

static void owe_flush(struct disk_oracle *oracle)
{
	uint32_t group = oracle->groups_count + 1;

	if (flush_is_owed(oracle))
		return;
	oracle->groups = state_array_grow(oracle->groups, &oracle->groups_capacity, group,
					  sizeof(*oracle->groups));
	oracle->groups[group].pending = 0;
	oracle->groups[group].seen = false;
	for (uint32_t i = oracle->oldest_open; i <= oracle->ios_count; i++) {
		struct expect_io *io = &oracle->ios[i];

		if (io->done || !wants_flush(io))
			continue;
		io->group = group;
		oracle->groups[group].pending++;
	}
	oracle->groups_count = group;
}

static bool overlaps(const struct expect_io *io, uint64_t first, uint64_t end)
{
	return io->sector < end && first < io->sector + io->sectors;
}

/* Who the sectors belong to; NULL if nobody, or if several overlap and it cannot be told. */
static struct expect_io *owner_of(struct disk_oracle *oracle, enum disk_op op, uint64_t first,
				  uint64_t end)
{
	struct expect_io *owner = NULL;

	for (uint32_t i = oracle->oldest_open; i <= oracle->ios_count; i++) {
		struct expect_io *io = &oracle->ios[i];

		if (io->done || io->op != op || !overlaps(io, first, end))
			continue;
		if (owner)
			return NULL;
		owner = io;
	}
	return owner;
}

static void owe_sectors(struct disk_oracle *oracle, enum disk_op op, uint64_t sector, int error)
{
	struct expect_io *io = owner_of(oracle, op, sector, sector + 1);

	if (!io)
		return;
	if (!error) {
		if (sector >= io->error_first && sector < io->error_end)
			io->error_first = io->error_end = 0;
		return;
	}
	if (!io->error_end) {
		io->error_first = sector;
		io->error_end = sector + 1;
	} else if (sector >= io->error_end) {
		io->error_end = sector + 1;
	} else if (sector < io->error_first) {
		io->error_first = sector;
	}
}

void disk_oracle_device_done(struct disk_oracle *oracle, enum disk_op op, uint64_t sector,
			     uint64_t sectors, int error)
{
	if (op == DISK_FLUSH) {
		if (error && !oracle->others_flush)
			owe_flush(oracle);
		return;
	}
	if (op == DISK_WRITE && oracle->cached)
		return;
	for (uint64_t i = 0; i < sectors; i++)
		owe_sectors(oracle, op, sector + i, error);
}

void disk_errors_settle(struct disk_oracle *oracle, uint32_t number)
{
	struct expect_io *io = &oracle->ios[number];
	struct error_group *group;

	if (io->error_end && !io->failed)
		engine_report(SIM_LOST_ERROR,
			      "%s failed sector %" PRIu64
			      " of I/O %u, which completed without error",
			      oracle->name, io->error_first, number);
	if (!io->group)
		return;
	group = &oracle->groups[io->group];
	group->pending--;
	group->seen |= io->failed;
	if (!group->pending && !group->seen)
		engine_report(SIM_LOST_ERROR,
			      "%s failed a flush, but every I/O that needed one, %u the last, "
			      "completed without error",
			      oracle->name, number);
}

void disk_errors_forget(struct disk_oracle *oracle)
{
	for (uint32_t i = oracle->oldest_open; i <= oracle->ios_count; i++) {
		oracle->ios[i].error_first = oracle->ios[i].error_end = 0;
		oracle->ios[i].group = 0;
	}
}
