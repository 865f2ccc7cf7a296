/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bytes.h - the value of 1, 2, 4 or 8 bytes of memory.
 */
#ifndef MEMORY_BYTES_H
#define MEMORY_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint64_t bytes_at(uintptr_t addr, unsigned int size)
{
	uint64_t value = 0;

	switch (size) {
	case 1:
		memcpy(&value, (const void *)addr, 1);
		break;
	case 2:
		memcpy(&value, (const void *)addr, 2);
		break;
	case 4:
		memcpy(&value, (const void *)addr, 4);
		break;
	default:
		memcpy(&value, (const void *)addr, 8);
		break;
	}
	return value;
}

static inline void bytes_put(uintptr_t addr, unsigned int size, uint64_t value)
{
	switch (size) {
	case 1:
		memcpy((void *)addr, &value, 1);
		break;
	case 2:
		memcpy((void *)addr, &value, 2);
		break;
	case 4:
		memcpy((void *)addr, &value, 4);
		break;
	default:
		memcpy((void *)addr, &value, 8);
		break;
	}
}

#endif
