/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bug.h - assertions at run time.
 *
 * BUG() and a true BUG_ON() end the run with CRASH "BUG at file:line". A true WARN_ON() ends it with
 * CRASH "WARN at file:line": a warning on correct code is a bug of the code. Any context.
 */
#ifndef SIM_LINUX_BUG_H
#define SIM_LINUX_BUG_H

#include <linux/build_bug.h>
#include <linux/compiler.h>

/* sim/kernel/bug.c; text is the failed condition, or NULL. */
void __noreturn __cold bug_at(const char *file, int line, const char *text);
void __cold warn_at(const char *file, int line, const char *text);
void __cold __printf(3, 4) warn_at_fmt(const char *file, int line, const char *fmt, ...);

#define BUG() bug_at(__FILE_NAME__, __LINE__, NULL)
#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (unlikely(condition))                                                           \
			bug_at(__FILE_NAME__, __LINE__, #condition);                               \
	} while (0)

#define WARN_ON(condition)                                                                         \
	({                                                                                         \
		int __warn_cond = !!(condition);                                                   \
		if (unlikely(__warn_cond))                                                         \
			warn_at(__FILE_NAME__, __LINE__, #condition);                              \
		unlikely(__warn_cond);                                                             \
	})
#define WARN(condition, fmt...)                                                                    \
	({                                                                                         \
		int __warn_cond = !!(condition);                                                   \
		if (unlikely(__warn_cond))                                                         \
			warn_at_fmt(__FILE_NAME__, __LINE__, fmt);                                 \
		unlikely(__warn_cond);                                                             \
	})
/* The first warning ends the run, so "once" needs no memory. */
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN_ONCE(condition, fmt...) WARN(condition, fmt)
#define WARN_ON_SMP(condition) WARN_ON(condition)

#endif
