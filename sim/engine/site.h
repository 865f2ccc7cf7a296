/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * site.h - where in the code something happened, as a number that every process agrees on.
 *
 * An address within a module as it is; one of the simulator's own (a model that calls the port) as
 * its offset in the executable, which is below the region.
 */
#ifndef ENGINE_SITE_H
#define ENGINE_SITE_H

#include <stdint.h>

#include <engine/layout.h>

extern const char __executable_start[];

static inline uint32_t site_of(const void *code)
{
	if (__builtin_expect(region_has(code), 1))
		return (uint32_t)(uintptr_t)code;
	return (uint32_t)((uintptr_t)code - (uintptr_t)__executable_start) & (REGION_BASE - 1);
}

/* The place that called the function this stands in. */
#define SITE_OF_CALLER() site_of(__builtin_return_address(0))

#endif
