/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel_files.h - which kernel source file would have a function, for a module that lacks it.
 */
#ifndef ENGINE_KERNEL_FILES_H
#define ENGINE_KERNEL_FILES_H

/* "block/blk-core.c" for "blk_start_plug", or NULL if we do not know the name. Paths are those of
 * Linux 6.1; functions that are gone by then have the last file they lived in. */
const char *kernel_file_of(const char *function);

#endif
