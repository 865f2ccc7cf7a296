/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * string_helpers.c - sizes for people.
 */
#include <linux/kernel.h>
#include <linux/string_helpers.h>

static const char *const units_10[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
static const char *const units_2[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };

int string_get_size(u64 blocks, u64 block_bytes, enum string_size_units units, char *buf, int len)
{
	const char *const *names = units == STRING_UNITS_10 ? units_10 : units_2;
	unsigned int divisor = units == STRING_UNITS_10 ? 1000 : 1024;
	u64 whole = blocks * block_bytes;
	u64 rest = 0;
	unsigned int i = 0, decimals;

	while (whole >= divisor && i + 1 < ARRAY_SIZE(units_10)) {
		rest = whole % divisor;
		whole /= divisor;
		i++;
	}
	decimals = i == 0 || whole >= 100 ? 0 : (whole >= 10 ? 1 : 2);
	if (decimals == 0)
		return snprintf(buf, (size_t)len, "%llu %s", whole, names[i]);
	rest = rest * (decimals == 1 ? 10 : 100) / divisor;
	return snprintf(buf, (size_t)len, "%llu.%0*llu %s", whole, (int)decimals, rest, names[i]);
}
