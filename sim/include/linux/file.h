/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file.h - file descriptors and the files behind them.
 *
 * There is one table of descriptors for a machine: all its tasks are one process. A file ends with
 * its last reference, at once, in the task that drops it.
 */
#ifndef SIM_LINUX_FILE_H
#define SIM_LINUX_FILE_H

#include <linux/fs.h>

/* A file with one reference that nobody finds yet; ERR_PTR(-ENOMEM). */
struct file *alloc_file(const struct file_operations *fops, void *private_data, unsigned int flags);
/* The file of a descriptor, with a reference; NULL: not open. Task context, like all here. */
struct file *fget(unsigned int fd);
/* A free descriptor, which fd_install() or put_unused_fd() must follow; -EMFILE. */
int get_unused_fd_flags(unsigned int flags);
void put_unused_fd(unsigned int fd);
/* The descriptor takes over the caller's reference. */
void fd_install(unsigned int fd, struct file *file);
/* -EBADF: it is not open. */
int close_fd(unsigned int fd);

#endif
