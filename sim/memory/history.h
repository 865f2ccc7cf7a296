/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * history.h - the past values of a location, and which of them a load may still see.
 *
 * A location is a granule that more than one agent uses without order between them, or that is
 * accessed with marked operations, or that a device shares. It is cut into units of the smallest
 * access size seen. Each unit keeps its last stores ("messages") in coherence order.
 *
 *   weak: a load may return any message that is not older than one its agent knows of; a store may
 *         go behind messages its agent does not know of.
 *   tso:  a load may miss the newest messages of other agents that are still in those agents'
 *         store buffers; buffers drain in order.
 *   sc:   always the newest.
 */
#ifndef MEMORY_HISTORY_H
#define MEMORY_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include <memory/agent.h>
#include <memory/shadow.h>
#include <memory/vclock.h>

struct message {
	struct vclock seen_by; /* agent's clock when it first read this message, 0 never */
	uint64_t value;
	uint32_t clock; /* the writer's, 0 = known to all */
	uint32_t carried; /* clock pool: what a reader of it can learn */
	uint32_t older;
	uint8_t agent;
	bool rmw; /* nothing may come between it and the older one */
	bool drained; /* tso: has left the store buffer */
	uint16_t ctx;
	uint32_t site;
};

struct unit {
	struct vclock writes; /* each agent's last write */
	struct vclock reads; /* each agent's last plain read */
	uint32_t newest;
	uint32_t write_site, read_site;
	uint8_t depth;
	uint8_t last_writer, last_reader;
};

struct location {
	uint32_t granule;
	uint32_t units; /* the first of 8 >> shift */
	uint8_t shift; /* unit size: 1 << shift bytes */
	bool contended; /* an unordered conflict was seen: plain accesses are scheduling points */
};

#define MESSAGES_MAX 65536u
#define UNITS_MAX 16384u
#define CLOCKS_MAX 65536u
#define DEPTH_MAX 8u /* messages of a unit that can still be seen */

struct history_pools {
	struct message messages[MESSAGES_MAX];
	struct vclock clocks[CLOCKS_MAX];
	struct unit units[UNITS_MAX];
	struct location locations[LOCATIONS_MAX];
};

#define HISTORY_POOLS ((struct history_pools *)POOLS_BASE)

void history_init(void);

/* How much of each pool is used; number 0 never is. */
struct history_counts {
	uint32_t messages, units, locations, clocks;
};

extern struct history_counts *history_counts; /* in state memory */

/* Locations are fewer than units. */
static inline bool history_nearly_full(void)
{
	return history_counts->messages > MESSAGES_MAX - 64 ||
	       history_counts->units > UNITS_MAX - 64 || history_counts->clocks > CLOCKS_MAX - 64;
}

/* Forgets all histories: all agents know everything from here on. Before a snapshot, and when a
 * pool is full. */
void history_collapse(void);

/* Before an access: collapses everything if a pool is nearly full. */
static inline void history_make_room(void)
{
	if (__builtin_expect(history_nearly_full(), 0))
		history_collapse();
}

/* The location of a granule, made if needed with units of `size` bytes; the granule's epoch goes
 * over into it. NULL when it may not have one. */
struct location *history_location(uint32_t granule, unsigned int size);
/* Units of [addr, addr + size) within one granule; cuts the location finer if needed. */
struct unit *history_units(struct location *location, uintptr_t addr, unsigned int size,
			   unsigned int *count);

/* The message a load of the current agent returns; asks the strategy when there is a choice. */
struct message *history_load(struct unit *unit, uintptr_t addr, uint32_t site, bool marked);
/* The newest message, as a read-modify-write or a strong read sees it. */
static inline struct message *history_newest(const struct unit *unit)
{
	return &HISTORY_POOLS->messages[unit->newest];
}

/* The value of a load that covers several units, which it reads at one time: it sees no part of a
 * store without the rest, nor anything older than what another unit's message came after. */
uint64_t history_load_together(struct unit *unit, unsigned int count, uintptr_t addr,
			       unsigned int unit_bytes, uint32_t site, bool marked);
/* A strong read of the newest: returns it, and nothing older is seen after it. */
struct message *history_see(struct unit *unit);
/* How many newer messages a store by the current agent goes behind. */
unsigned int history_store_place(struct unit *unit, uint32_t site);
/* Adds a message behind `behind` newer ones. carried: clock pool index. */
struct message *history_store(struct unit *unit, uint64_t value, unsigned int behind,
			      uint32_t carried, bool rmw, uint32_t site);
/* The same store, in its next unit. */
struct message *history_store_more(struct unit *unit, uint64_t value, unsigned int behind,
				   uint32_t carried, bool rmw, uint32_t site);

/* A clock of the pool. */
static inline const struct vclock *history_clock(uint32_t index)
{
	return &HISTORY_POOLS->clocks[index];
}

static inline const struct vclock *history_carried(const struct message *message)
{
	return history_clock(message->carried);
}

/* An agent that knows this cannot see anything older than message. */
static inline bool message_known(const struct message *message, const struct vclock *known)
{
	return message->clock <= known->of[message->agent] ||
	       vclock_meets(&message->seen_by, known);
}

/* The current agent has read the message without acquire. */
static inline void history_read(struct message *message)
{
	unsigned int self = agent_index();

	if (message->seen_by.of[self])
		return;
	message->seen_by.of[self] = agents[self].known.of[self];
	vclock_join(&agents[self].seen, history_carried(message));
}

/* log2 of the largest unit that an access of size bytes at addr is made of. */
static inline unsigned int history_shift(uintptr_t addr, unsigned int size)
{
	return __builtin_ctz(size | (addr & 7) | 8);
}

uint32_t history_clock_copy(const struct vclock *clock);
/* tso: empties an agent's store buffer. */
void history_drain(unsigned int agent);
/* tso: what an agent learns by a hand-over has left the store buffers, for all. */
void history_drain_known(const struct vclock *known);
/* Forgets the locations of [addr, addr + size): memory that gets a new life. */
void history_forget(uintptr_t addr, uint64_t size);

#endif
