/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * queue.h - stopped request queues: one that stays stopped while nothing is in flight never starts
 * again, because only a completion starts it.
 *
 * Not a verdict of its own: at quiescence it says why requests are lost (LOST_REQUEST).
 */
#ifndef CHECK_QUEUE_H
#define CHECK_QUEUE_H

#include <check/rule.h>

extern const struct rule queue_rule;

#endif
