/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uaccess.h - copies to and from user space, which is memory like any other here.
 *
 * They may fault and so may sleep: task context. The answer is the bytes not copied.
 */
#ifndef SIM_LINUX_UACCESS_H
#define SIM_LINUX_UACCESS_H

#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>

static inline unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	sim_might_sleep("copy_from_user");
	memcpy(to, from, n);
	return 0;
}

static inline unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	sim_might_sleep("copy_to_user");
	memcpy(to, from, n);
	return 0;
}

#define get_user(x, ptr) (sim_might_sleep("get_user"), (x) = READ_ONCE(*(ptr)), 0)
#define put_user(x, ptr)                                                                           \
	({                                                                                         \
		sim_might_sleep("put_user");                                                       \
		WRITE_ONCE(*(ptr), x);                                                             \
		0;                                                                                 \
	})

#endif
