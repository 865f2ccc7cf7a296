/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lock.c - spin locks and mutexes: who holds, who waits, what they order.
 *
 * The holder's release is an LKMM release store to the lock word and the next holder's acquire
 * reads it, so the order comes from the memory model; this file adds exclusion and waiting.
 */
#include <string.h>
#include <valgrind/memcheck.h>

#include <check/lockdep.h>
#include <check/vq_exclusion.h>
#include <engine/cpu.h>
#include <engine/site.h>
#include <engine/sched.h>
#include <engine/table.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/lifetime.h>
#include <memory/settle.h>
#include <memory/sync_word.h>

struct lock_record {
	struct sim_ctx *owner;
	struct sim_ctx *waiters;
	const void *class_key;
	const char *name;
	struct sim_lock *lock;
	uint8_t kind;
	uint16_t class; /* of the current holder, with its subclass */
	uint16_t plain_class; /* subclass 0; 0 = not looked up yet */
	struct sync_word order;
};

static struct table *locks; /* points into state */

void lock_init(void)
{
	locks = state_alloc(sizeof(*locks));
	locks->record_bytes = sizeof(struct lock_record);
}

static struct lock_record *record_new(struct sim_lock *lock)
{
	struct lock_record *record = table_add(locks);

	lock->id = locks->count;
	return record;
}

static struct lock_record *record_at(uint32_t id)
{
	return table_at(locks, id);
}

void sim_lock_init(struct sim_lock *lock, enum sim_lock_kind kind, const char *name,
		   const void *class_key)
{
	struct lock_record *record;

	settle();
	sim_mem_check(lock, sizeof(*lock), true);
	lifetime_written((uintptr_t)lock, sizeof(*lock));
	if (RUNNING_ON_VALGRIND)
		(void)VALGRIND_MAKE_MEM_DEFINED(lock, sizeof(*lock));
	/* Objects come and go at one address: take the record over. */
	if (lock->id && lock->id <= locks->count && record_at(lock->id)->lock == lock)
		record = record_at(lock->id);
	else
		record = record_new(lock);
	lock->word = 0;
	*record = (struct lock_record){
		.class_key = class_key ? class_key : lock,
		.name = name,
		.lock = lock,
		.kind = kind,
	};
}

static struct lock_record *record_of(const struct sim_lock *const_lock)
{
	struct sim_lock *lock = (struct sim_lock *)const_lock;
	struct lock_record *record;

	sim_mem_check(lock, sizeof(*lock), false);
	if (!lock->id)
		sim_lock_init(lock, SIM_LOCK_SPIN, "lock", lock);
	if (lock->id > locks->count)
		sim_report(SIM_UNINITIALISED, "%s uses a lock that was never initialised",
			   E->current->name);
	record = record_at(lock->id);
	if (record->lock != lock)
		sim_report(SIM_UNINITIALISED, "%s uses a lock that was never initialised",
			   E->current->name);
	return record;
}

static bool runs_below(const struct sim_ctx *ctx, const struct sim_ctx *owner)
{
	for (; ctx; ctx = ctx->below)
		if (ctx == owner)
			return true;
	return false;
}

/* Who holds it can only go on once the caller does. */
static void check_interrupted_holder(const struct lock_record *record)
{
	const struct sim_ctx *self = E->current;

	if (record->owner && record->kind == SIM_LOCK_SPIN && runs_below(self, record->owner))
		sim_report(SIM_DEADLOCK,
			   "%s spins on %s, which the interrupted %s holds on this CPU", self->name,
			   record->name, record->owner->name);
}

static void wait_for(struct lock_record *record)
{
	struct sim_ctx *self = E->current;
	struct cpu *cpu = cpu_of(self);
	bool spins = record->kind == SIM_LOCK_SPIN;

	self->wait = (struct sim_wait){
		.kind = spins ? SIM_WAIT_SPIN : SIM_WAIT_MUTEX,
		.object = record->lock,
		.what = record->name,
		.owner = record->owner,
	};
	trace_note(TRACE_BLOCK, self, self->wait.kind, record->lock->id, record->name);
	self->next_waiter = record->waiters;
	record->waiters = self;
	self->state = spins ? CTX_SPINNING : CTX_PARKED;
	if (!spins && !self->exit_depth) {
		cpu->cur = NULL;
		sched_rotate(cpu);
	}
	cpu_update(cpu);
	sched_block();
	self->wait = (struct sim_wait){ 0 };
}

static uint16_t class_of(struct lock_record *record, unsigned int subclass)
{
	if (subclass)
		return lockdep_class(record->class_key, record->name, subclass);
	if (!record->plain_class)
		record->plain_class = lockdep_class(record->class_key, record->name, 0);
	return record->plain_class;
}

static void note_order(uint16_t class, bool tried)
{
	struct sim_ctx *self = E->current;
	struct cpu *cpu = cpu_of(self);
	/* No interrupt gets in while a process's code runs, be it a thread or a vCPU's exit; an exit
	 * to a kernel runs as one of its tasks. */
	bool task = cpu_in_kernel_exit(self);
	bool host = !task && (self->kind == SIM_CTX_HOST || self->exit_depth);

	lockdep_acquire(self->id, class, tried, self->kind == SIM_CTX_HARDIRQ && !host && !task,
			self->kind == SIM_CTX_SOFTIRQ && !host && !task, !cpu->irqs_off && !host,
			!cpu->bh && !host);
}

static void take(struct lock_record *record, uint16_t class)
{
	record->owner = E->current;
	record->class = class;
	sync_word_acquire(&record->order, &record->lock->word, 1);
	trace_note(TRACE_LOCK, E->current, record->lock->id, 0, record->name);
}

void sim_lock_acquire(struct sim_lock *lock, unsigned int subclass)
{
	struct lock_record *record;
	uint16_t class;

	settle();
	record = record_of(lock);
	if (record->kind == SIM_LOCK_MUTEX)
		sim_might_sleep(record->name);
	sched_point(SITE_OF_CALLER());
	class = class_of(record, subclass);
	if (record->owner == E->current)
		sim_report(SIM_DEADLOCK, "%s takes %s, which it holds already", E->current->name,
			   record->name);
	check_interrupted_holder(record);
	note_order(class, false);
	while (record->owner) {
		wait_for(record);
		record = record_of(lock);
	}
	take(record, class);
}

bool sim_lock_try(struct sim_lock *lock)
{
	struct lock_record *record;

	settle();
	record = record_of(lock);
	sched_point(SITE_OF_CALLER());
	if (record->owner)
		return false;
	take(record, class_of(record, 0));
	note_order(record->class, true);
	return true;
}

static void wake_waiters(struct lock_record *record)
{
	struct sim_ctx *waiter = record->waiters;

	record->waiters = NULL;
	while (waiter) {
		struct sim_ctx *next = waiter->next_waiter;

		waiter->state = CTX_READY;
		if (cpu_of(waiter)->cur == waiter || cpu_of(waiter)->hardirq ||
		    cpu_of(waiter)->softirq)
			cpu_update(cpu_of(waiter));
		if (waiter->wait.kind == SIM_WAIT_MUTEX && cpu_of(waiter)->cur != waiter)
			sched_enqueue(waiter);
		waiter = next;
	}
}

void sim_lock_release(struct sim_lock *lock)
{
	struct sim_ctx *self = E->current;
	struct lock_record *record;

	settle();
	record = record_of(lock);
	if (!record->owner)
		sim_report(SIM_BAD_UNLOCK, "%s releases %s, which nobody holds", self->name,
			   record->name);
	if (record->owner != self)
		sim_report(SIM_BAD_UNLOCK, "%s releases %s, which %s holds", self->name,
			   record->name, record->owner->name);
	/* The lock is seen held: by trylock, by who spins on it, by an interrupt. */
	sched_point(SITE_OF_CALLER());
	lockdep_release(self->id, record->class);
	vq_exclusion_unlock();
	record->owner = NULL;
	sync_word_release(&record->order, &lock->word, 0);
	trace_note(TRACE_UNLOCK, self, lock->id, 0, record->name);
	wake_waiters(record);
	sched_point(SITE_OF_CALLER());
}

bool sim_lock_held_by_me(const struct sim_lock *lock)
{
	return lock->id && record_of(lock)->owner == E->current;
}

void sim_lock_destroy(struct sim_lock *lock)
{
	struct lock_record *record;

	settle();
	if (!lock->id)
		return;
	record = record_of(lock);
	if (record->owner)
		sim_report(SIM_TEARDOWN, "%s destroys %s, which %s holds", E->current->name,
			   record->name, record->owner->name);
	if (record->waiters)
		sim_report(SIM_TEARDOWN, "%s destroys %s, which %s waits for", E->current->name,
			   record->name, record->waiters->name);
}
