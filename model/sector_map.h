/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sector_map.h - from a sector number to a small number, for the few sectors a run touches.
 *
 * Open addressing in state memory. Entries are never removed; their order is that of insertion, so
 * a walk does not depend on the hash.
 */
#ifndef MODEL_SECTOR_MAP_H
#define MODEL_SECTOR_MAP_H

#include <stdint.h>

struct sector_map {
	uint64_t *sectors; /* by index, in order of insertion */
	uint32_t *slots; /* index + 1; 0 = free */
	uint32_t count;
	uint32_t slots_log2;
};

#define SECTOR_MAP_NONE UINT32_MAX

/* Index of a sector, or SECTOR_MAP_NONE. */
uint32_t sector_map_find(const struct sector_map *map, uint64_t sector);
/* Index of a sector, which is added as number map->count if it is new. */
uint32_t sector_map_add(struct sector_map *map, uint64_t sector);

/* Room for index `need` in an array of elements of `size` bytes in state memory: returns array or
 * a larger copy of it, and updates *capacity. New elements are zero. */
void *state_array_grow(void *array, uint32_t *capacity, uint32_t need, uint32_t size);

#endif
