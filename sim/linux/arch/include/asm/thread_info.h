/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_THREAD_INFO_H
#define _ASM_THREAD_INFO_H

#define THREAD_SIZE 0x10000
#define THREAD_SHIFT 16

#ifndef __ASSEMBLY__

#include <asm/processor.h>

struct thread_info {
	unsigned long flags;
	unsigned int cpu;
	unsigned long syscall_work;
};

#define INIT_THREAD_INFO(tsk) { .flags = 0 }

#endif

#define TIF_SYSCALL_TRACE 0
#define TIF_NOTIFY_RESUME 1
#define TIF_SIGPENDING 2
#define TIF_NEED_RESCHED 3
#define TIF_RESTORE_SIGMASK 4
#define TIF_MEMDIE 5
#define TIF_NOTIFY_SIGNAL 6
#define TIF_POLLING_NRFLAG 7

#define _TIF_SIGPENDING (1 << TIF_SIGPENDING)
#define _TIF_NEED_RESCHED (1 << TIF_NEED_RESCHED)
#define _TIF_NOTIFY_SIGNAL (1 << TIF_NOTIFY_SIGNAL)

#endif
