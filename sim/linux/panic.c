/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * panic.c - BUG(), WARN() and panic(): each ends the run with its text.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <asm/port.h>

#define TEXT_BYTES 256

void vqsim_bug(const char *file, int line, const char *function)
{
	sim_report(SIM_CRASH, "BUG at %s:%d in %s()", file, line, function);
}
EXPORT_SYMBOL(vqsim_bug);

void warn_slowpath_fmt(const char *file, const int line, unsigned int taint, const char *fmt, ...)
{
	char text[TEXT_BYTES];
	va_list args;

	if (!fmt)
		sim_report(SIM_CRASH, "WARN at %s:%d", file, line);
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sim_report(SIM_CRASH, "WARN at %s:%d: %s", file, line, text);
}
EXPORT_SYMBOL(warn_slowpath_fmt);

void __warn_printk(const char *fmt, ...)
{
	char text[TEXT_BYTES];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sim_report(SIM_CRASH, "WARN: %s", text);
}
EXPORT_SYMBOL(__warn_printk);

/* The ring's own check for overlapping operations panics with "NAME:in_use = N". */
void panic(const char *fmt, ...)
{
	char text[TEXT_BYTES];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (strstr(text, ":in_use"))
		sim_report(SIM_VQ_EXCLUSION, "%s", text);
	sim_report(SIM_CRASH, "panic: %s", text);
}
EXPORT_SYMBOL(panic);

void add_taint(unsigned int flag, enum lockdep_ok lockdep_ok)
{
	SIM_NOP("nobody asks what tainted the kernel");
}
EXPORT_SYMBOL(add_taint);

asmlinkage void dump_stack_lvl(const char *log_lvl)
{
	SIM_NOP("a report has the stacks of those it is about");
}
EXPORT_SYMBOL(dump_stack_lvl);

asmlinkage void dump_stack(void)
{
	SIM_NOP("a report has the stacks of those it is about");
}
EXPORT_SYMBOL(dump_stack);
