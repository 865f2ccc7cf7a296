/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep.h - assertions about held locks, and lock classes.
 *
 * Works on anything that embeds the port's lock as `slock`: spinlock_t, struct mutex.
 */
#ifndef SIM_LINUX_LOCKDEP_H
#define SIM_LINUX_LOCKDEP_H

#include <linux/bug.h>
#include <linux/compiler.h>

/* Its address names a class of locks. */
struct lock_class_key {
	char unused;
};

#define SINGLE_DEPTH_NESTING 1

#define lockdep_is_held(l) sim_lock_held_by_me(&(l)->slock)
#define lockdep_assert_held(l) WARN_ON(!lockdep_is_held(l))
#define lockdep_assert_not_held(l) WARN_ON(lockdep_is_held(l))
#define lockdep_assert_irqs_disabled() WARN_ON(!sim_irqs_disabled())
#define lockdep_assert_irqs_enabled() WARN_ON(sim_irqs_disabled())
#define lockdep_assert_in_irq() WARN_ON(!sim_in_hardirq())

#define lockdep_register_key(key) ((void)(key))
#define lockdep_unregister_key(key) ((void)(key))

#endif
