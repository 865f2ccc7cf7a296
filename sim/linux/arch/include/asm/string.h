/* SPDX-License-Identifier: GPL-2.0-only */
/* string.h - the simulator's mem functions check whole ranges. */
#ifndef _ASM_STRING_H
#define _ASM_STRING_H

#define __HAVE_ARCH_MEMCPY
void *memcpy(void *to, const void *from, __kernel_size_t bytes);
#define __HAVE_ARCH_MEMMOVE
void *memmove(void *to, const void *from, __kernel_size_t bytes);
#define __HAVE_ARCH_MEMSET
void *memset(void *at, int byte, __kernel_size_t bytes);
#define __HAVE_ARCH_MEMCMP
int memcmp(const void *a, const void *b, __kernel_size_t bytes);

#endif
