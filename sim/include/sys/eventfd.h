/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sys/eventfd.h - eventfd(2); see sim/syscall.h.
 */
#ifndef SYS_EVENTFD_H
#define SYS_EVENTFD_H

#include <sim/syscall.h>

static inline int eventfd(unsigned int initval, int flags)
{
	return sim_sys_eventfd(initval, flags);
}

#endif
