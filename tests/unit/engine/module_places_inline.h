/* SPDX-License-Identifier: GPL-2.0-only */
/* Inline functions of a header, one in another, for module_places.c. */
static inline __attribute__((always_inline)) void *header_inner(long offset)
{
	char *where = here();

	__asm__ volatile("" : "+r"(where));
	return where + offset;
}

static inline __attribute__((always_inline)) void *header_outer(long offset)
{
	return (char *)header_inner(offset) - 1;
}
