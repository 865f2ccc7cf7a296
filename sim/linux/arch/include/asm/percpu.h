/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu.h - each vCPU's copy lies at an offset of its own.
 *
 * A this_cpu operation is one step that nothing on the vCPU interrupts, as one instruction is on
 * x86: it is no scheduling point, it orders nothing, and it takes no part in data races, as KCSAN
 * does not see that instruction either. Life and bounds of the variable are checked.
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#ifndef __ASSEMBLY__

#include <asm/port.h>

extern unsigned long __per_cpu_offset[];
#define per_cpu_offset(x) (__per_cpu_offset[x])

/* sim/linux/percpu_ops.c: not announced to the simulator, so one step each. */
unsigned long vqsim_cpu_offset(void);
unsigned long vqsim_cpu_load(const void *at, unsigned int bytes);
void vqsim_cpu_store(void *at, unsigned int bytes, unsigned long value);
unsigned long vqsim_cpu_add(void *at, unsigned int bytes, unsigned long value);
void vqsim_cpu_and(void *at, unsigned int bytes, unsigned long value);
void vqsim_cpu_or(void *at, unsigned int bytes, unsigned long value);
unsigned long vqsim_cpu_xchg(void *at, unsigned int bytes, unsigned long value);
unsigned long vqsim_cpu_cmpxchg(void *at, unsigned int bytes, unsigned long old, unsigned long new);

#define __my_cpu_offset vqsim_cpu_offset()

/* Address and size of this vCPU's copy, checked here so that a report names who asked. */
#define VQSIM_CPU_AT(pcp, write)                                                                   \
	({                                                                                         \
		void *__at = (void *)((unsigned long)&(pcp) + vqsim_cpu_offset());                 \
                                                                                                   \
		sim_mem_check(__at, sizeof(pcp), write);                                           \
		__at;                                                                              \
	}),                                                                                        \
		sizeof(pcp)
#define VQSIM_CPU_ULONG(value) ((unsigned long)(value))

#define VQSIM_CPU_READ(pcp) ((typeof(pcp))vqsim_cpu_load(VQSIM_CPU_AT(pcp, false)))
#define VQSIM_CPU_WRITE(pcp, value) vqsim_cpu_store(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(value))
#define VQSIM_CPU_ADD(pcp, value)                                                                  \
	((void)vqsim_cpu_add(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(value)))
#define VQSIM_CPU_AND(pcp, value) vqsim_cpu_and(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(value))
#define VQSIM_CPU_OR(pcp, value) vqsim_cpu_or(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(value))
#define VQSIM_CPU_ADD_RETURN(pcp, value)                                                           \
	((typeof(pcp))vqsim_cpu_add(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(value)))
#define VQSIM_CPU_XCHG(pcp, value)                                                                 \
	((typeof(pcp))vqsim_cpu_xchg(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(value)))
#define VQSIM_CPU_CMPXCHG(pcp, old, new)                                                           \
	((typeof(pcp))vqsim_cpu_cmpxchg(VQSIM_CPU_AT(pcp, true), VQSIM_CPU_ULONG(old),             \
					VQSIM_CPU_ULONG(new)))

#define raw_cpu_read_1(pcp) VQSIM_CPU_READ(pcp)
#define raw_cpu_read_2(pcp) VQSIM_CPU_READ(pcp)
#define raw_cpu_read_4(pcp) VQSIM_CPU_READ(pcp)
#define raw_cpu_read_8(pcp) VQSIM_CPU_READ(pcp)
#define raw_cpu_write_1(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define raw_cpu_write_2(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define raw_cpu_write_4(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define raw_cpu_write_8(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define raw_cpu_add_1(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define raw_cpu_add_2(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define raw_cpu_add_4(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define raw_cpu_add_8(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define raw_cpu_and_1(pcp, value) VQSIM_CPU_AND(pcp, value)
#define raw_cpu_and_2(pcp, value) VQSIM_CPU_AND(pcp, value)
#define raw_cpu_and_4(pcp, value) VQSIM_CPU_AND(pcp, value)
#define raw_cpu_and_8(pcp, value) VQSIM_CPU_AND(pcp, value)
#define raw_cpu_or_1(pcp, value) VQSIM_CPU_OR(pcp, value)
#define raw_cpu_or_2(pcp, value) VQSIM_CPU_OR(pcp, value)
#define raw_cpu_or_4(pcp, value) VQSIM_CPU_OR(pcp, value)
#define raw_cpu_or_8(pcp, value) VQSIM_CPU_OR(pcp, value)
#define raw_cpu_add_return_1(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define raw_cpu_add_return_2(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define raw_cpu_add_return_4(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define raw_cpu_add_return_8(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define raw_cpu_xchg_1(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define raw_cpu_xchg_2(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define raw_cpu_xchg_4(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define raw_cpu_xchg_8(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define raw_cpu_cmpxchg_1(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)
#define raw_cpu_cmpxchg_2(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)
#define raw_cpu_cmpxchg_4(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)
#define raw_cpu_cmpxchg_8(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)

#define this_cpu_read_1(pcp) VQSIM_CPU_READ(pcp)
#define this_cpu_read_2(pcp) VQSIM_CPU_READ(pcp)
#define this_cpu_read_4(pcp) VQSIM_CPU_READ(pcp)
#define this_cpu_read_8(pcp) VQSIM_CPU_READ(pcp)
#define this_cpu_write_1(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define this_cpu_write_2(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define this_cpu_write_4(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define this_cpu_write_8(pcp, value) VQSIM_CPU_WRITE(pcp, value)
#define this_cpu_add_1(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define this_cpu_add_2(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define this_cpu_add_4(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define this_cpu_add_8(pcp, value) VQSIM_CPU_ADD(pcp, value)
#define this_cpu_and_1(pcp, value) VQSIM_CPU_AND(pcp, value)
#define this_cpu_and_2(pcp, value) VQSIM_CPU_AND(pcp, value)
#define this_cpu_and_4(pcp, value) VQSIM_CPU_AND(pcp, value)
#define this_cpu_and_8(pcp, value) VQSIM_CPU_AND(pcp, value)
#define this_cpu_or_1(pcp, value) VQSIM_CPU_OR(pcp, value)
#define this_cpu_or_2(pcp, value) VQSIM_CPU_OR(pcp, value)
#define this_cpu_or_4(pcp, value) VQSIM_CPU_OR(pcp, value)
#define this_cpu_or_8(pcp, value) VQSIM_CPU_OR(pcp, value)
#define this_cpu_add_return_1(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define this_cpu_add_return_2(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define this_cpu_add_return_4(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define this_cpu_add_return_8(pcp, value) VQSIM_CPU_ADD_RETURN(pcp, value)
#define this_cpu_xchg_1(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define this_cpu_xchg_2(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define this_cpu_xchg_4(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define this_cpu_xchg_8(pcp, value) VQSIM_CPU_XCHG(pcp, value)
#define this_cpu_cmpxchg_1(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)
#define this_cpu_cmpxchg_2(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)
#define this_cpu_cmpxchg_4(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)
#define this_cpu_cmpxchg_8(pcp, old, new) VQSIM_CPU_CMPXCHG(pcp, old, new)

#include <asm-generic/percpu.h>

#endif
#endif
