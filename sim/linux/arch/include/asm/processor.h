/* SPDX-License-Identifier: GPL-2.0-only */
/* processor.h - what a task has from the simulator, and what a busy loop does. */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#ifndef __ASSEMBLY__

#include <asm/port.h>
#include <asm/ptrace.h>

#define TASK_SIZE 0xffffffff00000000ul
#define TASK_UNMAPPED_BASE 0
#define STACK_TOP TASK_SIZE
#define STACK_TOP_MAX STACK_TOP

/* task_struct.thread: the context that runs the task, and what it sleeps on, for reports. */
struct thread_struct {
	struct sim_ctx *ctx;
	struct sim_wait wait;
	int bind_cpu;
};

#define INIT_THREAD { .bind_cpu = -1 }

struct task_struct;

static inline unsigned long __get_wchan(struct task_struct *p)
{
	return 0;
}

#define task_pt_regs(task) ((struct pt_regs *)NULL)
#define KSTK_EIP(task) 0
#define KSTK_ESP(task) 0

#define cpu_relax() sim_relax()

#endif
#endif
