/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fsdev.h - the files that a 9P server exports: those of the workload (sim/traffic.h).
 *
 * Each call stands for a blocking system call in a worker thread.
 */
#ifndef QEMU_FSDEV_H
#define QEMU_FSDEV_H

#include <qemu/osdep.h>

/* Bytes read or written, or a negative error. */
int fsdev_pread(uint32_t file, uint64_t offset, void *data, size_t bytes);
int fsdev_pwrite(uint32_t file, uint64_t offset, const void *data, size_t bytes);

#endif
