/* SPDX-License-Identifier: GPL-2.0-only */
/* file_backing.h - opens a file whose content is a drive of the world. */
#ifndef VQSIM_FILE_BACKING_H
#define VQSIM_FILE_BACKING_H

/*
 * A new open file with the content of drive number drive, whose completions come as interrupt line
 * irq: one such file at a time for each drive. flags as for open(). Returns a file descriptor or a
 * negative errno.
 */
int backing_file_open(unsigned int drive, unsigned int irq, int flags);

#endif
