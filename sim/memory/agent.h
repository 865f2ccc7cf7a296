/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * agent.h - what each agent knows, and how that knowledge grows and travels.
 *
 * Four clocks an agent: `known`, what its next load must respect; `seen`, what it has read from
 * relaxed loads and will know after a read barrier; `published`, what a relaxed store of it carries
 * (grows by write barriers); and, for all agents, what full barriers have exchanged. The rules
 * follow tools/memory-model/Documentation/explanation.txt.
 */
#ifndef MEMORY_AGENT_H
#define MEMORY_AGENT_H

#include <engine/cpu.h>
#include <memory/vclock.h>

#define AGENT_OUTSIDE 0

#define STORE_BUFFER_MAX 8u
#define RECENT_POINTERS 4u

/* tso: stores that others do not see yet, oldest first; numbers of messages. */
struct store_buffer {
	uint32_t count;
	uint32_t messages[STORE_BUFFER_MAX];
};

/* The last pointers loaded with marked accesses, for depend.c. */
struct recent_pointers {
	uint32_t next;
	struct {
		uint32_t value; /* an address in the region */
		uint32_t carried; /* what its store carried: clock pool */
	} pointers[RECENT_POINTERS];
};

struct agent {
	struct vclock known;
	struct vclock seen;
	struct vclock published;
	struct vclock unlocked; /* what its last release of a lock carried */
	uint32_t published_ref; /* copy in the clock pool, 0 = none yet */
	struct store_buffer buffer;
	struct recent_pointers recent;
};

#define agents ((struct agent *)AGENTS_BASE) /* AGENTS_MAX of them */

void agent_init(void);
/* A CPU is used for the first time. */
void agent_begin(unsigned int index);

static inline unsigned int agent_index(void)
{
	return E->current ? E->current->cpu : AGENT_OUTSIDE;
}

static inline struct agent *agent_current(void)
{
	return &agents[agent_index()];
}

/* The current agent's own event counter; every release and tracked store gets a new value. */
static inline uint32_t agent_clock(void)
{
	unsigned int self = agent_index();

	return agents[self].known.of[self];
}

static inline void agent_tick(void)
{
	unsigned int self = agent_index();

	agents[self].known.of[self]++;
}

/* Release: into learns all the current agent knows; it then begins a new event. */
void agent_teach(struct vclock *into);
/* Acquire: the current agent learns from. */
void agent_learn(const struct vclock *from);
/* The world outside learns what the current agent knows (it armed an action, rang a bell). */
void agent_teach_outside(void);
void agent_full_barrier(void);
void agent_read_barrier(void);
void agent_write_barrier(void);
/* Pool index of a copy of what relaxed stores carry. */
uint32_t agent_published_ref(void);

#endif
