/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * units.h - numbers as a scenario spells them: 512, 4k, 20us, true.
 *
 * Each returns false for anything else, including trailing text, signs and values that do not fit.
 */
#ifndef TOOLS_UNITS_H
#define TOOLS_UNITS_H

#include <stdbool.h>
#include <stdint.h>

bool parse_count(const char *text, uint64_t *count);
/* Bytes: plain or with k, m, g (powers of 1024, either case). */
bool parse_size(const char *text, uint64_t *bytes);
/* Nanoseconds: 0, or a number with ns, us, ms, s. */
bool parse_time(const char *text, uint64_t *ns);
/* true, false, and fio's 1 and 0. */
bool parse_bool(const char *text, bool *value);

#endif
