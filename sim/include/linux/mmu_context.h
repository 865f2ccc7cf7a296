/* SPDX-License-Identifier: GPL-2.0-only */
/* linux/mmu_context.h - kthread_use_mm() and kthread_unuse_mm(), under the name of before 5.8
 * too. */
#ifndef SIM_LINUX_MMU_CONTEXT_H
#define SIM_LINUX_MMU_CONTEXT_H

#include <linux/sched/mm.h>

#define use_mm(mm) kthread_use_mm(mm)
#define unuse_mm(mm) kthread_unuse_mm(mm)

#endif
