/* SPDX-License-Identifier: GPL-2.0-only */
/* export.h - every global symbol of a module is visible to later modules of its machine. */
#ifndef SIM_LINUX_EXPORT_H
#define SIM_LINUX_EXPORT_H

#define EXPORT_SYMBOL(sym) extern __typeof__(sym) sym
#define EXPORT_SYMBOL_GPL(sym) extern __typeof__(sym) sym
#define EXPORT_SYMBOL_NS_GPL(sym, ns) extern __typeof__(sym) sym

struct module;
#define THIS_MODULE ((struct module *)0)

#endif
