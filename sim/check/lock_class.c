/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/lock_class.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/layout.h>
#include <engine/state.h>
#include <engine/symbolize.h>

#define CLASSES_FIRST 32

/* Tables grow by getting a bigger one: state memory is copied at every restore, so a world with few
 * locks should not carry tables for many. */
struct class_table {
	struct lock_class **classes; /* by id; 0 is nobody */
	uint16_t *hash; /* ids, 0 = free; twice as many places as capacity */
	uint32_t count;
	uint32_t capacity;
	uint32_t forgotten; /* classes without a key */
	struct lock_class *in_arena;
};

static struct class_table *table;

void lock_class_init(void)
{
	table = state_alloc(sizeof(*table));
}

uint32_t lock_class_count(void)
{
	return table->count;
}

struct lock_class *lock_class_in_arena(void)
{
	return table->in_arena;
}

struct lock_class *lock_class_at(uint16_t id)
{
	return table->classes[id];
}

/* Where the class is in the hash table, or the free place where it belongs. */
static uint16_t *place_of(const void *key, unsigned int subclass)
{
	uint32_t mask = 2 * table->capacity - 1;
	uint64_t mixed = ((uintptr_t)key + subclass) * 0x9e3779b97f4a7c15ull;
	uint32_t at = mixed >> 32 & mask;

	while (table->hash[at]) {
		const struct lock_class *class = table->classes[table->hash[at]];

		if (class->key == key && class->subclass == subclass)
			break;
		at = (at + 1) & mask;
	}
	return &table->hash[at];
}

static void rehash(void)
{
	memset(table->hash, 0, 2 * table->capacity * sizeof(*table->hash));
	for (uint32_t id = 1; id < table->count; id++) {
		const struct lock_class *class = table->classes[id];

		if (class->key)
			*place_of(class->key, class->subclass) = (uint16_t)id;
	}
}

static void grow(void)
{
	struct lock_class **old = table->classes;
	uint32_t capacity = table->capacity ? 2 * table->capacity : CLASSES_FIRST;

	if (capacity > LOCK_CLASSES_MAX) {
		fprintf(stderr, "simctl: more than %d classes of locks\n", LOCK_CLASSES_MAX - 1);
		exit(3);
	}
	table->capacity = capacity;
	table->classes = state_alloc(capacity * sizeof(*table->classes));
	table->hash = state_alloc(2 * capacity * sizeof(*table->hash));
	if (old)
		memcpy(table->classes, old, table->count * sizeof(*old));
	else
		table->count = 1;
	rehash();
}

static struct lock_class *take_id(void)
{
	for (uint32_t id = 1; table->forgotten && id < table->count; id++) {
		if (table->classes[id]->key)
			continue;
		table->forgotten--;
		return table->classes[id];
	}
	if (table->count == table->capacity)
		grow();
	table->classes[table->count] = state_alloc(sizeof(struct lock_class));
	table->classes[table->count]->id = (uint16_t)table->count;
	return table->classes[table->count++];
}

struct lock_class *lock_class_of(const void *key, const char *name, unsigned int subclass)
{
	struct lock_class *class;
	uint16_t *place;

	if (!table->capacity)
		grow();
	place = place_of(key, subclass);
	if (*place)
		return table->classes[*place];
	class = take_id();
	*class = (struct lock_class){
		.key = key,
		.name = name,
		.id = class->id,
		.subclass = (uint8_t)subclass,
	};
	if ((uintptr_t)key >= ARENA_BASE && (uintptr_t)key < ARENA_END) {
		class->next_in_arena = table->in_arena;
		table->in_arena = class;
	}
	*place_of(key, subclass) = class->id;
	return class;
}

void lock_class_forget(struct lock_class *class)
{
	uint64_t keep = ~(1ull << class->id % 64);
	struct lock_class **at = &table->in_arena;

	while (*at && *at != class)
		at = &(*at)->next_in_arena;
	if (*at)
		*at = class->next_in_arena;

	for (uint32_t id = 1; id < table->count; id++) {
		struct lock_class *other = table->classes[id];
		struct lock_edge **link = &other->edges;

		if (!lock_class_before(other, class->id))
			continue;
		other->after[class->id / 64] &= keep;
		while (*link) {
			if ((*link)->to == class->id)
				*link = (*link)->next;
			else
				link = &(*link)->next;
		}
	}
	*class = (struct lock_class){ .id = class->id };
	table->forgotten++;
	rehash();
}

void lock_class_add_edge(struct lock_class *from, uint16_t to, uint32_t site)
{
	struct lock_edge *edge = state_alloc(sizeof(*edge));

	*edge = (struct lock_edge){ .next = from->edges, .site = site, .to = to };
	from->edges = edge;
	from->after[to / 64] |= 1ull << (to % 64);
}

/* Breadth first; parent[] of every class that the search came by, or 0. */
static bool search(uint16_t from, uint16_t to, uint16_t *parent)
{
	static uint16_t queue[LOCK_CLASSES_MAX];
	unsigned int head = 0, tail = 0;

	memset(parent, 0, table->count * sizeof(*parent));
	parent[from] = from;
	queue[tail++] = from;
	while (!parent[to] && head < tail) {
		uint16_t at = queue[head++];

		for (struct lock_edge *edge = table->classes[at]->edges; edge; edge = edge->next) {
			if (parent[edge->to])
				continue;
			parent[edge->to] = at;
			queue[tail++] = edge->to;
		}
	}
	return parent[to];
}

unsigned int lock_class_path(uint16_t from, uint16_t to, uint16_t *path, unsigned int path_max)
{
	static uint16_t parent[LOCK_CLASSES_MAX];
	unsigned int length = 1;
	uint16_t at = to;

	if (from != to && !table->classes[from]->edges)
		return 0;
	if (!search(from, to, parent))
		return 0;
	for (uint16_t id = to; id != from; id = parent[id])
		length++;
	for (unsigned int i = length; i-- > 0; at = parent[at])
		if (i < path_max)
			path[i] = at;
	if (length > path_max) {
		path[path_max - 1] = to;
		length = path_max;
	}
	return length;
}

const char *lock_class_name(uint16_t id, char *text, size_t bytes)
{
	const struct lock_class *class = table->classes[id];

	if (!class->name)
		snprintf(text, bytes, "lock %p", class->key);
	else if (class->subclass && class->subclass != UINT8_MAX)
		snprintf(text, bytes, "%s/%u", class->name, class->subclass);
	else
		snprintf(text, bytes, "%s", class->name);
	return text;
}

static uint32_t edge_site(uint16_t from, uint16_t to)
{
	for (struct lock_edge *edge = table->classes[from]->edges; edge; edge = edge->next)
		if (edge->to == to)
			return edge->site;
	return 0;
}

void lock_class_path_text(const uint16_t *path, unsigned int length, char *text, size_t bytes)
{
	char name[64], site[64];
	size_t used = 0;

	for (unsigned int i = 0; i < length && used < bytes; i++) {
		int more;

		lock_class_name(path[i], name, sizeof(name));
		if (i)
			more = snprintf(text + used, bytes - used, " -> %s (%s)", name,
					symbolize_site(edge_site(path[i - 1], path[i]), site,
						       sizeof(site)));
		else
			more = snprintf(text, bytes, "%s", name);
		used += (size_t)more;
	}
}
