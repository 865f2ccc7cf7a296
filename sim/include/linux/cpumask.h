/* SPDX-License-Identifier: GPL-2.0-only */
/* cpumask.h - sets of vCPUs; all of a machine's are always online. */
#ifndef SIM_LINUX_CPUMASK_H
#define SIM_LINUX_CPUMASK_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/threads.h>

struct cpumask {
	unsigned long bits[BITS_TO_LONGS(NR_CPUS)];
};

typedef struct cpumask cpumask_t;

#define nr_cpu_ids ((unsigned int)sim_cpu_count())
#define num_possible_cpus() nr_cpu_ids
#define num_present_cpus() nr_cpu_ids
#define num_online_cpus() nr_cpu_ids
#define cpu_online(cpu) ((unsigned int)(cpu) < nr_cpu_ids)
#define cpu_possible(cpu) cpu_online(cpu)

#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < sim_cpu_count(); (cpu)++)
#define for_each_online_cpu(cpu) for_each_possible_cpu (cpu)
#define for_each_present_cpu(cpu) for_each_possible_cpu (cpu)

static inline void cpumask_clear(struct cpumask *mask)
{
	mask->bits[0] = 0;
}

static inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	set_bit(cpu, mask->bits);
}

static inline void cpumask_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	clear_bit(cpu, mask->bits);
}

static inline bool cpumask_test_cpu(unsigned int cpu, const struct cpumask *mask)
{
	return test_bit(cpu, mask->bits);
}

/* The first vCPU of the set, nr_cpu_ids if it is empty. */
static inline unsigned int cpumask_first(const struct cpumask *mask)
{
	return (unsigned int)find_first_bit(mask->bits, nr_cpu_ids);
}

#define for_each_cpu(cpu, mask)                                                                    \
	for ((cpu) = 0; (cpu) < (int)nr_cpu_ids; (cpu)++)                                          \
		if (cpumask_test_cpu(cpu, mask))

#endif
