/* SPDX-License-Identifier: GPL-2.0-only */
/* module.h - what a module says about itself. */
#ifndef SIM_LINUX_MODULE_H
#define SIM_LINUX_MODULE_H

#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>

/* Kept out of the image: nothing reads them. */
#define __MODULE_NOTE(kind) extern int __UNIQUE_ID(module_##kind)
#define MODULE_LICENSE(text) __MODULE_NOTE(license)
#define MODULE_AUTHOR(text) __MODULE_NOTE(author)
#define MODULE_DESCRIPTION(text) __MODULE_NOTE(description)
#define MODULE_VERSION(text) __MODULE_NOTE(version)
#define MODULE_ALIAS(text) __MODULE_NOTE(alias)
#define MODULE_ALIAS_MISCDEV(minor) __MODULE_NOTE(alias)
#define MODULE_ALIAS_BLOCKDEV_MAJOR(major) __MODULE_NOTE(alias)
#define MODULE_PARM_DESC(param, text) __MODULE_NOTE(param)
#define MODULE_SOFTDEP(text) __MODULE_NOTE(softdep)
#define MODULE_IMPORT_NS(ns) __MODULE_NOTE(ns)
#define MODULE_DEVICE_TABLE(type, name) extern __typeof__(name) name

static inline bool try_module_get(struct module *module)
{
	(void)module;
	SIM_FIXED(true, "a module leaves only at the end of a run, after its users");
}

static inline void __module_get(struct module *module)
{
	(void)module;
	SIM_NOP("a module leaves only at the end of a run, after its users");
}

static inline void module_put(struct module *module)
{
	(void)module;
	SIM_NOP("a module leaves only at the end of a run, after its users");
}

#endif
