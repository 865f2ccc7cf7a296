/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu_ops.c - the one-step operations on a vCPU's own variables.
 *
 * Compiled without the calls that announce accesses: see <asm/percpu.h>.
 */
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/types.h>

#define ONE_STEP noinline __no_kcsan

ONE_STEP unsigned long vqsim_cpu_offset(void)
{
	return __per_cpu_offset[sim_cpu()];
}
EXPORT_SYMBOL(vqsim_cpu_offset);

/* The statement, once for each size, with `var` as the variable. */
#define FOR_SIZE(at, bytes, statement)                                                             \
	do {                                                                                       \
		switch (bytes) {                                                                   \
		case 1: {                                                                          \
			u8 *var = (u8 *)(at);                                                      \
			statement;                                                                 \
			break;                                                                     \
		}                                                                                  \
		case 2: {                                                                          \
			u16 *var = (u16 *)(at);                                                    \
			statement;                                                                 \
			break;                                                                     \
		}                                                                                  \
		case 4: {                                                                          \
			u32 *var = (u32 *)(at);                                                    \
			statement;                                                                 \
			break;                                                                     \
		}                                                                                  \
		case 8: {                                                                          \
			u64 *var = (u64 *)(at);                                                    \
			statement;                                                                 \
			break;                                                                     \
		}                                                                                  \
		default:                                                                           \
			BUG();                                                                     \
		}                                                                                  \
	} while (0)

ONE_STEP unsigned long vqsim_cpu_load(const void *at, unsigned int bytes)
{
	unsigned long value;

	FOR_SIZE(at, bytes, value = *var);
	return value;
}
EXPORT_SYMBOL(vqsim_cpu_load);

ONE_STEP void vqsim_cpu_store(void *at, unsigned int bytes, unsigned long value)
{
	FOR_SIZE(at, bytes, *var = value);
}
EXPORT_SYMBOL(vqsim_cpu_store);

/* Returns the new value. */
ONE_STEP unsigned long vqsim_cpu_add(void *at, unsigned int bytes, unsigned long value)
{
	unsigned long sum;

	FOR_SIZE(at, bytes, sum = (*var += value));
	return sum;
}
EXPORT_SYMBOL(vqsim_cpu_add);

ONE_STEP void vqsim_cpu_and(void *at, unsigned int bytes, unsigned long value)
{
	FOR_SIZE(at, bytes, *var &= value);
}
EXPORT_SYMBOL(vqsim_cpu_and);

ONE_STEP void vqsim_cpu_or(void *at, unsigned int bytes, unsigned long value)
{
	FOR_SIZE(at, bytes, *var |= value);
}
EXPORT_SYMBOL(vqsim_cpu_or);

/* Returns the old value. */
ONE_STEP unsigned long vqsim_cpu_xchg(void *at, unsigned int bytes, unsigned long value)
{
	unsigned long old;

	FOR_SIZE(at, bytes, old = *var; *var = value);
	return old;
}
EXPORT_SYMBOL(vqsim_cpu_xchg);

/* Returns what was there: old, as truncated to the variable's size, if new is there now. */
ONE_STEP unsigned long vqsim_cpu_cmpxchg(void *at, unsigned int bytes, unsigned long old,
					 unsigned long new)
{
	unsigned long seen;

	FOR_SIZE(at, bytes, seen = *var; if (*var == (typeof(*var))old) *var = new);
	return seen;
}
EXPORT_SYMBOL(vqsim_cpu_cmpxchg);
