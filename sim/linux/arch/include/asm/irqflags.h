/* SPDX-License-Identifier: GPL-2.0-only */
/* irqflags.h - the current vCPU's interrupt flag is the simulator's. */
#ifndef _ASM_IRQFLAGS_H
#define _ASM_IRQFLAGS_H

#ifndef __ASSEMBLY__

#include <asm/port.h>

/* As what sim_irq_save() returns: not zero if interrupts were off. */
static __always_inline unsigned long arch_local_save_flags(void)
{
	return sim_irqs_disabled();
}

static __always_inline unsigned long arch_local_irq_save(void)
{
	return sim_irq_save();
}

static __always_inline void arch_local_irq_restore(unsigned long flags)
{
	sim_irq_restore(flags);
}

static __always_inline void arch_local_irq_disable(void)
{
	sim_irq_disable();
}

static __always_inline void arch_local_irq_enable(void)
{
	sim_irq_enable();
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return flags;
}

static __always_inline bool arch_irqs_disabled(void)
{
	return sim_irqs_disabled();
}

#endif
#endif
