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

/* A wait that is like a lock: acquired by who runs what others wait for, and, for a moment, by who
 * waits for it, so that waiting under a lock that the other takes is found. */
struct lockdep_map {
	const char *name;
};

#define STATIC_LOCKDEP_MAP_INIT(map_name, key)                                                     \
	{                                                                                          \
		.name = (map_name)                                                                 \
	}

static inline void lock_map_acquire(struct lockdep_map *map)
{
	sim_lockdep_wait(map, map->name);
	sim_lockdep_run_begin(map, map->name);
}

static inline void lock_map_release(struct lockdep_map *map)
{
	sim_lockdep_run_end(map);
}

#define lockdep_register_key(key) ((void)(key))
#define lockdep_unregister_key(key) ((void)(key))

#endif
