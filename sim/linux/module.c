/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module.c - who uses a module. The simulator loads and unloads modules; a module is unloaded only
 * when nobody uses it any more, as rmmod sees to it.
 */
#include <linux/kmod.h>
#include <linux/module.h>

#include <asm/port.h>

bool try_module_get(struct module *module)
{
	if (!module)
		return true;
	if (!module_is_live(module))
		return false;
	atomic_inc(&module->refcnt);
	return true;
}

void __module_get(struct module *module)
{
	if (module)
		atomic_inc(&module->refcnt);
}

void module_put(struct module *module)
{
	if (module)
		WARN_ON(atomic_dec_if_positive(&module->refcnt) < 0);
}

/* References that others hold. */
int module_refcount(struct module *module)
{
	return atomic_read(&module->refcnt);
}

int __request_module(bool wait, const char *fmt, ...)
{
	SIM_FIXED(-ENOENT, "the scenario says which modules there are: there is no modprobe");
}

static ssize_t uevent_store(struct module_attribute *mattr, struct module_kobject *mk,
			    const char *buffer, size_t count)
{
	SIM_UNREACHABLE("no user space asks for the events of modules");
	return -EINVAL;
}

struct module_attribute module_uevent = __ATTR(uevent, 0200, NULL, uevent_store);
