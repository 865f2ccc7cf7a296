/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * alloc.h - memory of the tools: a failure ends the process with status 3, so callers need no path
 * for it.
 */
#ifndef TOOLS_ALLOC_H
#define TOOLS_ALLOC_H

#include <stddef.h>

void *tools_calloc(size_t count, size_t size);
/* Like realloc() to count elements of size bytes. */
void *tools_resize(void *old, size_t count, size_t size);
char *tools_strdup(const char *text);
__attribute__((format(printf, 1, 2))) char *tools_asprintf(const char *fmt, ...);

#endif
