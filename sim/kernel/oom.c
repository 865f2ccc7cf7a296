/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * oom.c - out of memory: who has registered gives memory back before a task would be killed.
 */
#include <linux/export.h>
#include <linux/oom.h>
#include <linux/printk.h>

static BLOCKING_NOTIFIER_HEAD(oom_notify_list);

int register_oom_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&oom_notify_list, nb);
}
EXPORT_SYMBOL_GPL(register_oom_notifier);

int unregister_oom_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&oom_notify_list, nb);
}
EXPORT_SYMBOL_GPL(unregister_oom_notifier);

void pagefault_out_of_memory(void)
{
	unsigned long freed = 0;

	blocking_notifier_call_chain(&oom_notify_list, 0, &freed);
	pr_info("out of memory: %lu pages given back\n", freed);
}
EXPORT_SYMBOL_GPL(pagefault_out_of_memory);
