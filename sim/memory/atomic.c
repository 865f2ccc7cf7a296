/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * atomic.c - the __tsan_atomic* calls: ordered loads and stores, and read-modify-write.
 *
 * Orders are LKMM's (Documentation/atomic_t.txt, atomic_bitops.txt): relaxed orders nothing but is
 * marked; acquire and release as in smp_load_acquire() and smp_store_release(); sequentially
 * consistent read-modify-write is "fully ordered", a full barrier before and after.
 */
#include <stdint.h>

#include <engine/cpu.h>
#include <engine/crash.h>
#include <engine/trace_hash.h>
#include <memory/access.h>
#include <memory/agent.h>
#include <memory/bytes.h>
#include <memory/settle.h>

enum order { ORDER_RELAXED, ORDER_CONSUME, ORDER_ACQUIRE, ORDER_RELEASE, ORDER_ACQ_REL, ORDER_SEQ };

#define SITE() ((uint32_t)(uintptr_t)__builtin_return_address(0))

typedef uint64_t (*modify_fn)(uint64_t old, uint64_t operand);

static uint64_t modify_exchange(uint64_t old, uint64_t operand)
{
	(void)old;
	return operand;
}

static uint64_t modify_add(uint64_t old, uint64_t operand)
{
	return old + operand;
}

static uint64_t modify_sub(uint64_t old, uint64_t operand)
{
	return old - operand;
}

static uint64_t modify_and(uint64_t old, uint64_t operand)
{
	return old & operand;
}

static uint64_t modify_or(uint64_t old, uint64_t operand)
{
	return old | operand;
}

static uint64_t modify_xor(uint64_t old, uint64_t operand)
{
	return old ^ operand;
}

static uint64_t modify_nand(uint64_t old, uint64_t operand)
{
	return ~(old & operand);
}

static uint64_t value_at(const volatile void *at, unsigned int size)
{
	return bytes_at((uintptr_t)at, size);
}

/* The same at an address that is not known to be anything. */
static uint64_t chosen_value(const volatile void *at, unsigned int size, uint32_t site)
{
	uint64_t value;

	crash_blame(site);
	value = value_at(at, size);
	crash_blame(0);
	return value;
}

static void value_put(volatile void *at, unsigned int size, uint64_t value)
{
	bytes_put((uintptr_t)at, size, value);
}

/* Bits [index * bits, (index + 1) * bits) of a value. */
static uint64_t part_of(uint64_t value, unsigned int index, unsigned int bits)
{
	return bits == 64 ? value : value >> index * bits & ((1ull << bits) - 1);
}

static bool watched(const volatile void *at)
{
	uintptr_t addr = (uintptr_t)at;

	return addr < MMIO_BASE && region_has((void *)addr) &&
	       (SHADOW[granule_of(addr)] & SHADOW_WATCHED);
}

static bool acquires(int order)
{
	return order == ORDER_ACQUIRE || order == ORDER_CONSUME || order == ORDER_ACQ_REL ||
	       order == ORDER_SEQ;
}

static bool releases(int order)
{
	return order == ORDER_RELEASE || order == ORDER_ACQ_REL || order == ORDER_SEQ;
}

/* What a store with this order carries. A release is cumulative: also what was only read, and the
 * store itself, which gets the agent's next clock; what comes behind it gets another. */
static uint32_t carried_by(int order)
{
	struct agent *self = agent_current();
	struct vclock all;

	if (!releases(order))
		return agent_published_ref();
	all = self->known;
	vclock_join(&all, &self->seen);
	all.of[agent_index()]++;
	return history_clock_copy(&all);
}

static void acquire_from(const struct message *message, int order)
{
	if (!acquires(order))
		return;
	vclock_join(&agent_current()->known, history_carried(message));
}

/* Watchers get the value of the access, which memory need not hold. */
static void tell_watchers(const volatile void *at, unsigned int size, uint64_t value, bool write,
			  uint32_t site)
{
	uint64_t newest = value_at(at, size);

	if (!watched(at))
		return;
	bytes_put((uintptr_t)at, size, value);
	access_watched((uintptr_t)at, size, write, true, site);
	bytes_put((uintptr_t)at, size, newest);
}

/* A word that is also used in parts is read as one step, the newest of each. */
static uint64_t load_parts(struct unit *unit, unsigned int count, const volatile void *at,
			   unsigned int size, int order)
{
	for (unsigned int i = 0; i < count; i++)
		acquire_from(history_see(&unit[i]), order);
	return value_at(at, size);
}

static uint64_t atomic_load(const volatile void *at, unsigned int size, int order, uint32_t site)
{
	unsigned int count = 0;
	struct unit *unit;
	bool stale = false;
	uint64_t value;

	settle();
	unit = access_atomic((uintptr_t)at, size, ACCESS_READ, site, &count);
	if (!unit)
		return chosen_value(at, size, site);
	if (count == 1) {
		struct message *message = history_load(unit, (uintptr_t)at, site, true);

		acquire_from(message, order);
		value = message->value;
		stale = message != history_newest(unit);
	} else {
		value = load_parts(unit, count, at, size, order);
	}
	trace_note_at(stale ? TRACE_STALE : TRACE_READ, E->current, site, (uintptr_t)at, value,
		      NULL);
	tell_watchers(at, size, value, false, site);
	return value;
}

/* One message for each unit; returns how many newer ones a single unit's goes behind. */
static unsigned int store_parts(struct unit *unit, unsigned int count, uint64_t value,
				unsigned int size, int order, uint32_t site)
{
	unsigned int bits = size * 8 / count, behind = 0;
	uint32_t carried;

	if (count == 1)
		behind = history_store_place(unit, site);
	carried = carried_by(order);
	for (unsigned int i = 0; i < count; i++)
		(i ? history_store_more : history_store)(&unit[i], part_of(value, i, bits), behind,
							 carried, false, site);
	if (releases(order))
		agent_tick();
	return behind;
}

static void atomic_store(volatile void *at, unsigned int size, uint64_t value, int order,
			 uint32_t site)
{
	unsigned int behind, count = 0;
	struct unit *unit;

	settle();
	if (order == ORDER_SEQ)
		agent_full_barrier();
	unit = access_atomic((uintptr_t)at, size, ACCESS_WRITE, site, &count);
	if (unit) {
		behind = store_parts(unit, count, value, size, order, site);
		if (!behind)
			value_put(at, size, value);
		trace_note_at(behind ? TRACE_DELAY : TRACE_WRITE, E->current, site, (uintptr_t)at,
			      value, NULL);
		tell_watchers(at, size, value, true, site);
	} else {
		crash_blame(site);
		value_put(at, size, value);
		crash_blame(0);
	}
	if (order == ORDER_SEQ)
		agent_full_barrier();
}

/* Reads the newest of one unit and stores right behind it. */
static void modify_unit(struct unit *unit, uint64_t value, int order, uint32_t site)
{
	struct message *message = history_see(unit);
	struct vclock carried;

	acquire_from(message, order);
	carried = *history_carried(message);
	vclock_join(&carried,
		    releases(order) ? &agent_current()->known : &agent_current()->published);
	if (releases(order)) {
		vclock_join(&carried, &agent_current()->seen);
		carried.of[agent_index()] = agent_current()->known.of[agent_index()] + 1;
	}
	history_store(unit, value, 0, history_clock_copy(&carried), true, site);
	if (releases(order))
		agent_tick();
}

/* The read-modify-write itself, behind its scheduling point. unit NULL: not tracked. */
static void modify_word(struct unit *unit, unsigned int count, volatile void *at, unsigned int size,
			uint64_t value, int order, uint32_t site)
{
	if (order == ORDER_SEQ)
		agent_full_barrier();
	history_drain(agent_index());
	if (unit) {
		for (unsigned int i = 0; i < count; i++)
			modify_unit(&unit[i], part_of(value, i, size * 8 / count), order, site);
		trace_note_at(TRACE_WRITE, E->current, site, (uintptr_t)at, value, NULL);
	}
	value_put(at, size, value);
	if (unit)
		tell_watchers(at, size, value, true, site);
	if (order == ORDER_SEQ)
		agent_full_barrier();
}

/* Reads the newest and stores right behind it; returns the old value. */
static uint64_t atomic_modify(volatile void *at, unsigned int size, uint64_t operand,
			      modify_fn modify, int order, uint32_t site)
{
	/* An exchange may be meant as a mere store. */
	unsigned int flags = ACCESS_WRITE | (modify == modify_exchange ? 0 : ACCESS_MODIFY);
	unsigned int count = 0;
	struct unit *unit;
	uint64_t old;

	settle();
	unit = access_atomic((uintptr_t)at, size, flags, site, &count);
	old = chosen_value(at, size, site);
	modify_word(unit, count, at, size, modify(old, operand), order, site);
	return old;
}

/* A failed compare-and-exchange is a relaxed load of the newest value. */
static bool atomic_compare_exchange(volatile void *at, unsigned int size, uint64_t *expected,
				    uint64_t desired, int order, uint32_t site)
{
	struct unit *unit;
	unsigned int count = 0;
	uint64_t old;

	settle();
	unit = access_atomic((uintptr_t)at, size, ACCESS_WRITE | ACCESS_MODIFY, site, &count);
	old = chosen_value(at, size, site);
	if (old != part_of(*expected, 0, size * 8)) {
		if (unit)
			load_parts(unit, count, at, size, ORDER_RELAXED);
		*expected = old;
		return false;
	}
	modify_word(unit, count, at, size, desired, order, site);
	return true;
}

#define ATOMIC_MODIFY(bits, type, name, modify)                                                    \
	type __tsan_atomic##bits##_##name(volatile type *at, type operand, int order);             \
	type __tsan_atomic##bits##_##name(volatile type *at, type operand, int order)              \
	{                                                                                          \
		return atomic_modify(at, sizeof(type), operand, modify, order, SITE());            \
	}

#define ATOMICS(bits, type)                                                                        \
	type __tsan_atomic##bits##_load(const volatile type *at, int order);                       \
	void __tsan_atomic##bits##_store(volatile type *at, type value, int order);                \
	int __tsan_atomic##bits##_compare_exchange_strong(volatile type *at, type *expected,       \
							  type desired, int order, int failure);   \
	int __tsan_atomic##bits##_compare_exchange_weak(volatile type *at, type *expected,         \
							type desired, int order, int failure);     \
	type __tsan_atomic##bits##_compare_exchange_val(volatile type *at, type expected,          \
							type desired, int order, int failure);     \
	type __tsan_atomic##bits##_load(const volatile type *at, int order)                        \
	{                                                                                          \
		return atomic_load(at, sizeof(type), order, SITE());                               \
	}                                                                                          \
	void __tsan_atomic##bits##_store(volatile type *at, type value, int order)                 \
	{                                                                                          \
		atomic_store(at, sizeof(type), value, order, SITE());                              \
	}                                                                                          \
	int __tsan_atomic##bits##_compare_exchange_strong(volatile type *at, type *expected,       \
							  type desired, int order, int failure)    \
	{                                                                                          \
		uint64_t wanted = *expected;                                                       \
		bool done = atomic_compare_exchange(at, sizeof(type), &wanted, desired, order,     \
						    SITE());                                       \
                                                                                                   \
		(void)failure;                                                                     \
		*expected = wanted;                                                                \
		return done;                                                                       \
	}                                                                                          \
	int __tsan_atomic##bits##_compare_exchange_weak(volatile type *at, type *expected,         \
							type desired, int order, int failure)      \
	{                                                                                          \
		return __tsan_atomic##bits##_compare_exchange_strong(at, expected, desired, order, \
								     failure);                     \
	}                                                                                          \
	type __tsan_atomic##bits##_compare_exchange_val(volatile type *at, type expected,          \
							type desired, int order, int failure)      \
	{                                                                                          \
		__tsan_atomic##bits##_compare_exchange_strong(at, &expected, desired, order,       \
							      failure);                            \
		return expected;                                                                   \
	}                                                                                          \
	ATOMIC_MODIFY(bits, type, exchange, modify_exchange)                                       \
	ATOMIC_MODIFY(bits, type, fetch_add, modify_add)                                           \
	ATOMIC_MODIFY(bits, type, fetch_sub, modify_sub)                                           \
	ATOMIC_MODIFY(bits, type, fetch_and, modify_and)                                           \
	ATOMIC_MODIFY(bits, type, fetch_or, modify_or)                                             \
	ATOMIC_MODIFY(bits, type, fetch_xor, modify_xor)                                           \
	ATOMIC_MODIFY(bits, type, fetch_nand, modify_nand)

ATOMICS(8, uint8_t)
ATOMICS(16, uint16_t)
ATOMICS(32, uint32_t)
ATOMICS(64, uint64_t)

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_signal_fence(int order);

void __tsan_atomic_thread_fence(int order)
{
	settle();
	if (order == ORDER_ACQUIRE || order == ORDER_CONSUME)
		agent_read_barrier();
	else if (order != ORDER_RELAXED)
		agent_full_barrier();
}

/* A compiler barrier. */
void __tsan_atomic_signal_fence(int order)
{
	(void)order;
}
