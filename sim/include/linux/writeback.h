/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * writeback.h - when dirty pages go back to their file.
 */
#ifndef SIM_LINUX_WRITEBACK_H
#define SIM_LINUX_WRITEBACK_H

#include <linux/fs.h>

/* Pages of one file: a writer that made more than this dirty waits until some are clean. */
#define DIRTY_PAGES_MAX 4
/* Kept clean in memory besides; older ones are dropped. */
#define CACHED_PAGES_MAX 8
/* From the first dirty page to the flusher. */
#define DIRTY_WRITEBACK_MS 5000

/* A page of it is dirty: the flusher comes, soon if there are many. Any context. */
void balance_dirty_start(struct address_space *mapping);
/* Task context, with no page locked. */
void balance_dirty_pages(struct address_space *mapping);
/* The flusher: address_space.wb_work. */
void writeback_work_fn(struct work_struct *work);

#endif
