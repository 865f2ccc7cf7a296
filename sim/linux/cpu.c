/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cpu.c - which vCPUs there are: all of the machine's, from boot to halt, in one package.
 */
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/sched/topology.h>

#include "vqsim_alloc.h"

/* vqsim_percpu_init() sets it, before anybody asks. */
unsigned int nr_cpu_ids = NR_CPUS;
EXPORT_SYMBOL(nr_cpu_ids);

struct cpumask __cpu_possible_mask;
EXPORT_SYMBOL(__cpu_possible_mask);
struct cpumask __cpu_online_mask;
EXPORT_SYMBOL(__cpu_online_mask);
struct cpumask __cpu_present_mask;
EXPORT_SYMBOL(__cpu_present_mask);
struct cpumask __cpu_active_mask;
EXPORT_SYMBOL(__cpu_active_mask);
struct cpumask __cpu_dying_mask;
EXPORT_SYMBOL(__cpu_dying_mask);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
struct cpumask __cpu_enabled_mask;
EXPORT_SYMBOL(__cpu_enabled_mask);
#endif
atomic_t __num_online_cpus;
EXPORT_SYMBOL(__num_online_cpus);

/* Row n + 1 has bit n alone, for cpumask_of(). */
#define ROW(n) [(n) + 1] = { 1ul << (n) }
#define ROWS_4(n) ROW(n), ROW((n) + 1), ROW((n) + 2), ROW((n) + 3)
#define ROWS_16(n) ROWS_4(n), ROWS_4((n) + 4), ROWS_4((n) + 8), ROWS_4((n) + 12)

const unsigned long cpu_bit_bitmap[BITS_PER_LONG + 1][BITS_TO_LONGS(NR_CPUS)] = {
	ROWS_16(0),
	ROWS_16(16),
	ROWS_16(32),
	ROWS_16(48),
};
EXPORT_SYMBOL(cpu_bit_bitmap);

const DECLARE_BITMAP(cpu_all_bits, NR_CPUS) = CPU_BITS_ALL;
EXPORT_SYMBOL(cpu_all_bits);

void vqsim_cpus_init(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		cpumask_set_cpu(cpu, &__cpu_possible_mask);
		cpumask_set_cpu(cpu, &__cpu_present_mask);
		cpumask_set_cpu(cpu, &__cpu_online_mask);
		cpumask_set_cpu(cpu, &__cpu_active_mask);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
		cpumask_set_cpu(cpu, &__cpu_enabled_mask);
#endif
	}
	atomic_set(&__num_online_cpus, nr_cpu_ids);
}

bool cpus_share_cache(int this_cpu, int that_cpu)
{
	SIM_FIXED(true, "the vCPUs are the cores of one package, as QEMU's -smp N makes them");
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
bool cpus_equal_capacity(int this_cpu, int that_cpu)
{
	SIM_FIXED(true, "all vCPUs are alike");
}

bool cpus_share_resources(int this_cpu, int that_cpu)
{
	SIM_FIXED(true, "the vCPUs are the cores of one package, as QEMU's -smp N makes them");
}
#endif
