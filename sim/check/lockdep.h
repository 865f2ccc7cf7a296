/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep.h - the order of locks, and locks that interrupts take too.
 *
 * After Documentation/locking/lockdep-design.rst: locks with one key form a class; "B was taken
 * while A was held" is an edge A -> B; a cycle of edges is a deadlock that some schedule has, even
 * if this one has not. What a run has seen so far is all there is: the graph lives in state memory
 * and starts from the snapshot's in every run, so a report depends on the tape alone.
 *
 * Reports LOCK_ORDER and IRQ_UNSAFE_LOCK through engine_report(), so calls may not return. Cost:
 * a few nanoseconds with no lock held, one bit test for each lock held otherwise.
 */
#ifndef CHECK_LOCKDEP_H
#define CHECK_LOCKDEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* While the world is built, before the first lock and the first snapshot; again is harmless. */
void lockdep_init(void);

/*
 * The class of locks with this key and subclass; made at its first use with this name (borrowed;
 * NULL: named by its address). Never 0. Hashed: callers keep what they got. key is an address in
 * simulated memory.
 */
uint16_t lockdep_class(const void *key, const char *name, unsigned int subclass);

/*
 * Before the caller waits for the lock (trylock: after it got it). ctx_index is the context's id.
 * irqs_enabled and bh_enabled tell whether a hardirq, a softirq could interrupt here.
 */
void lockdep_acquire(unsigned int ctx_index, uint16_t class, bool trylock, bool in_hardirq,
		     bool in_softirq, bool irqs_enabled, bool bh_enabled);
/* Any order of releases is legal. A class that is not held is ignored: the lock itself knows. */
void lockdep_release(unsigned int ctx_index, uint16_t class);
/* Interrupts (or bottom halves) come on while locks are held: these are interruptible from now on. */
void lockdep_irqs_on(unsigned int ctx_index);
void lockdep_bh_on(unsigned int ctx_index);
/* What the context holds is another machine's and has no order with, and is not interrupted by, what it
 * does here, until it is unhidden. Returns what the latter wants to know. */
unsigned int lockdep_hide(unsigned int ctx_index);
void lockdep_unhide(unsigned int ctx_index, unsigned int before);
/* The context ends: BAD_UNLOCK if it still holds a lock. The index may be used again. */
void lockdep_ctx_end(unsigned int ctx_index);
/* Locks the context holds now. */
unsigned int lockdep_held(unsigned int ctx_index);

/* Memory is freed or a lock destroyed: classes keyed by an address in there are gone, so that what
 * comes to lie there next starts afresh. Cheap when there is no such class. */
void lockdep_forget(const void *base, size_t bytes);

#endif
