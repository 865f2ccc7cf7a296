/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/uaccess.h - copies to and from user space: the memory that is mapped in current->mm.
 *
 * They may fault and so may sleep: task context. An address that is not mapped is never touched;
 * fault "uaccess" makes one that is mapped, and not locked, behave as if it were not. 1, 2, 4 and 8
 * bytes at a multiple of their size are accessed in one piece, as a marked access.
 */
#ifndef SIM_LINUX_UACCESS_H
#define SIM_LINUX_UACCESS_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/types.h>

#define TASK_SIZE_MAX (1UL << 47)

/* Can it be a user's address at all? Whether it is mapped comes out when it is used. */
#define access_ok(addr, size) __access_ok((uintptr_t)(addr), size)

static inline bool __access_ok(uintptr_t addr, u64 size)
{
	return size <= TASK_SIZE_MAX && addr <= TASK_SIZE_MAX - size;
}

/* How many of the size bytes from addr on can be accessed now. */
size_t uaccess_begin(const void __user *addr, size_t size);

/* The answer is the bytes not copied; those of to get no value then. */
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long copy_to_user(void __user *to, const void *from, unsigned long n);
#define __copy_from_user(to, from, n) copy_from_user(to, from, n)
#define __copy_to_user(to, from, n) copy_to_user(to, from, n)

/* 0 or -EFAULT; then x is 0. */
#define get_user(x, ptr)                                                                           \
	({                                                                                         \
		const __typeof__(*(ptr)) *__gu_ptr = (ptr);                                        \
		bool __gu_ok = uaccess_begin(__gu_ptr, sizeof(*__gu_ptr)) == sizeof(*__gu_ptr);    \
		(x) = __gu_ok ? READ_ONCE(*__gu_ptr) : (__typeof__(*(ptr)))0;                      \
		__gu_ok ? 0 : -EFAULT;                                                             \
	})
/* 0 or -EFAULT. */
#define put_user(x, ptr)                                                                           \
	({                                                                                         \
		__typeof__(*(ptr)) *__pu_ptr = (ptr);                                              \
		__typeof__(*(ptr)) __pu_value = (x);                                               \
		bool __pu_ok = uaccess_begin(__pu_ptr, sizeof(*__pu_ptr)) == sizeof(*__pu_ptr);    \
		if (__pu_ok)                                                                       \
			WRITE_ONCE(*__pu_ptr, __pu_value);                                         \
		__pu_ok ? 0 : -EFAULT;                                                             \
	})
#define __get_user(x, ptr) get_user(x, ptr)
#define __put_user(x, ptr) put_user(x, ptr)

#endif
