/* SPDX-License-Identifier: GPL-2.0-only */
/* string_helpers.h - sizes for people. Any context. */
#ifndef SIM_LINUX_STRING_HELPERS_H
#define SIM_LINUX_STRING_HELPERS_H

#include <linux/types.h>

enum string_size_units {
	STRING_UNITS_10, /* kB, MB: powers of 1000 */
	STRING_UNITS_2, /* KiB, MiB: powers of 1024 */
};

/* Three significant digits and a unit: "1.95 GiB". Returns what snprintf() would. */
int string_get_size(u64 blocks, u64 block_bytes, enum string_size_units units, char *buf, int len);

#endif
