/* SPDX-License-Identifier: GPL-2.0-only */
#include "units.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct unit {
	const char *name;
	uint64_t factor;
};

/* Reads the digits; *unit is what follows them. */
static bool parse_digits(const char *text, uint64_t *value, const char **unit)
{
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	*unit = end;
	return errno == 0;
}

static bool scale(uint64_t value, const char *name, const struct unit *units, uint64_t *scaled)
{
	for (; units->name; units++) {
		if (strcasecmp(name, units->name) == 0)
			return !__builtin_mul_overflow(value, units->factor, scaled);
	}
	return false;
}

bool parse_count(const char *text, uint64_t *count)
{
	const char *rest;

	return parse_digits(text, count, &rest) && *rest == '\0';
}

bool parse_size(const char *text, uint64_t *bytes)
{
	static const struct unit units[] = {
		{ "", 1 },	     { "k", 1ull << 10 }, { "m", 1ull << 20 },
		{ "g", 1ull << 30 }, { NULL, 0 },
	};
	const char *unit;
	uint64_t value;

	return parse_digits(text, &value, &unit) && scale(value, unit, units, bytes);
}

bool parse_time(const char *text, uint64_t *ns)
{
	static const struct unit units[] = {
		{ "ns", 1 },	     { "us", 1000 }, { "ms", 1000 * 1000 },
		{ "s", 1000000000 }, { NULL, 0 },
	};
	const char *unit;
	uint64_t value;

	if (!parse_digits(text, &value, &unit))
		return false;
	if (value == 0 && *unit == '\0') {
		*ns = 0;
		return true;
	}
	return scale(value, unit, units, ns);
}

bool parse_bool(const char *text, bool *value)
{
	bool yes = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
	bool no = strcmp(text, "false") == 0 || strcmp(text, "0") == 0;

	*value = yes;
	return yes || no;
}
