/* SPDX-License-Identifier: GPL-2.0-only */
/* irqflags.h - interrupts of the current vCPU on and off. Any context. */
#ifndef SIM_LINUX_IRQFLAGS_H
#define SIM_LINUX_IRQFLAGS_H

#include <linux/compiler.h>

#define local_irq_disable() sim_irq_disable()
#define local_irq_enable() sim_irq_enable()
#define local_irq_save(flags)                                                                      \
	do {                                                                                       \
		typecheck(unsigned long, flags);                                                   \
		(flags) = sim_irq_save();                                                          \
	} while (0)
#define local_irq_restore(flags)                                                                   \
	do {                                                                                       \
		typecheck(unsigned long, flags);                                                   \
		sim_irq_restore(flags);                                                            \
	} while (0)
#define irqs_disabled() sim_irqs_disabled()
#define irqs_disabled_flags(flags) ((flags) != 0)

#endif
