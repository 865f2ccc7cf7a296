/* SPDX-License-Identifier: GPL-2.0-only */
/* uaccess.h - user memory is simulated memory like any other. */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <asm-generic/uaccess.h>

/* One word of a user's is one load or store, as the instruction behind it is on a machine: it may
 * lie in a ring that somebody else reads and writes meanwhile. */
#define VQSIM_USER_WORD(size, to, from, volatile_to, volatile_from)                                \
	do {                                                                                       \
		switch (size) {                                                                    \
		case 1:                                                                            \
			*(volatile_to u8 *)(to) = *(const volatile_from u8 *)(from);               \
			break;                                                                     \
		case 2:                                                                            \
			*(volatile_to u16 *)(to) = *(const volatile_from u16 *)(from);             \
			break;                                                                     \
		case 4:                                                                            \
			*(volatile_to u32 *)(to) = *(const volatile_from u32 *)(from);             \
			break;                                                                     \
		case 8:                                                                            \
			*(volatile_to u64 *)(to) = *(const volatile_from u64 *)(from);             \
			break;                                                                     \
		default:                                                                           \
			BUILD_BUG();                                                               \
		}                                                                                  \
	} while (0)

static __always_inline int __vqsim_get_user(size_t size, const void __user *from, void *to)
{
	VQSIM_USER_WORD(size, to, from, , volatile);
	return 0;
}

static __always_inline int __vqsim_put_user(size_t size, void __user *to, const void *from)
{
	VQSIM_USER_WORD(size, to, from, volatile, );
	return 0;
}

#undef __get_user_fn
#undef __put_user_fn
#define __get_user_fn(size, from, to) __vqsim_get_user(size, from, to)
#define __put_user_fn(size, to, from) __vqsim_put_user(size, to, from)

#endif
