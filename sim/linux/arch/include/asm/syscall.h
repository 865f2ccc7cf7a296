/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SYSCALL_H
#define _ASM_SYSCALL_H

#include <uapi/linux/audit.h>

static inline int syscall_get_arch(struct task_struct *task)
{
	return AUDIT_ARCH_X86_64;
}

#endif
