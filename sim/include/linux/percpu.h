/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu.h - one copy of a variable for each vCPU: an array indexed by the vCPU's number.
 *
 * The this_cpu_* operations are safe against interrupts, as on x86.
 */
#ifndef SIM_LINUX_PERCPU_H
#define SIM_LINUX_PERCPU_H

#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/threads.h>

#define DECLARE_PER_CPU(type, name) extern __typeof__(type) name[NR_CPUS]
#define DEFINE_PER_CPU(type, name) __typeof__(type) name[NR_CPUS]
#define DEFINE_PER_CPU_ALIGNED(type, name) DEFINE_PER_CPU(type, name)

#define per_cpu(name, cpu) ((name)[cpu])
#define this_cpu_ptr(ptr) (&(*(ptr)) + sim_cpu())
#define __this_cpu_ptr(ptr) this_cpu_ptr(ptr)
#define raw_cpu_ptr(ptr) this_cpu_ptr(ptr)
#define per_cpu_ptr(ptr, cpu) (&(*(ptr)) + (cpu))
#define __get_cpu_var(name) per_cpu(name, sim_cpu())
#define get_cpu_var(name)                                                                          \
	(*({                                                                                       \
		sim_preempt_disable();                                                             \
		&per_cpu(name, sim_cpu());                                                         \
	}))
#define put_cpu_var(name) sim_preempt_enable()
#define get_cpu_ptr(ptr)                                                                           \
	({                                                                                         \
		sim_preempt_disable();                                                             \
		this_cpu_ptr(ptr);                                                                 \
	})
#define put_cpu_ptr(ptr) sim_preempt_enable()

#define this_cpu_read(name) READ_ONCE(per_cpu(name, sim_cpu()))
#define this_cpu_write(name, val) WRITE_ONCE(per_cpu(name, sim_cpu()), val)
#define this_cpu_add(name, val)                                                                    \
	((void)__atomic_fetch_add(&per_cpu(name, sim_cpu()), val, __ATOMIC_RELAXED))
#define this_cpu_inc(name) this_cpu_add(name, 1)
#define this_cpu_dec(name) this_cpu_add(name, -1)

/* Zeroed; NULL without memory. Task context. */
#define alloc_percpu(type) ((type __percpu *)kcalloc(NR_CPUS, sizeof(type), GFP_KERNEL))
#define free_percpu(ptr) kfree(ptr)

#endif
