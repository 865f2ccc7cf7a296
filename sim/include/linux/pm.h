/* SPDX-License-Identifier: GPL-2.0-only */
/* pm.h - suspend and resume operations of a driver. */
#ifndef SIM_LINUX_PM_H
#define SIM_LINUX_PM_H

struct device;

typedef struct pm_message {
	int event;
} pm_message_t;

/* Task context; 0 or an error that keeps the system awake. */
struct dev_pm_ops {
	int (*prepare)(struct device *dev);
	void (*complete)(struct device *dev);
	int (*suspend)(struct device *dev);
	int (*resume)(struct device *dev);
	int (*freeze)(struct device *dev);
	int (*thaw)(struct device *dev);
	int (*poweroff)(struct device *dev);
	int (*restore)(struct device *dev);
};

#define SET_SYSTEM_SLEEP_PM_OPS(suspend_fn, resume_fn)                                             \
	.suspend = (suspend_fn), .resume = (resume_fn), .freeze = (suspend_fn),                    \
	.thaw = (resume_fn), .poweroff = (suspend_fn), .restore = (resume_fn),
#define SIMPLE_DEV_PM_OPS(name, suspend_fn, resume_fn)                                             \
	const struct dev_pm_ops name = { SET_SYSTEM_SLEEP_PM_OPS(suspend_fn, resume_fn) }

#endif
