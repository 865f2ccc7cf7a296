/* SPDX-License-Identifier: GPL-2.0-only */
/* irqreturn.h - what an interrupt handler answers. */
#ifndef SIM_LINUX_IRQRETURN_H
#define SIM_LINUX_IRQRETURN_H

enum irqreturn {
	IRQ_NONE = 0, /* not ours */
	IRQ_HANDLED = 1,
	IRQ_WAKE_THREAD = 2, /* the rest is for the handler's thread */
};

typedef enum irqreturn irqreturn_t;

#define IRQ_RETVAL(x) ((x) ? IRQ_HANDLED : IRQ_NONE)

#endif
