/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * preempt.h - preemption and bottom halves are the simulator's; preempt_count() is composed of
 * what it knows about the vCPU.
 */
#ifndef _ASM_PREEMPT_H
#define _ASM_PREEMPT_H

#include <linux/compiler.h>
#include <linux/types.h>

int vqsim_preempt_count(void);
void vqsim_preempt_add(int value);
void vqsim_preempt_sub(int value);

static __always_inline int preempt_count(void)
{
	return vqsim_preempt_count();
}

static __always_inline void __preempt_count_add(int value)
{
	vqsim_preempt_add(value);
}

static __always_inline void __preempt_count_sub(int value)
{
	vqsim_preempt_sub(value);
}

/* The simulator preempts at the scheduling points that follow: nobody has to call schedule(). */
static __always_inline bool __preempt_count_dec_and_test(void)
{
	vqsim_preempt_sub(1);
	return false;
}

static __always_inline bool should_resched(int preempt_offset)
{
	return false;
}

static __always_inline void set_preempt_need_resched(void)
{
}

static __always_inline void clear_preempt_need_resched(void)
{
}

static __always_inline bool test_preempt_need_resched(void)
{
	return false;
}

#define init_task_preempt_count(p) do { } while (0)
#define init_idle_preempt_count(p, cpu) do { } while (0)

extern void preempt_schedule(void);
#define __preempt_schedule() preempt_schedule()
extern void preempt_schedule_notrace(void);
#define __preempt_schedule_notrace() preempt_schedule_notrace()

#endif
