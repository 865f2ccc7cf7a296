/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * string.h - strings and memory blocks. Any context.
 *
 * The mem* functions are the simulator's and check whole ranges; the str* ones are in
 * sim/kernel/string.c.
 */
#ifndef SIM_LINUX_STRING_H
#define SIM_LINUX_STRING_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/stddef.h>
#include <linux/types.h>

void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
/* The first byte that differs from c, or NULL. */
void *memchr_inv(const void *s, int c, size_t n);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
char *strcpy(char *dst, const char *src);
char *strncpy(char *dst, const char *src, size_t n);
char *strcat(char *dst, const char *src);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *haystack, const char *needle);
/* Both terminate when size > 0; strlcpy() answers strlen(src), strscpy() what it copied or -E2BIG. */
size_t strlcpy(char *dst, const char *src, size_t size);
ssize_t strscpy(char *dst, const char *src, size_t size);
/* s without blanks in front; strim() also cuts those at the end. */
char *skip_spaces(const char *s);
char *strim(char *s);

/* From kmalloc(); NULL without memory. gfp rules the context. */
char *kstrdup(const char *s, gfp_t gfp);
char *kstrndup(const char *s, size_t max, gfp_t gfp);
void *kmemdup(const void *src, size_t n, gfp_t gfp);

/* Equal, but for one trailing newline. */
bool sysfs_streq(const char *a, const char *b);
/* Index of the entry equal to string (sysfs_streq for the second), or -EINVAL. n < 0: up to NULL. */
int match_string(const char *const *array, size_t n, const char *string);
int __sysfs_match_string(const char *const *array, size_t n, const char *s);
#define sysfs_match_string(array, s) __sysfs_match_string(array, ARRAY_SIZE(array), s)

#endif
