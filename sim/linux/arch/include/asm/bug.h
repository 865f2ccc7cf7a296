/* SPDX-License-Identifier: GPL-2.0-only */
/* bug.h - BUG() ends the run where it stands. */
#ifndef _ASM_BUG_H
#define _ASM_BUG_H

#ifndef __ASSEMBLY__

__attribute__((noreturn, cold)) void vqsim_bug(const char *file, int line, const char *function);

#define HAVE_ARCH_BUG
#define BUG() vqsim_bug(__FILE__, __LINE__, __func__)
#define HAVE_ARCH_BUG_ON
#define BUG_ON(condition)                                                                          \
	do {                                                                                       \
		if (unlikely(condition))                                                           \
			BUG();                                                                     \
	} while (0)

#endif

#include <asm-generic/bug.h>

#endif
