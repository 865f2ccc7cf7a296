/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * init.h - who is called at boot and at module load.
 *
 * A module has module_init() and module_exit(). The *_initcall() and __exitcall() forms are for the
 * kernel library itself: kernel_boot() calls them level by level, kernel_halt() in reverse.
 */
#ifndef SIM_LINUX_INIT_H
#define SIM_LINUX_INIT_H

#include <linux/compiler.h>

#define __init
#define __exit
#define __initdata
#define __initconst
#define __exitdata
#define __devinit
#define __devexit
#define __devinitdata
#define __devexit_p(x) x
#define __exit_p(x) x
#define __refdata
#define __meminit

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#define __define_initcall(fn, level)                                                               \
	static const initcall_t __initcall_##fn __used __section("initcall" #level) = fn
#define core_initcall(fn) __define_initcall(fn, 1)
#define postcore_initcall(fn) __define_initcall(fn, 2)
#define arch_initcall(fn) __define_initcall(fn, 3)
#define subsys_initcall(fn) __define_initcall(fn, 4)
#define fs_initcall(fn) __define_initcall(fn, 5)
#define device_initcall(fn) __define_initcall(fn, 6)
#define late_initcall(fn) __define_initcall(fn, 7)
#define __exitcall(fn) static const exitcall_t __exitcall_##fn __used __section("exitcalls") = fn

/* The loader calls init_module() after load and cleanup_module() before unload. */
#define module_init(fn)                                                                            \
	int init_module(void);                                                                     \
	int init_module(void)                                                                      \
	{                                                                                          \
		return fn();                                                                       \
	}                                                                                          \
	extern int init_module(void)
#define module_exit(fn)                                                                            \
	void cleanup_module(void);                                                                 \
	void cleanup_module(void)                                                                  \
	{                                                                                          \
		fn();                                                                              \
	}                                                                                          \
	extern void cleanup_module(void)

/* sim/kernel/boot.c: once, in the machine's first task; and as its last act. */
void kernel_boot(void);
void kernel_halt(void);

#endif
