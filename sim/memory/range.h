/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * range.h - the mem* functions of modules.
 */
#ifndef MEMORY_RANGE_H
#define MEMORY_RANGE_H

#include <stddef.h>

/* As the C functions of these names; the ranges are checked like accesses, and strong. */
void *sim_memcpy(void *to, const void *from, size_t size);
void *sim_memmove(void *to, const void *from, size_t size);
void *sim_memset(void *to, int byte, size_t size);
int sim_memcmp(const void *a, const void *b, size_t size);

#endif
