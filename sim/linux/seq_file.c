/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * seq_file.c - the files that show a queue's state to debuggers; nobody opens them here.
 */
#include <linux/export.h>
#include <linux/seq_file.h>
#include <linux/version.h>

#include <asm/port.h>

#define NO_READER "no file system shows these files"

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	SIM_UNREACHABLE(NO_READER);
}
EXPORT_SYMBOL(seq_printf);

void seq_putc(struct seq_file *m, char c)
{
	SIM_UNREACHABLE(NO_READER);
}
EXPORT_SYMBOL(seq_putc);

int seq_write(struct seq_file *m, const void *data, size_t len)
{
	SIM_UNREACHABLE(NO_READER);
	return 0;
}
EXPORT_SYMBOL(seq_write);

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
void seq_puts(struct seq_file *m, const char *s)
{
	SIM_UNREACHABLE(NO_READER);
}
EXPORT_SYMBOL(seq_puts);
#endif
