/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * range.c - memcpy() and its like, as modules see them: whole ranges, checked, then done.
 *
 * The loader resolves a module's mem* symbols to these.
 */
#include <stdint.h>
#include <string.h>

#include <engine/site.h>
#include <engine/crash.h>
#include <memory/access.h>
#include <memory/range.h>
#include <memory/settle.h>

#define SITE() SITE_OF_CALLER()

void *sim_memcpy(void *to, const void *from, size_t size)
{
	settle();
	access_range((uintptr_t)from, size, false, SITE());
	access_range((uintptr_t)to, size, true, SITE());
	crash_blame(SITE());
	memcpy(to, from, size);
	crash_blame(0);
	settle();
	return to;
}

void *sim_memmove(void *to, const void *from, size_t size)
{
	settle();
	access_range((uintptr_t)from, size, false, SITE());
	access_range((uintptr_t)to, size, true, SITE());
	crash_blame(SITE());
	memmove(to, from, size);
	crash_blame(0);
	settle();
	return to;
}

void *sim_memset(void *to, int byte, size_t size)
{
	settle();
	access_range((uintptr_t)to, size, true, SITE());
	crash_blame(SITE());
	memset(to, byte, size);
	crash_blame(0);
	settle();
	return to;
}

int sim_memcmp(const void *a, const void *b, size_t size)
{
	int result;

	settle();
	access_range((uintptr_t)a, size, false, SITE());
	access_range((uintptr_t)b, size, false, SITE());
	crash_blame(SITE());
	result = memcmp(a, b, size);
	crash_blame(0);
	return result;
}
