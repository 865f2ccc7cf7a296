/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device.c - brings up the kernel's driver core (drivers/base), and what it asks for that this
 * machine has not got: firmware nodes, probing in other threads, modules in sysfs.
 */
#include <linux/async.h>
#include <linux/device.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/miscdevice.h>
#include <linux/property.h>
#include <linux/string.h>
#include <linux/version.h>

#include <asm/port.h>

#include <../drivers/base/base.h>

bool initcall_debug;

extern const struct obs_kernel_param __setup_start[], __setup_end[];

/* As if the kernel's command line had said name=value. */
static void __init boot_parameter(const char *name, char *value)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++)
		if (!strcmp(p->str, name))
			p->setup_func(value);
}

static struct kobject *__init virtual_folder(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	return virtual_device_parent();
#else
	return virtual_device_parent(NULL);
#endif
}

static int __init device_model_init(void)
{
	static char no_timeout[] = "0";
	int err;

	/* All that a driver could wait for is there before it: no timer has to give up on it. */
	boot_parameter("deferred_probe_timeout=", no_timeout);
	err = devices_init();
	if (!err)
		err = buses_init();
	if (!err)
		err = classes_init();
	if (!err)
		err = platform_bus_init();
	/* The folder of devices without a parent comes with the first of them, and stays. */
	if (!err && !virtual_folder())
		err = -ENOMEM;
	return err;
}
pure_initcall(device_model_init);

/* The folder of devices without a parent comes with the first of them and stays. */
static int __init first_virtual_device(void)
{
	static struct miscdevice first = { .minor = MISC_DYNAMIC_MINOR, .name = "first" };
	int err = misc_register(&first);

	if (!err)
		misc_deregister(&first);
	return err;
}
late_initcall(first_virtual_device);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
int module_add_driver(struct module *mod, const struct device_driver *drv)
{
	SIM_FIXED(0, "modules have no entry in sysfs to link a driver from");
}

void module_remove_driver(const struct device_driver *drv)
{
	SIM_NOP("modules have no entry in sysfs to link a driver from");
}
#else
void module_add_driver(struct module *mod, struct device_driver *drv)
{
	SIM_NOP("modules have no entry in sysfs to link a driver from");
}

void module_remove_driver(struct device_driver *drv)
{
	SIM_NOP("modules have no entry in sysfs to link a driver from");
}
#endif

void software_node_notify(struct device *dev)
{
	SIM_NOP("no device has a software node");
}

void software_node_notify_remove(struct device *dev)
{
	SIM_NOP("no device has a software node");
}

int device_create_managed_software_node(struct device *dev, const struct property_entry *properties,
					const struct software_node *parent)
{
	SIM_UNREACHABLE("no device has a software node");
	return -ENODEV;
}

async_cookie_t async_schedule_node(async_func_t func, void *data, int node)
{
	SIM_UNREACHABLE("no driver here asks for asynchronous probing");
	return 0;
}

bool async_schedule_dev_nocall(async_func_t func, struct device *dev)
{
	SIM_UNREACHABLE("no driver here asks for asynchronous probing");
	return false;
}

void async_synchronize_full(void)
{
	SIM_NOP("nothing is ever scheduled asynchronously");
}

/* drivers/base/platform.c spreads a device's own set of vectors over the CPUs. */
#define NO_VECTORS "no platform device has several interrupt vectors"

unsigned int irq_calc_affinity_vectors(unsigned int minvec, unsigned int maxvec,
				       const struct irq_affinity *affd)
{
	SIM_UNREACHABLE(NO_VECTORS);
	return 0;
}

struct irq_affinity_desc *irq_create_affinity_masks(unsigned int nvecs, struct irq_affinity *affd)
{
	SIM_UNREACHABLE(NO_VECTORS);
	return NULL;
}

int irq_update_affinity_desc(unsigned int irq, struct irq_affinity_desc *affinity)
{
	SIM_UNREACHABLE(NO_VECTORS);
	return -EINVAL;
}

struct irq_data *irq_get_irq_data(unsigned int irq)
{
	SIM_UNREACHABLE(NO_VECTORS);
	return NULL;
}
