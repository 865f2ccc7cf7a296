/* SPDX-License-Identifier: GPL-2.0-only */
/* hardirq.h - what kind of context this is; kept with preempt.h. */
#ifndef SIM_LINUX_HARDIRQ_H
#define SIM_LINUX_HARDIRQ_H

#include <linux/irqflags.h>
#include <linux/preempt.h>

/* Waits for a running handler of the line. Task context. */
void synchronize_irq(unsigned int irq);

#endif
