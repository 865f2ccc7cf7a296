/* SPDX-License-Identifier: GPL-2.0-only */
/* dev_printk.h - messages with the device's name in front. Any context. */
#ifndef SIM_LINUX_DEV_PRINTK_H
#define SIM_LINUX_DEV_PRINTK_H

#include <linux/printk.h>

struct device;

void __printf(3, 4) dev_printk(const char *level, const struct device *dev, const char *fmt, ...);

#define dev_emerg(dev, fmt, ...) dev_printk(KERN_EMERG, dev, fmt, ##__VA_ARGS__)
#define dev_crit(dev, fmt, ...) dev_printk(KERN_CRIT, dev, fmt, ##__VA_ARGS__)
#define dev_alert(dev, fmt, ...) dev_printk(KERN_ALERT, dev, fmt, ##__VA_ARGS__)
#define dev_err(dev, fmt, ...) dev_printk(KERN_ERR, dev, fmt, ##__VA_ARGS__)
#define dev_warn(dev, fmt, ...) dev_printk(KERN_WARNING, dev, fmt, ##__VA_ARGS__)
#define dev_notice(dev, fmt, ...) dev_printk(KERN_NOTICE, dev, fmt, ##__VA_ARGS__)
#define dev_info(dev, fmt, ...) dev_printk(KERN_INFO, dev, fmt, ##__VA_ARGS__)
#define dev_warn_once(dev, fmt, ...) dev_warn(dev, fmt, ##__VA_ARGS__)
#define dev_err_ratelimited(dev, fmt, ...) dev_err(dev, fmt, ##__VA_ARGS__)
#define dev_warn_ratelimited(dev, fmt, ...) dev_warn(dev, fmt, ##__VA_ARGS__)
/* As in a kernel built without DEBUG: the arguments are checked, nothing is printed. */
#define dev_dbg(dev, fmt, ...)                                                                     \
	do {                                                                                       \
		if (0)                                                                             \
			dev_printk(KERN_DEBUG, dev, fmt, ##__VA_ARGS__);                           \
	} while (0)

#endif
