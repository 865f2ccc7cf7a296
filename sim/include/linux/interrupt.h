/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * interrupt.h - interrupt handlers and tasklets.
 */
#ifndef SIM_LINUX_INTERRUPT_H
#define SIM_LINUX_INTERRUPT_H

#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/irqreturn.h>
#include <linux/types.h>

#define IRQF_SHARED 0x00000080
#define IRQF_TRIGGER_NONE 0x00000000
#define IRQF_TRIGGER_RISING 0x00000001
#define IRQF_ONESHOT 0x00002000
#define IRQF_NO_SUSPEND 0x00004000
#define IRQF_DISABLED 0x00000020
#define NR_IRQS 32

/* Runs in hardirq context with the vCPU's interrupts off; never twice at once for one line. */
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);

/*
 * 0, -EINVAL for a bad line or a shared one without dev, -EBUSY if the line is taken and not
 * shared by both, -ENOMEM. From now on the handler may run, even before this returns. A thread_fn
 * runs in a kernel thread when the handler answers IRQ_WAKE_THREAD, or each time without a handler;
 * with IRQF_ONESHOT the line stays masked until it is done. Task context.
 */
int __must_check request_threaded_irq(unsigned int irq, irq_handler_t handler,
				      irq_handler_t thread_fn, unsigned long flags,
				      const char *name, void *dev);

static inline int __must_check request_irq(unsigned int irq, irq_handler_t handler,
					   unsigned long flags, const char *name, void *dev)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev);
}

/* Returns when the handler does not run and never will again; its name. Task context. */
const void *free_irq(unsigned int irq, void *dev);
/* Nested. disable_irq() also waits for a running handler (task context), the other does not. */
void disable_irq(unsigned int irq);
void disable_irq_nosync(unsigned int irq);
void enable_irq(unsigned int irq);
int irq_set_affinity(unsigned int irq, const struct cpumask *mask);

static inline int irq_set_affinity_hint(unsigned int irq, const struct cpumask *mask)
{
	return mask ? irq_set_affinity(irq, mask) : 0;
}

/* A function that runs soon as a softirq, once however often it was scheduled, never twice at once. */
struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count; /* 0 = enabled */
	void (*func)(unsigned long data);
	unsigned long data;
};

enum { TASKLET_STATE_SCHED, TASKLET_STATE_RUN };

#define DECLARE_TASKLET_OLD(name, fn)                                                              \
	struct tasklet_struct name = { NULL, 0, ATOMIC_INIT(0), fn, 0 }

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data);
/* Any context. */
void tasklet_schedule(struct tasklet_struct *t);
#define tasklet_hi_schedule(t) tasklet_schedule(t)
void tasklet_disable_nosync(struct tasklet_struct *t);
void tasklet_enable(struct tasklet_struct *t);
/* Task context: also waits until it does not run; kill, until it is not scheduled either. */
void tasklet_disable(struct tasklet_struct *t);
void tasklet_kill(struct tasklet_struct *t);

#endif
