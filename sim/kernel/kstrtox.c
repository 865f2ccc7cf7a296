/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kstrtox.c - numbers from strings.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Skips 0x or 0 and says which base they mean; a given base only skips its own prefix. */
static const char *number_base(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (*base == 0)
		*base = hex ? 16 : (s[0] == '0' ? 8 : 10);
	if (*base == 16 && hex)
		s += 2;
	return s;
}

static int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	if (isalpha(c))
		return tolower(c) - 'a' + 10;
	return 36;
}

/* The digits at s; *overflow tells that they do not fit. Returns what follows them. */
static const char *parse_number(const char *s, unsigned int base, unsigned long long *value,
				bool *overflow)
{
	*value = 0;
	*overflow = false;
	for (; digit_value(*s) < (int)base; s++) {
		if (__builtin_mul_overflow(*value, (unsigned long long)base, value) ||
		    __builtin_add_overflow(*value, (unsigned long long)digit_value(*s), value))
			*overflow = true;
	}
	return s;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long value;
	const char *digits, *end;
	bool overflow;

	if (*s == '+')
		s++;
	digits = number_base(s, &base);
	end = parse_number(digits, base, &value, &overflow);
	if (end == digits)
		return -EINVAL;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = value;
	return 0;
}

int kstrtoul(const char *s, unsigned int base, unsigned long *res)
{
	unsigned long long value;
	int err = kstrtoull(s, base, &value);

	if (!err)
		*res = value;
	return err;
}

int kstrtol(const char *s, unsigned int base, long *res)
{
	bool negative = *s == '-';
	unsigned long long value;
	int err = kstrtoull(negative ? s + 1 : s, base, &value);

	if (err)
		return err;
	if (value > (unsigned long long)LONG_MAX + negative)
		return -ERANGE;
	*res = (long)(negative ? -value : value);
	return 0;
}

int kstrtouint(const char *s, unsigned int base, unsigned int *res)
{
	unsigned long long value;
	int err = kstrtoull(s, base, &value);

	if (err)
		return err;
	if (value > UINT_MAX)
		return -ERANGE;
	*res = (unsigned int)value;
	return 0;
}

int kstrtoint(const char *s, unsigned int base, int *res)
{
	long value;
	int err = kstrtol(s, base, &value);

	if (err)
		return err;
	if (value > INT_MAX || value < INT_MIN)
		return -ERANGE;
	*res = (int)value;
	return 0;
}

int kstrtobool(const char *s, bool *res)
{
	switch (tolower(*s)) {
	case 'y':
	case 't':
	case '1':
		*res = true;
		return 0;
	case 'n':
	case 'f':
	case '0':
		*res = false;
		return 0;
	case 'o':
		if (tolower(s[1]) == 'n' || tolower(s[1]) == 'f') {
			*res = tolower(s[1]) == 'n';
			return 0;
		}
		return -EINVAL;
	default:
		return -EINVAL;
	}
}

unsigned long long simple_strtoull(const char *s, char **endp, unsigned int base)
{
	const char *digits = number_base(s, &base);
	unsigned long long value;
	bool overflow;
	const char *end = parse_number(digits, base, &value, &overflow);

	if (endp)
		*endp = (char *)end;
	return value;
}

unsigned long simple_strtoul(const char *s, char **endp, unsigned int base)
{
	return simple_strtoull(s, endp, base);
}

long simple_strtol(const char *s, char **endp, unsigned int base)
{
	if (*s == '-')
		return -(long)simple_strtoull(s + 1, endp, base);
	return (long)simple_strtoull(s, endp, base);
}
