/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions that return where they were called: the lines are what test_symbolize.c expects. */
__attribute__((noinline)) void *here(void)
{
	return __builtin_return_address(0);
}

static inline __attribute__((always_inline)) void *inlined(long offset)
{
	char *where = here(); /* line 10 */

	__asm__ volatile("" : "+r"(where));
	return where + offset;
}

void *plain_place(void)
{
	void *where = here(); /* line 18 */

	__asm__ volatile("" : "+r"(where));
	return where;
}

void *inlined_place(long offset)
{
	return (char *)inlined(offset) - offset;
}

/* The call is its function's last instruction: the return address lies behind it. */
__attribute__((noinline, noreturn)) static void never_returns(void **where)
{
	*where = __builtin_return_address(0);
	__builtin_longjmp(where + 1, 1);
}

__attribute__((noinline)) static void last_call(void **where)
{
	never_returns(where); /* line 38 */
}

void *tail_place(void)
{
	void *where[6];

	if (!__builtin_setjmp(where + 1))
		last_call(where);
	return where[0];
}

#include "module_places_inline.h"

void *header_place(long offset)
{
	char *where = header_outer(offset); /* line 54 */

	__asm__ volatile("" : "+r"(where));
	return where + 1 - offset;
}
