/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * table.h - numbered records in state memory that never move and take little room while few.
 *
 * Chunk k holds TABLE_FIRST << k records. Numbers start at 1; 0 means none.
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include <engine/state.h>

#define TABLE_FIRST 16u
#define TABLE_CHUNKS 16

struct table {
	uint32_t count;
	uint32_t record_bytes;
	void *chunks[TABLE_CHUNKS];
};

static inline void *table_at(const struct table *table, uint32_t number)
{
	uint32_t n = number - 1 + TABLE_FIRST;
	unsigned int chunk = 31 - __builtin_clz(n) - __builtin_ctz(TABLE_FIRST);

	return (char *)table->chunks[chunk] +
	       (size_t)(n - (TABLE_FIRST << chunk)) * table->record_bytes;
}

/* A zeroed record; its number is table->count. The table holds about a million. */
static inline void *table_add(struct table *table)
{
	uint32_t n = ++table->count - 1 + TABLE_FIRST;
	unsigned int chunk = 31 - __builtin_clz(n) - __builtin_ctz(TABLE_FIRST);

	if (!table->chunks[chunk])
		table->chunks[chunk] =
			state_alloc((size_t)(TABLE_FIRST << chunk) * table->record_bytes);
	return table_at(table, table->count);
}

#endif
