/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * p9_fcall.h - writing and reading the fields of a 9P message, private to the client.
 */
#ifndef KERNEL_P9_FCALL_H
#define KERNEL_P9_FCALL_H

#include <linux/bug.h>
#include <linux/errno.h>
#include <net/9p/9p.h>

static inline void p9_put(struct p9_fcall *fc, unsigned int bytes, u64 value)
{
	BUG_ON(fc->offset + bytes > fc->capacity);
	for (; bytes; bytes--, value >>= 8)
		fc->sdata[fc->offset++] = (u8)value;
}

/* 0 beyond the end. */
static inline u64 p9_get(struct p9_fcall *fc, unsigned int bytes)
{
	u64 value = 0;

	if (fc->offset + bytes > fc->size)
		return 0;
	for (unsigned int i = 0; i < bytes; i++)
		value |= (u64)fc->sdata[fc->offset++] << (8 * i);
	return value;
}

/* The header, with the size still to come. */
static inline void p9_fcall_begin(struct p9_fcall *fc, u8 id, u16 tag)
{
	fc->id = id;
	fc->tag = tag;
	p9_put(fc, 4, 0);
	p9_put(fc, 1, id);
	p9_put(fc, 2, tag);
}

static inline void p9_fcall_finish(struct p9_fcall *fc)
{
	fc->size = fc->offset;
	fc->offset = 0;
	p9_put(fc, 4, fc->size);
}

/* The header of what was received, size bytes of it. */
static inline int p9_fcall_parse(struct p9_fcall *fc)
{
	if (fc->size < P9_HDRSZ || fc->size > fc->capacity || p9_get(fc, 4) != fc->size)
		return -EINVAL;
	fc->id = (u8)p9_get(fc, 1);
	fc->tag = (u16)p9_get(fc, 2);
	return 0;
}

#endif
