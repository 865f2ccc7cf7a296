/* SPDX-License-Identifier: GPL-2.0-only */
/* kernel.h - the small helpers that every kernel file expects to have. */
#ifndef SIM_LINUX_KERNEL_H
#define SIM_LINUX_KERNEL_H

#include <stdarg.h>

#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/stddef.h>
#include <linux/types.h>

#ifndef container_of
#define container_of(ptr, type, member)                                                            \
	({                                                                                         \
		const __typeof__(((type *)0)->member) *__co_ptr = (ptr);                           \
		(type *)((char *)__co_ptr - offsetof(type, member));                               \
	})
#endif

#define ARRAY_SIZE(arr)                                                                            \
	(sizeof(arr) / sizeof((arr)[0]) + BUILD_BUG_ON_ZERO(__same_type((arr), &(arr)[0])))

#define __ALIGN_MASK(x, mask) (((x) + (mask)) & ~(mask))
#define ALIGN(x, a) __ALIGN_MASK(x, (__typeof__(x))(a)-1)
#define ALIGN_DOWN(x, a) ((x) & ~((__typeof__(x))(a)-1))
#define PTR_ALIGN(p, a) ((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a)-1)) == 0)

#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define DIV_ROUND_UP_ULL(n, d) DIV_ROUND_UP((unsigned long long)(n), (unsigned long long)(d))
#define DIV_ROUND_CLOSEST(n, d) (((n) + (d) / 2) / (d))
#define roundup(x, y) (((x) + (y)-1) / (y) * (y))
#define rounddown(x, y) ((x) - (x) % (y))
#define round_up(x, y) ((((x)-1) | ((__typeof__(x))((y)-1))) + 1)
#define round_down(x, y) ((x) & ~((__typeof__(x))((y)-1)))

#define upper_32_bits(n) ((u32)((u64)(n) >> 32))
#define lower_32_bits(n) ((u32)(n))

#define abs(x)                                                                                     \
	({                                                                                         \
		__typeof__(x) __abs_x = (x);                                                       \
		__abs_x < 0 ? -__abs_x : __abs_x;                                                  \
	})

#define U8_MAX ((u8)~0U)
#define U16_MAX ((u16)~0U)
#define U32_MAX ((u32)~0U)
#define S32_MAX ((s32)(U32_MAX >> 1))
#define U64_MAX ((u64)~0ULL)
#define S64_MAX ((s64)(U64_MAX >> 1))
#define USHRT_MAX ((unsigned short)~0U)
#define INT_MAX ((int)(~0U >> 1))
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX (~0U)
#define LONG_MAX ((long)(~0UL >> 1))
#define LONG_MIN (-LONG_MAX - 1)
#define ULONG_MAX (~0UL)
#ifndef SIZE_MAX
#define SIZE_MAX (~(size_t)0)
#endif

#define might_sleep() sim_might_sleep(__func__)
#define might_sleep_if(cond)                                                                       \
	do {                                                                                       \
		if (cond)                                                                          \
			might_sleep();                                                             \
	} while (0)
#define might_fault() might_sleep()

/* Ends the run: CRASH, or VQ_EXCLUSION for the ring's own "NAME:in_use = N" check. Any context. */
void __noreturn __printf(1, 2) panic(const char *fmt, ...);

/*
 * C99 formatting into a buffer of size bytes, always terminated when size > 0; the return value is
 * the length the text would have had. sim/kernel/vsprintf.c lists the conversions. Any context.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
int __printf(3, 4) snprintf(char *buf, size_t size, const char *fmt, ...);
/* As snprintf(), but returns what was written, without the terminator. */
int __printf(3, 4) scnprintf(char *buf, size_t size, const char *fmt, ...);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
int __printf(2, 3) sprintf(char *buf, const char *fmt, ...);
/* A formatted string from kmalloc(); NULL without memory. gfp rules the context. */
char *__printf(2, 3) kasprintf(gfp_t gfp, const char *fmt, ...);
char *kvasprintf(gfp_t gfp, const char *fmt, va_list args);

/* Whole-string conversions: 0, -EINVAL or -ERANGE; a trailing newline is allowed. Any context. */
int kstrtoull(const char *s, unsigned int base, unsigned long long *res);
int kstrtoul(const char *s, unsigned int base, unsigned long *res);
int kstrtol(const char *s, unsigned int base, long *res);
int kstrtouint(const char *s, unsigned int base, unsigned int *res);
int kstrtoint(const char *s, unsigned int base, int *res);
int kstrtobool(const char *s, bool *res);
#define strict_strtoul kstrtoul
/* Leading-prefix conversions; *endp is where the number ends. */
unsigned long long simple_strtoull(const char *s, char **endp, unsigned int base);
unsigned long simple_strtoul(const char *s, char **endp, unsigned int base);
long simple_strtol(const char *s, char **endp, unsigned int base);

enum system_states { SYSTEM_BOOTING, SYSTEM_RUNNING, SYSTEM_HALT };
extern enum system_states system_state;

#endif
