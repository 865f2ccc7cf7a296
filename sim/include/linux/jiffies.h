/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jiffies.h - the machine's tick count, 1000 a second of virtual time.
 *
 * It starts five minutes before the 32-bit wrap, as the kernel's does.
 */
#ifndef SIM_LINUX_JIFFIES_H
#define SIM_LINUX_JIFFIES_H

#include <linux/compiler.h>
#include <linux/time64.h>
#include <linux/types.h>

#define HZ 1000
#define NSEC_PER_JIFFY (NSEC_PER_SEC / HZ)
#define INITIAL_JIFFIES ((unsigned long)(unsigned int)(-300 * HZ))
#define MAX_JIFFY_OFFSET ((~0UL >> 1) - 1)

static inline unsigned long jiffies_now(void)
{
	return INITIAL_JIFFIES + (unsigned long)(sim_now() / NSEC_PER_JIFFY);
}

#define jiffies jiffies_now()
#define get_jiffies_64() ((u64)jiffies_now())

#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
#define time_after_eq(a, b) ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b) time_after_eq(b, a)
#define time_is_before_jiffies(a) time_after(jiffies, a)
#define time_is_after_jiffies(a) time_before(jiffies, a)
#define time_is_before_eq_jiffies(a) time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a) time_before_eq(jiffies, a)

static inline unsigned int jiffies_to_msecs(unsigned long j)
{
	return (unsigned int)(j * (MSEC_PER_SEC / HZ));
}

static inline unsigned int jiffies_to_usecs(unsigned long j)
{
	return (unsigned int)(j * (USEC_PER_SEC / HZ));
}

static inline u64 jiffies_to_nsecs(unsigned long j)
{
	return (u64)j * NSEC_PER_JIFFY;
}

static inline unsigned long msecs_to_jiffies(unsigned int ms)
{
	return (int)ms < 0 ? MAX_JIFFY_OFFSET : (unsigned long)ms * HZ / MSEC_PER_SEC;
}

static inline unsigned long usecs_to_jiffies(unsigned int us)
{
	return ((unsigned long)us + USEC_PER_SEC / HZ - 1) / (USEC_PER_SEC / HZ);
}

static inline unsigned long nsecs_to_jiffies(u64 ns)
{
	return (unsigned long)(ns / NSEC_PER_JIFFY);
}

#define round_jiffies(j) (j)
#define round_jiffies_relative(j) (j)

#endif
