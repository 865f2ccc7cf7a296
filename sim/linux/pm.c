/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pm.c - power management of devices: no runtime PM, and a sleep is the business of whoever asks
 * for it (virtio_mmio_bus.c), so that no list of devices in the order of their dependencies is kept.
 */
#include <linux/device.h>
#include <linux/pm_domain.h>
#include <linux/pm_runtime.h>
#include <linux/suspend.h>

#include <asm/port.h>

#include <../drivers/base/base.h>
#include <../drivers/base/power/power.h>

#define NO_SLEEP_LIST "devices are put to sleep one by one: there is no list to keep in order"
#define NO_RUNTIME_PM "there is no runtime power management: every device is active"

/* ---- sleep --------------------------------------------------------------------------------- */

void device_pm_sleep_init(struct device *dev)
{
	dev->power.is_prepared = false;
	dev->power.is_suspended = false;
	init_completion(&dev->power.completion);
	complete_all(&dev->power.completion);
	dev->power.wakeup = NULL;
	INIT_LIST_HEAD(&dev->power.entry);
}

void device_pm_lock(void)
{
	SIM_NOP(NO_SLEEP_LIST);
}

void device_pm_unlock(void)
{
	SIM_NOP(NO_SLEEP_LIST);
}

void device_pm_add(struct device *dev)
{
	device_pm_check_callbacks(dev);
	dev->power.in_dpm_list = true;
}

void device_pm_remove(struct device *dev)
{
	complete_all(&dev->power.completion);
	dev->power.in_dpm_list = false;
	device_pm_check_callbacks(dev);
}

void device_pm_move_before(struct device *deva, struct device *devb)
{
	SIM_NOP(NO_SLEEP_LIST);
}

void device_pm_move_after(struct device *deva, struct device *devb)
{
	SIM_NOP(NO_SLEEP_LIST);
}

void device_pm_move_last(struct device *dev)
{
	SIM_NOP(NO_SLEEP_LIST);
}

void device_pm_check_callbacks(struct device *dev)
{
	SIM_NOP("only the list of devices skips those without callbacks");
}

int dpm_sysfs_add(struct device *dev)
{
	SIM_FIXED(0, "nobody reads or sets a device's power attributes");
}

void dpm_sysfs_remove(struct device *dev)
{
	SIM_NOP("nobody reads or sets a device's power attributes");
}

int dpm_sysfs_change_owner(struct device *dev, kuid_t kuid, kgid_t kgid)
{
	SIM_UNREACHABLE("no file of sysfs changes its owner");
	return 0;
}

bool pm_wakeup_pending(void)
{
	SIM_FIXED(false, "there is no source of wake-ups from sleep");
}

/* ---- runtime ------------------------------------------------------------------------------- */

/* Disabled, as for every device until its bus enables it: see Documentation/power/runtime_pm.rst. */
void pm_runtime_init(struct device *dev)
{
	dev->power.runtime_status = RPM_SUSPENDED;
	dev->power.disable_depth = 1;
	atomic_set(&dev->power.usage_count, 0);
}

void pm_runtime_reinit(struct device *dev)
{
	SIM_NOP(NO_RUNTIME_PM);
}

int pm_runtime_barrier(struct device *dev)
{
	SIM_FIXED(0, NO_RUNTIME_PM);
}

int __pm_runtime_idle(struct device *dev, int rpmflags)
{
	if (rpmflags & RPM_GET_PUT)
		atomic_dec(&dev->power.usage_count);
	SIM_FIXED(-EACCES, NO_RUNTIME_PM);
}

int __pm_runtime_resume(struct device *dev, int rpmflags)
{
	if (rpmflags & RPM_GET_PUT)
		atomic_inc(&dev->power.usage_count);
	SIM_FIXED(1, NO_RUNTIME_PM);
}

void pm_runtime_get_suppliers(struct device *dev)
{
	SIM_NOP(NO_RUNTIME_PM);
}

void pm_runtime_put_suppliers(struct device *dev)
{
	SIM_NOP(NO_RUNTIME_PM);
}

void pm_runtime_new_link(struct device *dev)
{
	SIM_NOP(NO_RUNTIME_PM);
}

void pm_runtime_drop_link(struct device_link *link)
{
	SIM_NOP(NO_RUNTIME_PM);
}

void pm_runtime_release_supplier(struct device_link *link)
{
	SIM_NOP(NO_RUNTIME_PM);
}

void pm_runtime_set_memalloc_noio(struct device *dev, bool enable)
{
	SIM_NOP(NO_RUNTIME_PM);
}

int pm_generic_runtime_suspend(struct device *dev)
{
	SIM_UNREACHABLE(NO_RUNTIME_PM);
	return 0;
}

int pm_generic_runtime_resume(struct device *dev)
{
	SIM_UNREACHABLE(NO_RUNTIME_PM);
	return 0;
}

int dev_pm_domain_attach(struct device *dev, bool power_on)
{
	SIM_FIXED(0, "no device belongs to a power domain");
}

void dev_pm_domain_detach(struct device *dev, bool power_off)
{
	SIM_NOP("no device belongs to a power domain");
}
