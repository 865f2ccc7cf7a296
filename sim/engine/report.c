/* SPDX-License-Identifier: GPL-2.0-only */
/* report.c - from a broken rule back to engine_run(). */
#include <engine/report.h>

#include <stdarg.h>
#include <stdio.h>

#include <check/finding.h>
#include <engine/sched.h>
#include <memory/settle.h>

__attribute__((noreturn, noinline)) static void report_text(enum sim_verdict verdict, uint32_t site,
							    uint32_t other_site, const char *fmt,
							    va_list args, const void *frame)
{
	char text[FINDING_TEXT_BYTES];

	settle();
	vsnprintf(text, sizeof(text), fmt, args);
	finding_raise(verdict, site, other_site, text, E->current ? frame : NULL);
	sched_abandon(STOP_FINDING);
}

void finding_report(enum sim_verdict verdict, uint32_t site, uint32_t other_site, const char *fmt,
		    ...)
{
	va_list args;

	va_start(args, fmt);
	report_text(verdict, site, other_site, fmt, args, __builtin_frame_address(0));
}

void engine_report(enum sim_verdict verdict, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report_text(verdict, 0, 0, fmt, args, __builtin_frame_address(0));
}

void sim_report(enum sim_verdict verdict, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report_text(verdict, 0, 0, fmt, args, __builtin_frame_address(0));
}
