/* SPDX-License-Identifier: GPL-2.0-only */
#include "alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simctl.h"

static void *must_have(void *ptr)
{
	if (!ptr) {
		fputs("simctl: out of memory\n", stderr);
		exit(SIMCTL_FAULT);
	}
	return ptr;
}

void *tools_calloc(size_t count, size_t size)
{
	return must_have(calloc(count ? count : 1, size));
}

void *tools_resize(void *old, size_t count, size_t size)
{
	return must_have(reallocarray(old, count ? count : 1, size));
}

char *tools_strdup(const char *text)
{
	return must_have(strdup(text));
}

char *tools_asprintf(const char *fmt, ...)
{
	va_list args;
	char *text = NULL;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		text = NULL;
	va_end(args);
	return must_have(text);
}
