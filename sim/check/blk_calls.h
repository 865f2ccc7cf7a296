/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_calls.h - what a driver tells blk-mq about its queues, as lines of the story.
 *
 * No rule: a hardware queue may be stopped, a request queue quiesced, whenever its driver likes. But
 * whoever reads how a request was lost needs to see when that was.
 */
#ifndef CHECK_BLK_CALLS_H
#define CHECK_BLK_CALLS_H

/* Before modules are loaded: watches the calls from driver modules into the block layer. */
void blk_calls_init(void);

#endif
