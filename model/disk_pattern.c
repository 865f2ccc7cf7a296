/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_pattern.c - the 512 bytes that stand for a (sector, version) pair.
 *
 * Two header words name the pair, the rest is an arithmetic sequence seeded by it, so that a torn,
 * shifted or overwritten sector is recognised and a misplaced one can be named.
 */
#include <string.h>

#include <model/disk_pattern.h>

#define WORDS (DISK_SECTOR_BYTES / 8)
#define SECTOR_MAGIC 0x7671646973630000ull
#define VERSION_MAGIC 0x6b1d5ea100000000ull
#define STEP 0x9e3779b97f4a7c15ull

static uint64_t pattern_seed(uint64_t sector, uint32_t version)
{
	uint64_t x = (sector + 1) * 0xbf58476d1ce4e5b9ull ^
		     (version + 1ull) * 0x94d049bb133111ebull;

	x ^= x >> 29;
	return x * STEP;
}

void disk_pattern(uint64_t sector, uint32_t version, uint8_t to[DISK_SECTOR_BYTES])
{
	uint64_t words[WORDS];
	uint64_t x = pattern_seed(sector, version);

	words[0] = sector ^ SECTOR_MAGIC;
	words[1] = version ^ VERSION_MAGIC;
	for (unsigned int i = 2; i < WORDS; i++)
		words[i] = x + i * STEP;
	memcpy(to, words, sizeof(words));
}

bool disk_pattern_decode(const uint8_t from[DISK_SECTOR_BYTES], uint64_t *sector, uint32_t *version)
{
	uint64_t words[WORDS];
	uint64_t x, wrong = 0;

	memcpy(words, from, sizeof(words));
	*sector = words[0] ^ SECTOR_MAGIC;
	if ((words[1] ^ VERSION_MAGIC) > UINT32_MAX)
		return false;
	*version = (uint32_t)(words[1] ^ VERSION_MAGIC);
	x = pattern_seed(*sector, *version);
	for (unsigned int i = 2; i < WORDS; i++)
		wrong |= words[i] ^ (x + i * STEP);
	return wrong == 0;
}

bool disk_pattern_parse(uint64_t sector, const uint8_t from[DISK_SECTOR_BYTES], uint32_t *version)
{
	uint64_t found;

	return disk_pattern_decode(from, &found, version) && found == sector;
}
