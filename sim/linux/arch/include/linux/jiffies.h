/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jiffies.h - the kernel's header, but that the tick count is computed from the virtual clock: no
 * tick interrupt counts it up. It starts five minutes before the 32-bit wrap, as the kernel's does.
 */
#include_next <linux/jiffies.h>

#ifndef _VQSIM_LINUX_JIFFIES_H
#define _VQSIM_LINUX_JIFFIES_H

#include <asm/port.h>

#define NSEC_PER_JIFFY (1000000000ul / HZ)

static __always_inline unsigned long vqsim_jiffies(void)
{
	return INITIAL_JIFFIES + (unsigned long)(sim_now() / NSEC_PER_JIFFY);
}

/* An object, because READ_ONCE() takes its address. */
#define jiffies (*(unsigned long[]){ vqsim_jiffies() })
#define get_jiffies_64() ((u64)vqsim_jiffies())

#endif
