/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>

#include <tools/units.h>

Test(units, sizes_are_powers_of_1024)
{
	uint64_t bytes;

	cr_assert(parse_size("512", &bytes) && bytes == 512);
	cr_assert(parse_size("4k", &bytes) && bytes == 4096);
	cr_assert(parse_size("1M", &bytes) && bytes == 1048576);
	cr_assert(parse_size("2g", &bytes) && bytes == 2147483648);
}

Test(units, times_are_nanoseconds)
{
	uint64_t ns;

	cr_assert(parse_time("500ns", &ns) && ns == 500);
	cr_assert(parse_time("20us", &ns) && ns == 20000);
	cr_assert(parse_time("3ms", &ns) && ns == 3000000);
	cr_assert(parse_time("1s", &ns) && ns == 1000000000);
	cr_assert(parse_time("0", &ns) && ns == 0);
	cr_assert_not(parse_time("20", &ns), "a time without a unit");
}

Test(units, anything_else_is_refused)
{
	static const char *const bad[] = { "",	  " 1",	 "-1", "+1", "1 ",
					   "0x4", "4kk", "4q", "k",  "99999999999999999999",
					   "1.5", "1e3" };
	uint64_t value;

	for (unsigned int i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert_not(parse_count(bad[i], &value), "count '%s'", bad[i]);
		cr_assert_not(parse_size(bad[i], &value), "size '%s'", bad[i]);
		cr_assert_not(parse_time(bad[i], &value), "time '%s'", bad[i]);
	}
	cr_assert_not(parse_size("99999999999g", &value), "does not fit");
}

Test(units, booleans_are_words_or_fios_digits)
{
	bool value;

	cr_assert(parse_bool("true", &value) && value);
	cr_assert(parse_bool("1", &value) && value);
	cr_assert(parse_bool("false", &value) && !value);
	cr_assert(parse_bool("0", &value) && !value);
	cr_assert_not(parse_bool("maybe", &value));
	cr_assert_not(parse_bool("", &value));
}
