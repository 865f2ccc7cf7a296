/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * backing_file.h - a regular file that is as large as a drive of the world and lies on it.
 */
#ifndef SIM_BACKING_FILE_H
#define SIM_BACKING_FILE_H

/*
 * A descriptor of the file on drive number drive, whose completions raise interrupt line irq of
 * this machine; or a negative errno. Task context. Several openings share one inode and its page
 * cache. flags: O_RDONLY or O_RDWR; O_DIRECT goes past the cache even without IOCB_DIRECT.
 */
int backing_file_open(unsigned int drive, unsigned int irq, int flags);

struct backing_file_counts {
	unsigned long hits; /* reads of a cached page */
	unsigned long misses;
	unsigned long cached; /* pages now */
	unsigned long dirty; /* pages that are newer than the drive, or on the way there */
};

/* Of the file's page cache; all zero while nobody has it open. */
struct backing_file_counts backing_file_counts(unsigned int drive);

#endif
