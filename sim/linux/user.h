/* SPDX-License-Identifier: GPL-2.0-only */
/* user.h - lets a task act as a user's process. */
#ifndef VQSIM_USER_H
#define VQSIM_USER_H

struct mm_struct;

/* The current task, which has none yet, gets an address space: share, or a new one. NULL if there is
 * no memory for it. */
struct mm_struct *user_enter(struct mm_struct *share);
/* What happens on the way out of a system call: files that were closed in it are released. */
void user_return(void);
/* The task ends as a process. */
void user_leave(void);

#endif
