/* SPDX-License-Identifier: GPL-2.0-only */
/* What the string, number and bit functions answer, for test_base.c. */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

void text_formats(void);
void text_strings(void);
void text_numbers(void);
void text_bits(void);
void text_lists(void);

#define SHOWS(expected, fmt...)                                                                    \
	do {                                                                                       \
		char shown[64];                                                                    \
		int length = snprintf(shown, sizeof(shown), fmt);                                  \
		WARN(strcmp(shown, expected) || length != (int)strlen(expected),                   \
		     "expected '%s', got '%s'", expected, shown);                                  \
	} while (0)

void text_formats(void)
{
	const char *volatile nothing = NULL;
	char small[4];
	char *text;

	SHOWS("plain %", "plain %%");
	SHOWS("-5 5 +5  5", "%d %u %+d % d", -5, 5u, 5, 5);
	SHOWS("  7|7  |007|-07", "%3d|%-3d|%03d|%03d", 7, 7, 7, -7);
	SHOWS("00012|   0012", "%.5d|%7.4d", 12, 12);
	SHOWS("ff FF 0xff 0X00FF 17 017", "%x %X %#x %#06X %o %#o", 255, 255, 255, 255, 15, 15);
	SHOWS("18446744073709551615 -1", "%llu %lld", ~0ull, -1ll);
	SHOWS("-1 255 -1 65535", "%hhd %hhu %hd %hu", (signed char)-1, (unsigned char)255,
	      (short)-1, (unsigned short)65535);
	SHOWS("9223372036854775807 12", "%ld %zu", LONG_MAX, (size_t)12);
	SHOWS("ab|  ab|ab  |a", "%s|%4s|%-4s|%.1s", "ab", "ab", "ab", "ab");
	SHOWS("   x|x   |x", "%*c|%-*c|%c", 4, 'x', 4, 'x', 'x');
	SHOWS("0x1234", "%p", (void *)0x1234);
	SHOWS("(null)", "%s", nothing);
	BUG_ON(snprintf(small, sizeof(small), "12345") != 5 || strcmp(small, "123"));
	BUG_ON(scnprintf(small, sizeof(small), "12345") != 3);
	BUG_ON(snprintf(NULL, 0, "%d", 1000) != 4);
	text = kasprintf(GFP_KERNEL, "%s-%d", "vd", 3);
	BUG_ON(strcmp(text, "vd-3"));
	kfree(text);
	BUG_ON(string_get_size(4, 512, STRING_UNITS_2, small, 0) != 8);
}

void text_strings(void)
{
	static const char *const words[] = { "one", "two", NULL };
	char buf[8];

	BUG_ON(strlcpy(buf, "0123456789", sizeof(buf)) != 10 || strcmp(buf, "0123456"));
	BUG_ON(strscpy(buf, "abc", sizeof(buf)) != 3);
	BUG_ON(strscpy(buf, "0123456789", sizeof(buf)) != -E2BIG || strlen(buf) != 7);
	BUG_ON(strncmp("abcd", "abce", 3) || strncmp("abcd", "abce", 4) >= 0);
	BUG_ON(strchr("abc", 'c')[0] != 'c' || strchr("abc", 'x') || *strchr("abc", 0));
	BUG_ON(strcmp(strrchr("a/b/c", '/'), "/c") || strcmp(strstr("hello", "ll"), "llo"));
	BUG_ON(strstr("hello", "lx") || strcasecmp("AbC", "aBc"));
	BUG_ON(!sysfs_streq("on\n", "on") || !sysfs_streq("on", "on\n") || sysfs_streq("on", "o"));
	BUG_ON(match_string(words, 3, "two") != 1 || match_string(words, 3, "x") != -EINVAL);
	strcpy(buf, "  ab ");
	BUG_ON(strcmp(strim(buf), "ab"));
	BUG_ON(memchr_inv("aaab", 'a', 3) || *(char *)memchr_inv("aaab", 'a', 4) != 'b');
}

void text_numbers(void)
{
	unsigned long ul;
	unsigned int ui;
	char *end;
	long l;
	int i;
	u64 big = 10000000000ull;

	BUG_ON(kstrtoul("0x1f\n", 0, &ul) || ul != 31);
	BUG_ON(kstrtoul("017", 0, &ul) || ul != 15);
	BUG_ON(kstrtoul("12x", 0, &ul) != -EINVAL || kstrtoul("", 0, &ul) != -EINVAL);
	BUG_ON(kstrtoul("99999999999999999999", 10, &ul) != -ERANGE);
	BUG_ON(kstrtol("-9223372036854775808", 10, &l) || l != LONG_MIN);
	BUG_ON(kstrtoint("-5", 10, &i) || i != -5 || kstrtoint("3000000000", 10, &i) != -ERANGE);
	BUG_ON(kstrtouint("3000000000", 10, &ui) || ui != 3000000000u);
	BUG_ON(simple_strtoul("42k", &end, 0) != 42 || *end != 'k');
	BUG_ON(do_div(big, 3) != 1 || big != 3333333333ull);
	BUG_ON(DIV_ROUND_UP(7, 3) != 3 || roundup(7, 4) != 8 || round_down(7, 4) != 4);
	BUG_ON(min(3, 5) != 3 || max_t(long, 3, 5) != 5 || clamp(9, 1, 5) != 5);
	BUG_ON(min_not_zero(0, 4) != 4 || abs(-3) != 3);
}

void text_bits(void)
{
	DECLARE_BITMAP(bits, 130) = { 0 };
	unsigned long bit, count = 0;

	BUG_ON(test_and_set_bit(5, bits) || !test_and_set_bit(5, bits));
	set_bit(129, bits);
	__set_bit(64, bits);
	BUG_ON(find_first_bit(bits, 130) != 5 || find_next_bit(bits, 130, 6) != 64);
	BUG_ON(find_next_bit(bits, 129, 65) != 129 || find_first_zero_bit(bits, 130) != 0);
	for_each_set_bit(bit, bits, 130) count += bit;
	BUG_ON(count != 5 + 64 + 129);
	clear_bit(5, bits);
	BUG_ON(test_bit(5, bits) || !test_and_clear_bit(129, bits) || test_bit(129, bits));
	BUG_ON(fls(0) != 0 || fls(1) != 1 || fls(0x80000000u) != 32 || ffs(8) != 4);
	BUG_ON(ilog2(1) != 0 || ilog2(4097) != 12 || order_base_2(5) != 3);
	BUG_ON(roundup_pow_of_two(5) != 8 || rounddown_pow_of_two(5) != 4 || is_power_of_2(6));
	BUG_ON(hweight32(0xf0f0) != 8 || GENMASK(7, 4) != 0xf0);
}

struct item {
	int value;
	struct list_head node;
};

void text_lists(void)
{
	struct item items[4], *item, *next;
	LIST_HEAD(first);
	LIST_HEAD(second);
	int sum = 0;

	for (int i = 0; i < 4; i++) {
		items[i].value = i;
		list_add_tail(&items[i].node, &first);
	}
	list_for_each_entry (item, &first, node)
		sum = sum * 10 + item->value;
	BUG_ON(sum != 123);
	list_move(&items[3].node, &first);
	BUG_ON(list_first_entry(&first, struct item, node) != &items[3]);
	list_cut_position(&second, &first, &items[0].node);
	BUG_ON(list_last_entry(&second, struct item, node) != &items[0]);
	BUG_ON(list_first_entry(&first, struct item, node) != &items[1]);
	list_splice_tail_init(&second, &first);
	BUG_ON(!list_empty(&second) || !list_is_last(&items[0].node, &first));
	list_for_each_entry_safe (item, next, &first, node)
		list_del_init(&item->node);
	BUG_ON(!list_empty(&first) || !list_empty_careful(&items[2].node));
}
