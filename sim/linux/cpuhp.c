/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cpuhp.c - callbacks for vCPUs that come and go, of which none does.
 *
 * A state's startup function is called for every vCPU when the state is set up, since all are
 * there. Instances are kept on their state's list, so that one that is freed while it is on it, or
 * removed twice, is found; nothing else walks the lists.
 */
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/mutex.h>

#include <asm/port.h>

static DEFINE_MUTEX(cpuhp_lock);
static struct hlist_head instances[CPUHP_ONLINE + 1];
static int next_prepare_state = CPUHP_BP_PREPARE_DYN;
static int next_online_state = CPUHP_AP_ONLINE_DYN;

static int take_state(enum cpuhp_state state)
{
	int number;

	mutex_lock(&cpuhp_lock);
	if (state == CPUHP_AP_ONLINE_DYN)
		number = next_online_state < CPUHP_AP_ONLINE_DYN_END ? next_online_state++ :
								       -ENOSPC;
	else if (state == CPUHP_BP_PREPARE_DYN)
		number = next_prepare_state < CPUHP_BP_PREPARE_DYN_END ? next_prepare_state++ :
									 -ENOSPC;
	else
		number = 0;
	mutex_unlock(&cpuhp_lock);
	return number;
}

/* The number of a dynamic state, else 0. startup runs on the calling vCPU. */
int __cpuhp_setup_state(enum cpuhp_state state, const char *name, bool invoke,
			int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu),
			bool multi_instance)
{
	int number = take_state(state);
	unsigned int cpu;
	int err;

	if (number < 0 || !invoke || !startup || multi_instance)
		return number;
	for_each_online_cpu (cpu) {
		err = startup(cpu);
		if (err)
			return err;
	}
	return number;
}
EXPORT_SYMBOL(__cpuhp_setup_state);

void __cpuhp_remove_state(enum cpuhp_state state, bool invoke)
{
	if (invoke)
		SIM_UNREACHABLE("no state with a teardown function is removed");
	WARN_ON(!hlist_empty(&instances[state]));
}
EXPORT_SYMBOL(__cpuhp_remove_state);

int __cpuhp_state_add_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	if (invoke)
		SIM_UNREACHABLE("every instance is added without calls");
	mutex_lock(&cpuhp_lock);
	hlist_add_head(node, &instances[state]);
	mutex_unlock(&cpuhp_lock);
	return 0;
}
EXPORT_SYMBOL(__cpuhp_state_add_instance);

int __cpuhp_state_remove_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	if (invoke)
		SIM_UNREACHABLE("every instance is removed without calls");
	mutex_lock(&cpuhp_lock);
	hlist_del(node);
	mutex_unlock(&cpuhp_lock);
	return 0;
}
EXPORT_SYMBOL(__cpuhp_state_remove_instance);
