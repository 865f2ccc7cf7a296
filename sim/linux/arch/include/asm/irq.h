/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_IRQ_H
#define _ASM_IRQ_H

#define NR_IRQS 64

static inline int irq_canonicalize(int irq)
{
	return irq;
}

#endif
