/* SPDX-License-Identifier: GPL-2.0-only */
/* timex.h - cycles are the virtual clock's nanoseconds. */
#ifndef _ASM_TIMEX_H
#define _ASM_TIMEX_H

#include <asm/port.h>

typedef unsigned long cycles_t;

#define get_cycles get_cycles
static inline cycles_t get_cycles(void)
{
	return sim_now();
}

#endif
