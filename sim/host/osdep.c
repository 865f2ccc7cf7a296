/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * osdep.c - memory, strings, messages, assertions.
 */
#include <stdarg.h>

#include <sim/port.h>

#include <qemu/error-report.h>
#include <qemu/osdep.h>

#define MALLOC_ALIGN 16

void *g_malloc(size_t bytes)
{
	return sim_alloc(bytes, MALLOC_ALIGN, 0, "g_malloc");
}

void *g_malloc0(size_t bytes)
{
	return sim_alloc(bytes, MALLOC_ALIGN, SIM_ALLOC_ZERO, "g_malloc0");
}

void g_free(void *ptr)
{
	sim_free(ptr);
}

size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

void pstrcpy(char *buf, int buf_size, const char *text)
{
	int i = 0;

	if (buf_size <= 0)
		return;
	for (; i < buf_size - 1 && text[i]; i++)
		buf[i] = text[i];
	buf[i] = 0;
}

void qemu_assert_failed(const char *condition, const char *file, int line)
{
	sim_report(SIM_CRASH, "%s:%d: assertion `%s' failed", file, line, condition);
}

void error_vreport(const char *fmt, va_list args)
{
	sim_vlog(fmt, args);
}

void error_report(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	sim_vlog(fmt, args);
	va_end(args);
}

void warn_report(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	sim_vlog(fmt, args);
	va_end(args);
}
