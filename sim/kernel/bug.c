/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bug.c - BUG(), WARN() and panic(): each ends the run with its text.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define BUG_TEXT_BYTES 256

enum system_states system_state = SYSTEM_BOOTING;

void __noreturn bug_at(const char *file, int line, const char *text)
{
	if (text)
		sim_report(SIM_CRASH, "BUG at %s:%d: %s", file, line, text);
	sim_report(SIM_CRASH, "BUG at %s:%d", file, line);
}

void warn_at(const char *file, int line, const char *text)
{
	sim_report(SIM_CRASH, "WARN at %s:%d: %s", file, line, text);
}

void warn_at_fmt(const char *file, int line, const char *fmt, ...)
{
	char text[BUG_TEXT_BYTES];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sim_report(SIM_CRASH, "WARN at %s:%d: %s", file, line, text);
}

/* The ring's own check for overlapping operations panics with "NAME:in_use = N". */
void __noreturn panic(const char *fmt, ...)
{
	char text[BUG_TEXT_BYTES];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (strstr(text, ":in_use"))
		sim_report(SIM_VQ_EXCLUSION, "%s", text);
	sim_report(SIM_CRASH, "panic: %s", text);
}
