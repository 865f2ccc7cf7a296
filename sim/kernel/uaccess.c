/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uaccess.c - accesses to user memory: is it mapped, then word by word or in a piece.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* What is copied in whole words: descriptors, used elements, structures of ioctls. */
#define COPY_WORDS_BYTES_MAX 64

size_t uaccess_begin(const void __user *addr, size_t size)
{
	struct mm_struct *mm = current->mm;

	sim_might_sleep("uaccess");
	if (!mm || !access_ok(addr, size) || (!mm_locked(mm, addr) && sim_fault("uaccess")))
		return 0;
	return mm_mapped(mm, addr, size);
}
EXPORT_SYMBOL(uaccess_begin);

#define COPY_ONE(type)                                                                             \
	do {                                                                                       \
		WRITE_ONCE(*(type *)to, READ_ONCE(*(const type *)from));                           \
		return;                                                                            \
	} while (0)

/* One word at the most natural size, if both are aligned to it. */
static void copy_bytes(void *to, const void *from, size_t n)
{
	uintptr_t bits = (uintptr_t)to | (uintptr_t)from;

	if (n == 1)
		COPY_ONE(u8);
	if (n == 2 && bits % 2 == 0)
		COPY_ONE(u16);
	if (n == 4 && bits % 4 == 0)
		COPY_ONE(u32);
	if (n <= COPY_WORDS_BYTES_MAX && (n | bits) % 8 == 0) {
		size_t i;

		for (i = 0; i < n / 8; i++)
			WRITE_ONCE(((u64 *)to)[i], READ_ONCE(((const u64 *)from)[i]));
		return;
	}
	memcpy(to, from, n);
}

unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	size_t can = uaccess_begin(from, n);

	copy_bytes(to, from, can);
	memset((char *)to + can, 0, n - can);
	return n - can;
}
EXPORT_SYMBOL(copy_from_user);

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	size_t can = uaccess_begin(to, n);

	copy_bytes(to, from, can);
	return n - can;
}
EXPORT_SYMBOL(copy_to_user);
