/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printk.c - kernel messages go to the trace.
 *
 * Formatting happens here, not in the simulator, so that a string that was freed or is not
 * terminated is found like any other bad access.
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#define PRINTK_LINE_BYTES 256

/* "<level>" in front of fmt: returns it, and moves *fmt behind it. */
static char printk_level(const char **fmt)
{
	char level = 0;

	if ((*fmt)[0] == KERN_SOH[0] && (*fmt)[1]) {
		level = (*fmt)[1];
		*fmt += 2;
	}
	return level;
}

static const char *level_name(char level)
{
	switch (level) {
	case '0':
	case '1':
	case '2':
		return "critical: ";
	case '3':
		return "error: ";
	case '4':
		return "warning: ";
	default:
		return "";
	}
}

/* One line of the trace, without the newline at its end. */
static int vprint_line(char level, const char *fmt, va_list args)
{
	char line[PRINTK_LINE_BYTES];
	int length = vscnprintf(line, sizeof(line), fmt, args);

	if (length > 0 && line[length - 1] == '\n')
		line[length - 1] = '\0';
	sim_log("%s%s", level_name(level), line);
	return length;
}

static void __printf(2, 3) print_line(char level, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprint_line(level, fmt, args);
	va_end(args);
}

int vprintk(const char *fmt, va_list args)
{
	char level = printk_level(&fmt);

	return vprint_line(level, fmt, args);
}

int printk(const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vprintk(fmt, args);
	va_end(args);
	return length;
}

void dev_printk(const char *level, const struct device *dev, const char *fmt, ...)
{
	char text[PRINTK_LINE_BYTES];
	const char *driver = dev && dev->driver ? dev->driver->name : "";
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	print_line(level[1], "%s %s: %s", driver, dev ? dev_name(dev) : "(NULL device *)", text);
}
