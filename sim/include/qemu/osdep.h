/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * osdep.h - what every file of a device process includes: basic types, macros, memory, strings.
 *
 * Names follow QEMU and GLib.
 */
#ifndef QEMU_OSDEP_H
#define QEMU_OSDEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/errno.h>

#include <sys/uio.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);
/* Copies text into a buffer of buf_size bytes, cut off and terminated. */
void pstrcpy(char *buf, int buf_size, const char *text);

/* Never NULL: a device process that runs out of memory ends. */
void *g_malloc(size_t bytes);
void *g_malloc0(size_t bytes);
void g_free(void *ptr);

#define g_new(type, count) ((type *)g_malloc(sizeof(type) * (count)))
#define g_new0(type, count) ((type *)g_malloc0(sizeof(type) * (count)))

/* Ends the run with CRASH. */
__attribute__((noreturn)) void qemu_assert_failed(const char *condition, const char *file,
						  int line);

#define assert(condition)                                                                          \
	((condition) ? (void)0 : qemu_assert_failed(#condition, __FILE__, __LINE__))

#endif
