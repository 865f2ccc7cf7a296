/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pipe.c - operations of pipe buffers, which lib/iov_iter.c of 6.1 fills in when it iterates over a
 * pipe. Only splice() does that, and nobody calls it: they have no function.
 */
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/wait.h>

#include <linux/pipe_fs_i.h>

const struct pipe_buf_operations default_pipe_buf_ops = {};
const struct pipe_buf_operations page_cache_pipe_buf_ops = {};
