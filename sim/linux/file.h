/* SPDX-License-Identifier: GPL-2.0-only */
/* file.h - what files are made of, for those who open them. */
#ifndef VQSIM_FILE_H
#define VQSIM_FILE_H

struct file;
struct file_operations;
struct inode;
struct vfsmount;

/*
 * A file with one reference that nobody has opened yet: fput() calls release() only once f_mode has
 * FMODE_OPENED. It has no reference to the inode but that of f_path, if the caller sets that, or the
 * one that alloc_file_pseudo() takes over. ERR_PTR(-ENOMEM) without memory; fops is counted.
 */
struct file *file_new(struct inode *inode, struct vfsmount *mnt, int flags,
		      const struct file_operations *fops);
/* Frees a file of which nobody else has heard. */
void file_drop(struct file *file);

#endif
