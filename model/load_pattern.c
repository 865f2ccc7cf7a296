/* SPDX-License-Identifier: GPL-2.0-only */
#include <model/disk.h>
#include <model/load.h>
#include <model/load_pattern.h>

bool load_rw_reads(enum load_rw rw)
{
	return rw != RW_WRITE && rw != RW_RANDWRITE;
}

bool load_rw_writes(enum load_rw rw)
{
	return rw != RW_READ && rw != RW_RANDREAD;
}

static bool rw_random(enum load_rw rw)
{
	return rw == RW_RANDREAD || rw == RW_RANDWRITE || rw == RW_RANDRW;
}

uint64_t load_blocks_min(const struct load_spec *load)
{
	return load->iodepth + 1ull;
}

void load_pattern_init(struct load_pattern *pattern, const struct load_spec *load,
		       uint64_t disk_sectors)
{
	uint64_t min = load_blocks_min(load);
	uint64_t wanted = rw_random(load->rw) ? (load->number_ios + 1ull) / 2 : load->number_ios;
	uint64_t room;

	pattern->rw = load->rw;
	pattern->block_sectors = load->bs_bytes / DISK_SECTOR_BYTES;
	room = disk_sectors / load->numjobs / pattern->block_sectors;
	pattern->blocks = wanted < min ? min : wanted;
	if (pattern->blocks > room)
		pattern->blocks = room;
}

/* A finaliser of the kind that splitmix64 uses: every input bit moves every output bit. */
static uint64_t mix(uint32_t job, uint32_t index, uint32_t purpose)
{
	uint64_t x = ((uint64_t)job << 32 | index) * 0x9e3779b97f4a7c15ull + purpose;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

uint64_t load_pattern_block(const struct load_pattern *pattern, uint32_t job, uint32_t index)
{
	if (!rw_random(pattern->rw))
		return index % pattern->blocks;
	return mix(job, index, 1) % pattern->blocks;
}

bool load_pattern_writes(const struct load_pattern *pattern, uint32_t job, uint32_t index)
{
	switch (pattern->rw) {
	case RW_READ:
	case RW_RANDREAD:
		return false;
	case RW_WRITE:
	case RW_RANDWRITE:
		return true;
	default:
		/* Begins with a write, so that even a short mixed job reads something written. */
		return index == 0 || mix(job, index, 2) % 2;
	}
}

uint64_t load_pattern_sector(const struct load_pattern *pattern, uint32_t job, uint64_t block)
{
	return (job * pattern->blocks + block) * pattern->block_sectors;
}
