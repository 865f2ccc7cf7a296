/* SPDX-License-Identifier: GPL-2.0-only */
/* current.h - the running context's task; an interrupt sees the task it interrupted, if any. */
#ifndef _ASM_CURRENT_H
#define _ASM_CURRENT_H

#ifndef __ASSEMBLY__

#include <asm/port.h>

struct task_struct;
extern struct task_struct init_task;

static __always_inline struct task_struct *get_current(void)
{
	struct task_struct *tsk = (struct task_struct *)sim_ctx_task();

	return tsk ? tsk : &init_task;
}
#define current get_current()

#endif
#endif
