/* SPDX-License-Identifier: GPL-2.0-only */
/* ktime.h - virtual time in nanoseconds as the kernel's monotonic clock. Any context. */
#ifndef SIM_LINUX_KTIME_H
#define SIM_LINUX_KTIME_H

#include <linux/compiler.h>
#include <linux/time64.h>
#include <linux/types.h>

typedef s64 ktime_t;

static inline ktime_t ktime_get(void)
{
	return (ktime_t)sim_now();
}

#define ktime_get_ns() ((u64)ktime_get())
#define ktime_get_real() ktime_get()
#define sched_clock() ktime_get_ns()
#define local_clock() ktime_get_ns()

#define ktime_add(a, b) ((a) + (b))
#define ktime_sub(a, b) ((a) - (b))
#define ktime_add_ns(t, ns) ((t) + (s64)(ns))
#define ktime_add_us(t, us) ((t) + (s64)(us)*NSEC_PER_USEC)
#define ktime_add_ms(t, ms) ((t) + (s64)(ms)*NSEC_PER_MSEC)
#define ktime_to_ns(t) (t)
#define ktime_to_us(t) ((t) / NSEC_PER_USEC)
#define ktime_to_ms(t) ((t) / NSEC_PER_MSEC)
#define ktime_us_delta(a, b) ktime_to_us(ktime_sub(a, b))
#define ktime_ms_delta(a, b) ktime_to_ms(ktime_sub(a, b))
#define ktime_set(s, ns) ((s64)(s)*NSEC_PER_SEC + (s64)(ns))
#define ns_to_ktime(ns) ((ktime_t)(ns))
#define ms_to_ktime(ms) ((ktime_t)(ms)*NSEC_PER_MSEC)
#define ktime_after(a, b) ((a) > (b))
#define ktime_before(a, b) ((a) < (b))

#endif
