/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu.h - each vCPU's copy lies at an offset of its own.
 *
 * A this_cpu operation is one step that nothing on the vCPU interrupts, as one instruction is on
 * x86: the port does it in one piece, and it neither races nor is ordered.
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#ifndef __ASSEMBLY__

#include <asm/port.h>

extern unsigned long __per_cpu_offset[];
#define per_cpu_offset(x) (__per_cpu_offset[x])

#define __my_cpu_offset per_cpu_offset(sim_cpu())

#include <asm-generic/percpu.h>

#endif
#endif
