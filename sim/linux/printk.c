/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printk.c - kernel messages go to the trace.
 *
 * The kernel's own lib/vsprintf.c formats them, as code under test: a string that was freed or is
 * not terminated is found like any other bad access.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include <asm/port.h>

#define LINE_BYTES 256

static const char *severity(int level)
{
	static const char *const names[] = { "critical: ", "critical: ", "critical: ", "error: ",
					     "warning: " };

	return level >= '0' && level < '0' + (int)ARRAY_SIZE(names) ? names[level - '0'] : "";
}

/* A message is a line of its own, also where the kernel would continue the one before. */
static int print_line(int level, const char *text, va_list args)
{
	char line[LINE_BYTES];
	int length = vscnprintf(line, sizeof(line), text, args);

	if (length && line[length - 1] == '\n')
		line[length - 1] = '\0';
	sim_log("%s%s", severity(level), line);
	return length;
}

int vprintk(const char *fmt, va_list args)
{
	return print_line(printk_get_level(fmt), printk_skip_headers(fmt), args);
}
EXPORT_SYMBOL(vprintk);

/* A level of LOGLEVEL_DEFAULT is the one that fmt starts with. */
int vprintk_emit(int facility, int level, const struct dev_printk_info *dev_info, const char *fmt,
		 va_list args)
{
	int given = level == LOGLEVEL_DEFAULT ? printk_get_level(fmt) : '0' + level;

	return print_line(given, printk_skip_headers(fmt), args);
}
EXPORT_SYMBOL(vprintk_emit);

int _printk(const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vprintk(fmt, args);
	va_end(args);
	return length;
}
EXPORT_SYMBOL(_printk);

int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	SIM_FIXED(1, "the trace holds every message");
}
EXPORT_SYMBOL(___ratelimit);

int __printk_ratelimit(const char *func)
{
	SIM_FIXED(1, "the trace holds every message");
}
EXPORT_SYMBOL(__printk_ratelimit);

/* What %pG conversions call the bits: with empty tables they print numbers. */
const struct trace_print_flags pageflag_names[] = { { 0, NULL } };
const struct trace_print_flags gfpflag_names[] = { { 0, NULL } };
const struct trace_print_flags vmaflag_names[] = { { 0, NULL } };
