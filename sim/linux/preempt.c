/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * preempt.c - preempt_count() from what the simulator knows about the vCPU, and its changes.
 *
 * A depth of disabled bottom halves is counted as one: the kernel asks only whether it is zero. In
 * a hard interrupt the softirq part says "disabled" whatever was interrupted.
 */
#include <linux/bottom_half.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/preempt.h>

#include <asm/port.h>

static int softirq_part(void)
{
	if (sim_ctx_kind(sim_ctx_current()) == SIM_CTX_SOFTIRQ)
		return SOFTIRQ_OFFSET;
	return sim_in_softirq() ? SOFTIRQ_DISABLE_OFFSET : 0;
}

int vqsim_preempt_count(void)
{
	return sim_preempt_count() | softirq_part() | (sim_in_hardirq() ? HARDIRQ_OFFSET : 0);
}
EXPORT_SYMBOL(vqsim_preempt_count);

void vqsim_preempt_add(int value)
{
	BUG_ON(value & ~(PREEMPT_MASK | SOFTIRQ_MASK));
	for (int i = 0; i < (value & SOFTIRQ_MASK) / SOFTIRQ_DISABLE_OFFSET; i++)
		sim_bh_disable();
	for (int i = 0; i < (value & PREEMPT_MASK); i++)
		sim_preempt_disable();
}
EXPORT_SYMBOL(vqsim_preempt_add);

void vqsim_preempt_sub(int value)
{
	BUG_ON(value & ~(PREEMPT_MASK | SOFTIRQ_MASK));
	for (int i = 0; i < (value & PREEMPT_MASK); i++)
		sim_preempt_enable();
	for (int i = 0; i < (value & SOFTIRQ_MASK) / SOFTIRQ_DISABLE_OFFSET; i++)
		sim_bh_enable();
}
EXPORT_SYMBOL(vqsim_preempt_sub);

void __local_bh_enable_ip(unsigned long ip, unsigned int cnt)
{
	vqsim_preempt_sub((int)cnt);
}
EXPORT_SYMBOL(__local_bh_enable_ip);
