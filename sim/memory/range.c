/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * range.c - memcpy() and its like, as modules see them: whole ranges, checked, then done.
 *
 * The loader resolves a module's mem* symbols to these.
 */
#include <stdint.h>
#include <string.h>

#include <engine/site.h>
#include <memory/access.h>
#include <memory/range.h>
#include <memory/settle.h>

#define SITE() SITE_OF_CALLER()

void *sim_memcpy(void *to, const void *from, size_t size)
{
	settle();
	access_range((uintptr_t)from, size, false, SITE());
	access_range((uintptr_t)to, size, true, SITE());
	memcpy(to, from, size);
	settle();
	return to;
}

void *sim_memmove(void *to, const void *from, size_t size)
{
	settle();
	access_range((uintptr_t)from, size, false, SITE());
	access_range((uintptr_t)to, size, true, SITE());
	memmove(to, from, size);
	settle();
	return to;
}

void *sim_memset(void *to, int byte, size_t size)
{
	settle();
	access_range((uintptr_t)to, size, true, SITE());
	memset(to, byte, size);
	settle();
	return to;
}

int sim_memcmp(const void *a, const void *b, size_t size)
{
	settle();
	access_range((uintptr_t)a, size, false, SITE());
	access_range((uintptr_t)b, size, false, SITE());
	return memcmp(a, b, size);
}
