/* SPDX-License-Identifier: GPL-2.0-only */
/* ptrace.h - nobody looks at registers here. */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

#ifndef __ASSEMBLY__

struct pt_regs {
	unsigned long ip;
	unsigned long sp;
};

#define user_mode(regs) 0
#define instruction_pointer(regs) ((regs)->ip)
#define profile_pc(regs) instruction_pointer(regs)
#define user_stack_pointer(regs) ((regs)->sp)
#define frame_pointer(regs) ((regs)->sp)
#define regs_return_value(regs) 0

#endif
#endif
