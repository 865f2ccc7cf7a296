/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * time.c - clocks, all of them the virtual one, and the units of time.
 *
 * The machine was switched on at the beginning of 2024 and never suspended.
 */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched/clock.h>
#include <linux/time.h>
#include <linux/timekeeping.h>

#include "../kernel/time/timeconv.c"

#define REAL_OFFSET_NS (1704067200ull * NSEC_PER_SEC)

ktime_t ktime_get(void)
{
	return ns_to_ktime(sim_now());
}
EXPORT_SYMBOL_GPL(ktime_get);

u64 notrace ktime_get_mono_fast_ns(void)
{
	return sim_now();
}
EXPORT_SYMBOL_GPL(ktime_get_mono_fast_ns);

ktime_t ktime_get_with_offset(enum tk_offsets offs)
{
	return ns_to_ktime(sim_now() + (offs == TK_OFFS_REAL ? REAL_OFFSET_NS : 0));
}
EXPORT_SYMBOL_GPL(ktime_get_with_offset);

void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ktime_to_timespec64(ktime_get());
}
EXPORT_SYMBOL_GPL(ktime_get_ts64);

void ktime_get_real_ts64(struct timespec64 *ts)
{
	*ts = ktime_to_timespec64(ktime_get_with_offset(TK_OFFS_REAL));
}
EXPORT_SYMBOL(ktime_get_real_ts64);

void ktime_get_coarse_real_ts64(struct timespec64 *ts)
{
	ktime_get_real_ts64(ts);
}
EXPORT_SYMBOL(ktime_get_coarse_real_ts64);

time64_t ktime_get_seconds(void)
{
	return (time64_t)(sim_now() / NSEC_PER_SEC);
}
EXPORT_SYMBOL_GPL(ktime_get_seconds);

time64_t ktime_get_real_seconds(void)
{
	return (time64_t)((sim_now() + REAL_OFFSET_NS) / NSEC_PER_SEC);
}
EXPORT_SYMBOL_GPL(ktime_get_real_seconds);

unsigned long long notrace sched_clock(void)
{
	return sim_now();
}
EXPORT_SYMBOL_GPL(sched_clock);

struct timespec64 ns_to_timespec64(s64 nsec)
{
	s64 sec = div_s64(nsec, NSEC_PER_SEC);

	sec -= sec * NSEC_PER_SEC > nsec;
	return (struct timespec64){ .tv_sec = sec, .tv_nsec = nsec - sec * NSEC_PER_SEC };
}
EXPORT_SYMBOL(ns_to_timespec64);

unsigned int jiffies_to_msecs(const unsigned long j)
{
	return (unsigned int)(j * (MSEC_PER_SEC / HZ));
}
EXPORT_SYMBOL(jiffies_to_msecs);

unsigned int jiffies_to_usecs(const unsigned long j)
{
	return (unsigned int)(j * (USEC_PER_SEC / HZ));
}
EXPORT_SYMBOL(jiffies_to_usecs);

unsigned long __msecs_to_jiffies(const unsigned int m)
{
	return (int)m < 0 ? MAX_JIFFY_OFFSET : _msecs_to_jiffies(m);
}
EXPORT_SYMBOL(__msecs_to_jiffies);

unsigned long __usecs_to_jiffies(const unsigned int u)
{
	return _usecs_to_jiffies(u);
}
EXPORT_SYMBOL(__usecs_to_jiffies);

unsigned long nsecs_to_jiffies(u64 n)
{
	return (unsigned long)(n / NSEC_PER_JIFFY);
}
EXPORT_SYMBOL_GPL(nsecs_to_jiffies);
