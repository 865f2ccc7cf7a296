/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sector_map.c - open addressing with linear probing, doubled when half full.
 */
#include <string.h>

#include <engine/state.h>
#include <model/sector_map.h>

#define SLOTS_LOG2_FIRST 7

static uint32_t slot_of(const struct sector_map *map, uint64_t sector)
{
	return (uint32_t)((sector * 0x9e3779b97f4a7c15ull) >> (64 - map->slots_log2));
}

static uint32_t *probe(const struct sector_map *map, uint64_t sector)
{
	uint32_t mask = (1u << map->slots_log2) - 1;
	uint32_t at = slot_of(map, sector);

	while (map->slots[at] && map->sectors[map->slots[at] - 1] != sector)
		at = (at + 1) & mask;
	return &map->slots[at];
}

uint32_t sector_map_find(const struct sector_map *map, uint64_t sector)
{
	uint32_t *slot;

	if (!map->slots)
		return SECTOR_MAP_NONE;
	slot = probe(map, sector);
	return *slot ? *slot - 1 : SECTOR_MAP_NONE;
}

static void map_grow(struct sector_map *map)
{
	uint32_t log2 = map->slots ? map->slots_log2 + 1 : SLOTS_LOG2_FIRST;
	uint64_t *sectors = state_alloc(sizeof(*sectors) << (log2 - 1));

	if (map->count)
		memcpy(sectors, map->sectors, map->count * sizeof(*sectors));
	map->sectors = sectors;
	map->slots = state_alloc(sizeof(*map->slots) << log2);
	map->slots_log2 = log2;
	for (uint32_t i = 0; i < map->count; i++)
		*probe(map, sectors[i]) = i + 1;
}

uint32_t sector_map_add(struct sector_map *map, uint64_t sector)
{
	uint32_t *slot;

	if (!map->slots || map->count >= 1u << (map->slots_log2 - 1))
		map_grow(map);
	slot = probe(map, sector);
	if (!*slot) {
		map->sectors[map->count++] = sector;
		*slot = map->count;
	}
	return *slot - 1;
}

void *state_array_grow(void *array, uint32_t *capacity, uint32_t need, uint32_t size)
{
	uint32_t wanted = *capacity ? *capacity : 32;
	void *grown;

	if (need < *capacity)
		return array;
	while (wanted <= need)
		wanted *= 2;
	grown = state_alloc((size_t)wanted * size);
	if (*capacity)
		memcpy(grown, array, (size_t)*capacity * size);
	*capacity = wanted;
	return grown;
}
