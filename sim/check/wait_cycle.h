/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wait_cycle.h - DEADLOCK: contexts that wait for each other. Internal to quiesce.
 */
#ifndef CHECK_WAIT_CYCLE_H
#define CHECK_WAIT_CYCLE_H

/* Reports DEADLOCK if contexts wait in a cycle; returns if there is none. */
void wait_cycle_check(void);
/* Reports DEADLOCK if a context waits for a lock whose owner waits for nothing and yet does not go
 * on: it has ended, or forgot the lock. Returns if there is none. */
void wait_stuck_lock_check(void);

#endif
