/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vsprintf.c - formatting into buffers.
 *
 * Conversions: d i u x X o p s c %, flags - 0 + space #, width and precision (also *), length hh h l
 * ll z t. %p shows the address, which is the same in every run; the kernel's own %p extensions are
 * taken as %p. A NULL string prints as (null).
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

enum format_flag {
	FORMAT_LEFT = 1 << 0,
	FORMAT_ZERO = 1 << 1,
	FORMAT_PLUS = 1 << 2,
	FORMAT_SPACE = 1 << 3,
	FORMAT_ALT = 1 << 4,
	FORMAT_UPPER = 1 << 5,
	FORMAT_SIGNED = 1 << 6,
};

struct format_spec {
	unsigned int flags;
	unsigned int base;
	int width;
	int precision; /* -1 = not given */
	int size_bytes; /* of an integer argument */
};

/* The output: counts on where the buffer ends. */
struct format_out {
	char *buf;
	size_t size;
	size_t length;
};

static void out_char(struct format_out *out, char c)
{
	if (out->length < out->size)
		out->buf[out->length] = c;
	out->length++;
}

static void out_fill(struct format_out *out, char c, int count)
{
	while (count-- > 0)
		out_char(out, c);
}

static void out_string(struct format_out *out, const char *s, const struct format_spec *spec)
{
	size_t length;

	if (!s)
		s = "(null)";
	length = spec->precision < 0 ? strlen(s) : strnlen(s, (size_t)spec->precision);
	if (!(spec->flags & FORMAT_LEFT))
		out_fill(out, ' ', spec->width - (int)length);
	for (size_t i = 0; i < length; i++)
		out_char(out, s[i]);
	if (spec->flags & FORMAT_LEFT)
		out_fill(out, ' ', spec->width - (int)length);
}

/* The digits of value, last one first; returns how many. */
static int digits_of(unsigned long long value, const struct format_spec *spec, char *digits)
{
	const char *set = spec->flags & FORMAT_UPPER ? "0123456789ABCDEF" : "0123456789abcdef";
	int count = 0;

	do {
		digits[count++] = set[value % spec->base];
		value /= spec->base;
	} while (value);
	return count;
}

static void out_number(struct format_out *out, unsigned long long value, bool negative,
		       const struct format_spec *spec)
{
	char digits[24], prefix[3];
	int prefix_length = 0;
	int count = digits_of(value, spec, digits);
	int zeros = spec->precision > count ? spec->precision - count : 0;
	int pad;

	if (negative)
		prefix[prefix_length++] = '-';
	else if (spec->flags & FORMAT_PLUS)
		prefix[prefix_length++] = '+';
	else if (spec->flags & FORMAT_SPACE)
		prefix[prefix_length++] = ' ';
	if ((spec->flags & FORMAT_ALT) && spec->base == 16) {
		prefix[prefix_length++] = '0';
		prefix[prefix_length++] = spec->flags & FORMAT_UPPER ? 'X' : 'x';
	} else if ((spec->flags & FORMAT_ALT) && spec->base == 8) {
		prefix[prefix_length++] = '0';
	}
	pad = spec->width - prefix_length - zeros - count;
	if ((spec->flags & FORMAT_ZERO) && !(spec->flags & FORMAT_LEFT) && spec->precision < 0) {
		zeros += pad > 0 ? pad : 0;
		pad = 0;
	}
	if (!(spec->flags & FORMAT_LEFT))
		out_fill(out, ' ', pad);
	for (int i = 0; i < prefix_length; i++)
		out_char(out, prefix[i]);
	out_fill(out, '0', zeros);
	while (count)
		out_char(out, digits[--count]);
	if (spec->flags & FORMAT_LEFT)
		out_fill(out, ' ', pad);
}

static const char *parse_flags(const char *fmt, struct format_spec *spec)
{
	for (;; fmt++) {
		switch (*fmt) {
		case '-':
			spec->flags |= FORMAT_LEFT;
			break;
		case '0':
			spec->flags |= FORMAT_ZERO;
			break;
		case '+':
			spec->flags |= FORMAT_PLUS;
			break;
		case ' ':
			spec->flags |= FORMAT_SPACE;
			break;
		case '#':
			spec->flags |= FORMAT_ALT;
			break;
		default:
			return fmt;
		}
	}
}

static int parse_decimal(const char **fmt)
{
	int value = 0;

	while (isdigit(**fmt))
		value = value * 10 + (*(*fmt)++ - '0');
	return value;
}

static const char *parse_length(const char *fmt, struct format_spec *spec)
{
	spec->size_bytes = sizeof(int);
	if (*fmt == 'h') {
		spec->size_bytes = sizeof(short);
		if (*++fmt == 'h') {
			spec->size_bytes = sizeof(char);
			fmt++;
		}
	} else if (*fmt == 'l') {
		spec->size_bytes = sizeof(long);
		if (*++fmt == 'l')
			fmt++;
	} else if (*fmt == 'z' || *fmt == 't' || *fmt == 'L') {
		spec->size_bytes = sizeof(long);
		fmt++;
	}
	return fmt;
}

/* va_list by reference, so that the caller sees what was taken. */
struct format_args {
	va_list list;
};

static unsigned long long take_integer(struct format_args *args, const struct format_spec *spec,
				       bool *negative)
{
	unsigned long long value = spec->size_bytes == sizeof(long) ?
					   va_arg(args->list, unsigned long) :
					   va_arg(args->list, unsigned int);
	unsigned int shift = 64 - 8 * (unsigned int)spec->size_bytes;

	*negative = false;
	value <<= shift;
	if (spec->flags & FORMAT_SIGNED && (long long)value < 0) {
		*negative = true;
		return -(unsigned long long)((long long)value >> shift);
	}
	return value >> shift;
}

static void out_integer(struct format_out *out, struct format_args *args, struct format_spec *spec)
{
	bool negative;
	unsigned long long value = take_integer(args, spec, &negative);

	out_number(out, value, negative, spec);
}

static void out_pointer(struct format_out *out, struct format_args *args, struct format_spec *spec)
{
	spec->base = 16;
	spec->flags |= FORMAT_ALT;
	out_number(out, (unsigned long)va_arg(args->list, void *), false, spec);
}

/* One conversion, behind its '%'; returns what follows it. */
static const char *format_one(struct format_out *out, const char *fmt, struct format_args *args)
{
	struct format_spec spec = { .base = 10, .precision = -1 };

	fmt = parse_flags(fmt, &spec);
	if (*fmt == '*') {
		spec.width = va_arg(args->list, int);
		if (spec.width < 0) {
			spec.flags |= FORMAT_LEFT;
			spec.width = -spec.width;
		}
		fmt++;
	} else {
		spec.width = parse_decimal(&fmt);
	}
	if (*fmt == '.') {
		fmt++;
		if (*fmt == '*') {
			spec.precision = va_arg(args->list, int);
			fmt++;
		} else {
			spec.precision = parse_decimal(&fmt);
		}
	}
	fmt = parse_length(fmt, &spec);
	switch (*fmt) {
	case 'd':
	case 'i':
		spec.flags |= FORMAT_SIGNED;
		out_integer(out, args, &spec);
		break;
	case 'u':
		out_integer(out, args, &spec);
		break;
	case 'X':
		spec.flags |= FORMAT_UPPER;
		spec.base = 16;
		out_integer(out, args, &spec);
		break;
	case 'x':
		spec.base = 16;
		out_integer(out, args, &spec);
		break;
	case 'o':
		spec.base = 8;
		out_integer(out, args, &spec);
		break;
	case 'p':
		out_pointer(out, args, &spec);
		break;
	case 's':
		out_string(out, va_arg(args->list, const char *), &spec);
		break;
	case 'c':
		out_fill(out, ' ', spec.flags & FORMAT_LEFT ? 0 : spec.width - 1);
		out_char(out, (char)va_arg(args->list, int));
		out_fill(out, ' ', spec.flags & FORMAT_LEFT ? spec.width - 1 : 0);
		break;
	case '%':
		out_char(out, '%');
		break;
	case '\0':
		return fmt;
	default:
		out_char(out, '%');
		out_char(out, *fmt);
		break;
	}
	return fmt + 1;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct format_out out = { .buf = buf, .size = size };
	struct format_args copy;

	va_copy(copy.list, args);
	while (*fmt) {
		if (*fmt == '%')
			fmt = format_one(&out, fmt + 1, &copy);
		else
			out_char(&out, *fmt++);
	}
	va_end(copy.list);
	if (size)
		buf[out.length < size ? out.length : size - 1] = '\0';
	return (int)out.length;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return length;
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int length = vsnprintf(buf, size, fmt, args);

	if (!size)
		return 0;
	return length < (int)size ? length : (int)size - 1;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return length;
}

int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(buf, INT_MAX, fmt, args);
	va_end(args);
	return length;
}

char *kvasprintf(gfp_t gfp, const char *fmt, va_list args)
{
	va_list copy;
	size_t size;
	char *text;

	va_copy(copy, args);
	size = (size_t)vsnprintf(NULL, 0, fmt, copy) + 1;
	va_end(copy);
	text = kmalloc(size, gfp);
	if (text)
		vsnprintf(text, size, fmt, args);
	return text;
}

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = kvasprintf(gfp, fmt, args);
	va_end(args);
	return text;
}
