/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_util.c - copies of strings and bytes in memory of their own.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vqsim_alloc.h"

/* The bytes with a terminating zero behind them. */
static char *dup_terminated(const char *s, size_t length, gfp_t gfp, const void *caller)
{
	char *copy = vqsim_alloc_object(length + 1, ARCH_KMALLOC_MINALIGN, gfp, "string", caller);

	if (copy) {
		memcpy(copy, s, length);
		copy[length] = '\0';
	}
	return copy;
}

char *kstrdup(const char *s, gfp_t gfp)
{
	return s ? dup_terminated(s, strlen(s), gfp, VQSIM_CALLER) : NULL;
}
EXPORT_SYMBOL(kstrdup);

char *kstrndup(const char *s, size_t max, gfp_t gfp)
{
	return s ? dup_terminated(s, strnlen(s, max), gfp, VQSIM_CALLER) : NULL;
}
EXPORT_SYMBOL(kstrndup);

char *kmemdup_nul(const char *s, size_t length, gfp_t gfp)
{
	return s ? dup_terminated(s, length, gfp, VQSIM_CALLER) : NULL;
}
EXPORT_SYMBOL(kmemdup_nul);

/* Constants are copied like all else: their module may go before the copy. */
const char *kstrdup_const(const char *s, gfp_t gfp)
{
	return s ? dup_terminated(s, strlen(s), gfp, VQSIM_CALLER) : NULL;
}
EXPORT_SYMBOL(kstrdup_const);

void kfree_const(const void *x)
{
	if (x)
		sim_free_at((void *)x, VQSIM_CALLER);
}
EXPORT_SYMBOL(kfree_const);

void *NOPROF(kmemdup)(const void *src, size_t length, gfp_t gfp)
{
	void *copy =
		vqsim_alloc_object(length, ARCH_KMALLOC_MINALIGN, gfp, "kmemdup", VQSIM_CALLER);

	if (copy)
		memcpy(copy, src, length);
	return copy;
}
EXPORT_SYMBOL(NOPROF(kmemdup));

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
void *kmemdup_array(const void *src, size_t count, size_t element_size, gfp_t gfp)
{
	size_t bytes = size_mul(count, element_size);
	void *copy = vqsim_alloc_object(bytes, ARCH_KMALLOC_MINALIGN, gfp, "kmemdup", VQSIM_CALLER);

	if (copy)
		memcpy(copy, src, bytes);
	return copy;
}
EXPORT_SYMBOL(kmemdup_array);
#endif

void *memdup_user(const void __user *src, size_t length)
{
	void *copy = vqsim_alloc_object(length, ARCH_KMALLOC_MINALIGN, GFP_USER, "memdup_user",
					VQSIM_CALLER);

	if (!copy)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(copy, src, length)) {
		kfree(copy);
		return ERR_PTR(-EFAULT);
	}
	return copy;
}
EXPORT_SYMBOL(memdup_user);

void *memdup_user_nul(const void __user *src, size_t length)
{
	char *copy = vqsim_alloc_object(length + 1, ARCH_KMALLOC_MINALIGN, GFP_KERNEL,
					"memdup_user_nul", VQSIM_CALLER);

	if (!copy)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(copy, src, length)) {
		kfree(copy);
		return ERR_PTR(-EFAULT);
	}
	copy[length] = '\0';
	return copy;
}
EXPORT_SYMBOL(memdup_user_nul);

void mem_dump_obj(void *object)
{
	SIM_NOP("a report of the simulator says what an object is");
}

int get_cmdline(struct task_struct *task, char *buffer, int buflen)
{
	SIM_UNREACHABLE("tasks here have no command line");
}
