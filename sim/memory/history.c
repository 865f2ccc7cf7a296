/* SPDX-License-Identifier: GPL-2.0-only */
/* history.c - messages of units, and what an agent may see of them. */
#include <memory/history.h>

#include <stddef.h>
#include <string.h>

#include <engine/cpu.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/bytes.h>
#include <memory/depend.h>

_Static_assert(sizeof(struct history_pools) <= POOLS_END - POOLS_BASE, "the pools fit");

#define P HISTORY_POOLS

struct history_counts *history_counts;

#define used history_counts

void history_init(void)
{
	used = state_alloc(sizeof(*used));
	used->messages = used->units = used->locations = used->clocks = 1;
}

uint32_t history_clock_copy(const struct vclock *clock)
{
	P->clocks[used->clocks] = *clock;
	return used->clocks++;
}

void history_collapse(void)
{
	struct vclock all = { 0 };

	for (uint32_t i = 0; i < E->cpu_count; i++) {
		vclock_join(&all, &agents[i].known);
		vclock_join(&all, &agents[i].seen);
	}
	for (uint32_t i = 0; i < E->cpu_count; i++) {
		agents[i].known = agents[i].seen = agents[i].published = all;
		agents[i].published_ref = 0;
		agents[i].buffer.count = 0;
		agents[i].known.of[i]++;
	}
	for (uint32_t i = 1; i < used->locations; i++)
		SHADOW[P->locations[i].granule] &= ~(SHADOW_LOCATION | SHADOW_OWNER);
	memset(used, 0, sizeof(*used));
	used->messages = used->units = used->locations = used->clocks = 1;
	memset(&P->clocks[0], 0, sizeof(P->clocks[0]));
	depend_forget();
}

void history_forget(uintptr_t addr, uint64_t size)
{
	uint32_t last = granule_of(addr + size - 1);

	for (uint32_t g = granule_of(addr); size && g <= last; g++)
		SHADOW[g] &= ~(SHADOW_LOCATION | SHADOW_OWNER);
}

static uint64_t unit_value(uintptr_t addr, unsigned int shift)
{
	return bytes_at(addr, 1u << shift);
}

static struct message *message_new(uint32_t *index)
{
	struct message *message = &P->messages[used->messages];

	*index = used->messages++;
	vclock_clear(&message->seen_by);
	memset((char *)message + sizeof(message->seen_by), 0,
	       sizeof(*message) - sizeof(message->seen_by));
	return message;
}

/* A unit whose one message is what memory holds now. */
static void unit_begin(struct unit *unit, uintptr_t addr, unsigned int shift)
{
	struct message *message;

	vclock_clear(&unit->writes);
	vclock_clear(&unit->reads);
	memset((char *)unit + offsetof(struct unit, newest), 0,
	       sizeof(*unit) - offsetof(struct unit, newest));
	message = message_new(&unit->newest);
	message->value = unit_value(addr, shift);
	message->drained = true;
	unit->depth = 1;
}

/* What the epoch word knew of the owner's accesses, in the units they touched. */
static void adopt_epoch(struct location *location, uint32_t word)
{
	unsigned int owner = ((word & SHADOW_OWNER) >> SHADOW_OWNER_SHIFT);
	const struct epoch *epoch = &EPOCHS[location->granule];
	unsigned int bytes = 1u << location->shift;

	if (!owner--)
		return;
	for (unsigned int i = 0; i < 8u >> location->shift; i++)
		unit_begin(&P->units[location->units + i],
			   granule_address(location->granule) + (i << location->shift),
			   location->shift);
	for (unsigned int i = 0; i < 8u >> location->shift; i++) {
		unsigned int mask = ((1u << bytes) - 1) << (i * bytes);
		struct unit *unit = &P->units[location->units + i];
		struct message *message = &P->messages[unit->newest];

		if (epoch->write & mask) {
			unit->writes.of[owner] = epoch_clock(epoch->write);
			unit->last_writer = owner;
			message->agent = owner;
			message->clock = epoch_clock(epoch->write);
			/* In memory "sc" it may have been a marked store: what that one carried is
			 * at most what the owner's stores carry now. */
			if (engine_config()->memory == MEMORY_SC)
				message->carried = history_clock_copy(&agents[owner].published);
		}
		if (epoch->read & mask) {
			unit->reads.of[owner] = epoch_clock(epoch->read);
			unit->last_reader = owner;
		}
	}
}

/* Units so small that the owner has touched each of them whole or not at all. */
static unsigned int epoch_shift(const struct epoch *epoch, uint32_t word, unsigned int shift)
{
	if (!(word & SHADOW_OWNER))
		return shift;
	for (; shift; shift--) {
		unsigned int bytes = 1u << shift, partial = 0;

		for (unsigned int i = 0; i < 8; i += bytes) {
			unsigned int mask = ((1u << bytes) - 1) << i;

			partial |= (epoch->write & mask) && (epoch->write & mask) != mask;
			partial |= (epoch->read & mask) && (epoch->read & mask) != mask;
		}
		if (!partial)
			break;
	}
	return shift;
}

struct location *history_location(uint32_t granule, unsigned int size)
{
	uint32_t word = SHADOW[granule];
	uint32_t index = word >> SHADOW_LOCATION_SHIFT;
	struct location *location;

	if (index)
		return &P->locations[index];
	index = used->locations++;
	location = &P->locations[index];
	*location = (struct location){
		.granule = granule,
		.units = used->units,
		.shift = epoch_shift(&EPOCHS[granule], word,
				     size >= 8 ? 3 :
				     size >= 4 ? 2 :
				     size >= 2 ? 1 :
						 0),
	};
	used->units += 8u >> location->shift;
	for (unsigned int i = 0; i < 8u >> location->shift; i++)
		P->units[location->units + i].newest = 0; /* begins when it is first used */
	adopt_epoch(location, word);
	SHADOW[granule] = (word & ~(SHADOW_LOCATION | SHADOW_OWNER)) |
			  index << SHADOW_LOCATION_SHIFT;
	return location;
}

/* Smaller units: each starts with the newest message of the one it came from, and its clocks. */
static void location_split(struct location *location, unsigned int shift)
{
	uint32_t old_units = location->units;
	unsigned int old_shift = location->shift;
	uintptr_t addr = granule_address(location->granule);

	location->units = used->units;
	location->shift = shift;
	used->units += 8u >> shift;
	for (unsigned int i = 0; i < 8u >> shift; i++) {
		struct unit *unit = &P->units[location->units + i];
		struct unit *old = &P->units[old_units + ((i << shift) >> old_shift)];
		uint32_t newest;
		struct message *message;

		if (!old->newest)
			unit_begin(old, addr + ((i << shift) >> old_shift << old_shift), old_shift);
		*unit = *old;
		message = message_new(&newest);
		*message = P->messages[old->newest];
		message->value = unit_value(addr + (i << shift), shift);
		message->older = 0;
		message->drained = true;
		unit->newest = newest;
		unit->depth = 1;
	}
}

struct unit *history_units(struct location *location, uintptr_t addr, unsigned int size,
			   unsigned int *count)
{
	unsigned int shift = history_shift(addr, size);
	struct unit *unit;

	if (shift == location->shift && size == 1u << shift) {
		*count = 1;
		unit = &P->units[location->units + ((addr & 7) >> shift)];
		if (!unit->newest)
			unit_begin(unit, addr, shift);
		return unit;
	}
	if (shift < location->shift)
		location_split(location, shift);
	*count = size >> location->shift ? size >> location->shift : 1;
	unit = &P->units[location->units + ((addr & 7) >> location->shift)];
	for (unsigned int i = 0; i < *count; i++)
		if (!unit[i].newest)
			unit_begin(&unit[i],
				   (addr & ~((1ul << location->shift) - 1)) +
					   (i << location->shift),
				   location->shift);
	return unit;
}

static struct message *nth_message(struct unit *unit, unsigned int n)
{
	uint32_t index = unit->newest;

	while (n--)
		index = P->messages[index].older;
	return &P->messages[index];
}

static unsigned int weak_candidates(const struct unit *unit, const struct vclock *known)
{
	unsigned int n = 1;

	for (uint32_t i = unit->newest; n < unit->depth; i = P->messages[i].older, n++)
		if (message_known(&P->messages[i], known))
			break;
	return n;
}

static unsigned int tso_candidates(const struct unit *unit, const struct vclock *known)
{
	unsigned int n = 1;

	for (uint32_t i = unit->newest; n < unit->depth; i = P->messages[i].older, n++)
		if (P->messages[i].drained || P->messages[i].agent == agent_index() ||
		    message_known(&P->messages[i], known))
			break;
	return n;
}

/* The message leaves its store buffer, after all its agent stored before it, and after those that
 * precede any of them in coherence order. */
static void drain_through(uint32_t index)
{
	struct message *message = &P->messages[index];
	struct store_buffer *buffer = &agents[message->agent].buffer;

	while (!message->drained && buffer->count) {
		uint32_t first = buffer->messages[0];

		buffer->count--;
		memmove(buffer->messages, buffer->messages + 1,
			buffer->count * sizeof(buffer->messages[0]));
		P->messages[first].drained = true;
		if (P->messages[first].older)
			drain_through(P->messages[first].older);
	}
	message->drained = true;
	/* The other units of the same store. */
	while (buffer->count && P->messages[buffer->messages[0]].clock == message->clock)
		drain_through(buffer->messages[0]);
}

void history_drain(unsigned int agent)
{
	struct store_buffer *buffer = &agents[agent].buffer;

	if (buffer->count)
		drain_through(buffer->messages[buffer->count - 1]);
}

void history_drain_known(const struct vclock *known)
{
	for (uint32_t i = 0; i < E->cpu_count; i++) {
		struct store_buffer *buffer = &agents[i].buffer;

		while (buffer->count && P->messages[buffer->messages[0]].clock <= known->of[i])
			drain_through(buffer->messages[0]);
	}
}

static void buffer_store(uint32_t index)
{
	struct store_buffer *buffer = &agent_current()->buffer;

	if (buffer->count == STORE_BUFFER_MAX)
		drain_through(buffer->messages[0]);
	buffer->messages[buffer->count++] = index;
}

struct message *history_load(struct unit *unit, uintptr_t addr, uint32_t site, bool marked)
{
	enum memory_model model = engine_config()->memory;
	struct agent *self = agent_current();
	struct message *message;
	unsigned int n = 1, answer = 0;

	if (model == MEMORY_TSO)
		n = tso_candidates(unit, &self->known);
	else if (model == MEMORY_WEAK)
		n = weak_candidates(unit, &self->known);
	if (n > 1 && model == MEMORY_WEAK) {
		struct vclock known = self->known;

		if (depend_extend(addr, &known))
			n = weak_candidates(unit, &known);
	}
	if (n > 1)
		answer = engine_choose(CHOICE_LOAD, n, site);
	message = nth_message(unit, answer);
	if (model == MEMORY_TSO && !message->drained && message->agent != agent_index())
		drain_through(message - P->messages);
	history_read(message);
	if (marked)
		depend_note(message->value, message);
	return message;
}

/* What an agent knows that has seen a message: where it was stored, and what came before it. */
static void knows(struct vclock *known, const struct message *message)
{
	vclock_join(known, history_carried(message));
	if (known->of[message->agent] < message->clock)
		known->of[message->agent] = message->clock;
}

static unsigned int candidates(const struct unit *unit, const struct vclock *known)
{
	switch (engine_config()->memory) {
	case MEMORY_SC:
		return 1;
	case MEMORY_TSO:
		return tso_candidates(unit, known);
	default:
		return weak_candidates(unit, known);
	}
}

/* One unit after the other, then again those that are too old beside what the others showed. */
static void choose_together(struct unit *unit, unsigned int count, uintptr_t addr, uint32_t site,
			    struct message **seen)
{
	struct vclock known = agent_current()->known;
	unsigned int answers[8], n;
	bool again = true;

	if (engine_config()->memory == MEMORY_WEAK)
		depend_extend(addr, &known);
	for (unsigned int i = 0; i < count; i++) {
		n = candidates(&unit[i], &known);
		answers[i] = n > 1 ? engine_choose(CHOICE_LOAD, n, site) : 0;
		seen[i] = nth_message(&unit[i], answers[i]);
		knows(&known, seen[i]);
	}
	while (again) {
		again = false;
		for (unsigned int i = 0; i < count; i++) {
			n = candidates(&unit[i], &known);
			if (answers[i] < n)
				continue;
			answers[i] = n - 1;
			seen[i] = nth_message(&unit[i], answers[i]);
			knows(&known, seen[i]);
			again = true;
		}
	}
}

uint64_t history_load_together(struct unit *unit, unsigned int count, uintptr_t addr,
			       unsigned int unit_bytes, uint32_t site, bool marked)
{
	struct message *seen[8];
	uint64_t value = 0;

	choose_together(unit, count, addr, site, seen);
	for (unsigned int i = 0; i < count; i++) {
		value |= seen[i]->value << (8 * unit_bytes * i);
		if (engine_config()->memory == MEMORY_TSO && !seen[i]->drained &&
		    seen[i]->agent != agent_index())
			drain_through(seen[i] - P->messages);
		history_read(seen[i]);
	}
	for (unsigned int i = 0; marked && i < count; i++)
		depend_note(value, seen[i]);
	return value;
}

struct message *history_see(struct unit *unit)
{
	struct message *message = history_newest(unit);

	if (!message->drained && message->agent != agent_index())
		drain_through(unit->newest);
	history_read(message);
	return message;
}

/* Whether draining one message has to drain the target before. */
static bool drain_reaches(uint32_t from, uint32_t target)
{
	const struct message *message = &P->messages[from];
	const struct store_buffer *buffer = &agents[message->agent].buffer;

	if (!from || message->drained)
		return false;
	for (uint32_t i = 0; i < buffer->count; i++) {
		uint32_t first = buffer->messages[i];

		if (first == target || drain_reaches(P->messages[first].older, target))
			return true;
		if (first == from)
			break;
	}
	return false;
}

/* tso: a store may reach memory before those that are still in the buffers of others, unless its
 * agent knows of one, or one has to leave before what the agent has in its own. */
static unsigned int tso_places(const struct unit *unit)
{
	const struct store_buffer *mine = &agent_current()->buffer;
	unsigned int n = 1;

	for (uint32_t i = unit->newest; n < unit->depth; i = P->messages[i].older, n++)
		if (P->messages[i].drained || P->messages[i].agent == agent_index() ||
		    message_known(&P->messages[i], &agent_current()->known) ||
		    drain_reaches(P->messages[i].older, i) ||
		    (mine->count && drain_reaches(mine->messages[mine->count - 1], i)))
			break;
	return n;
}

static unsigned int weak_places(const struct unit *unit)
{
	struct vclock known = agent_current()->known;
	unsigned int n = 1;

	/* No store happens before an earlier load: what that load has seen counts as well. */
	vclock_join(&known, &agent_current()->seen);
	for (uint32_t i = unit->newest; n < unit->depth; i = P->messages[i].older, n++)
		if (message_known(&P->messages[i], &known) || P->messages[i].rmw)
			break;
	return n;
}

unsigned int history_store_place(struct unit *unit, uint32_t site)
{
	enum memory_model model = engine_config()->memory;
	unsigned int n;

	if (model == MEMORY_SC)
		return 0;
	n = model == MEMORY_TSO ? tso_places(unit) : weak_places(unit);
	return n > 1 ? engine_choose(CHOICE_STORE, n, site) : 0;
}

struct message *history_store(struct unit *unit, uint64_t value, unsigned int behind,
			      uint32_t carried, bool rmw, uint32_t site)
{
	agent_tick();
	return history_store_more(unit, value, behind, carried, rmw, site);
}

struct message *history_store_more(struct unit *unit, uint64_t value, unsigned int behind,
				   uint32_t carried, bool rmw, uint32_t site)
{
	unsigned int self = agent_index();
	uint32_t index;
	struct message *message = message_new(&index);

	message->value = value;
	message->clock = agents[self].known.of[self];
	message->agent = self;
	message->carried = carried;
	message->rmw = rmw;
	message->site = site;
	message->ctx = E->current ? E->current->id : 0;
	if (behind) {
		struct message *newer = nth_message(unit, behind - 1);

		message->older = newer->older;
		newer->older = index;
	} else {
		message->older = unit->newest;
		unit->newest = index;
	}
	if (unit->depth < DEPTH_MAX)
		unit->depth++;
	unit->writes.of[self] = message->clock;
	unit->last_writer = self;
	unit->write_site = site;
	if (engine_config()->memory == MEMORY_TSO && !rmw && E->current)
		buffer_store(index);
	else
		message->drained = true;
	return message;
}
