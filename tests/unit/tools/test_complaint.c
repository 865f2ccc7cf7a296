/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <string.h>

#include <tools/complaint.h>

static const char *const names[] = { "vcpus", "queue_size", "kick", "use_bio", NULL };

Test(complaint, nearest_name_by_edit_distance)
{
	cr_assert_str_eq(nearest_name("vcpu", names), "vcpus");
	cr_assert_str_eq(nearest_name("queue_sise", names), "queue_size");
	cr_assert_str_eq(nearest_name("queuesize", names), "queue_size");
	cr_assert_str_eq(nearest_name("kcik", names), "kick");
	cr_assert_str_eq(nearest_name("kick", names), "kick");
}

Test(complaint, nothing_near_is_not_suggested)
{
	char hint[64] = "x";

	cr_assert_null(nearest_name("elephant", names));
	cr_assert_null(nearest_name("", names));
	cr_assert_null(nearest_name("ab", names));
	cr_assert_str_empty(did_you_mean("elephant", names, hint, sizeof(hint)));
	cr_assert_str_eq(did_you_mean("vcpu", names, hint, sizeof(hint)),
			 "; did you mean 'vcpus'?");
}

Test(complaint, long_words_do_not_overflow)
{
	char word[400];

	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	cr_assert_null(nearest_name(word, names));
}

Test(complaint, is_one_line)
{
	struct complaint complaint;

	cr_assert_not(complain(&complaint, "found '%s'", "a\nb\tc\033[1m"));
	cr_assert_str_eq(complaint.text, "found 'a?b?c?[1m'");
}
