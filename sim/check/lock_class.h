/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lock_class.h - classes of locks and the graph of what was taken under what. Internal to lockdep.
 */
#ifndef CHECK_LOCK_CLASS_H
#define CHECK_LOCK_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOCK_CLASSES_MAX 512

/* Bits come in pairs, LOCK_IN_x and the LOCK_x_ON that goes ill with it. How a class was used: taken in such an interrupt, held where such an interrupt can come in. */
enum {
	LOCK_IN_HARDIRQ = 1 << 0,
	LOCK_HARDIRQS_ON = 1 << 1,
	LOCK_IN_SOFTIRQ = 1 << 2,
	LOCK_SOFTIRQS_ON = 1 << 3,
	LOCK_USES = 4,
};

struct lock_edge {
	struct lock_edge *next;
	uint32_t site; /* where the later lock was taken */
	uint16_t to;
};

struct lock_class {
	const void *key; /* NULL: forgotten */
	const char *name;
	struct lock_edge *edges;
	struct lock_class *next_in_arena; /* list of those whose key may be freed */
	uint32_t use_site[LOCK_USES];
	uint16_t id;
	uint8_t subclass;
	uint8_t uses;
	uint8_t reached; /* LOCK_IN_*: it, or one it was taken under, however far, is of that use */
	uint64_t after[LOCK_CLASSES_MAX / 64]; /* bit n: class n was taken under this one */
};

void lock_class_init(void);
/* Finds or makes it; exits with status 3 when there are too many. */
struct lock_class *lock_class_of(const void *key, const char *name, unsigned int subclass);
/* id in 1 .. lock_class_count() - 1; a forgotten one has no key. */
struct lock_class *lock_class_at(uint16_t id);
uint32_t lock_class_count(void);
/* Head of the list along next_in_arena. */
struct lock_class *lock_class_in_arena(void);
/* Drops the class and every edge to it; its id may come again. */
void lock_class_forget(struct lock_class *class);

static inline bool lock_class_before(const struct lock_class *from, uint16_t to)
{
	return from->after[to / 64] >> (to % 64) & 1;
}

void lock_class_add_edge(struct lock_class *from, uint16_t to, uint32_t site);

/* The shortest way along edges; path receives the ids with both ends. Returns its length (1 if the
 * two are one), 0 if there is none; a longer way than path has room for keeps its two ends. */
unsigned int lock_class_path(uint16_t from, uint16_t to, uint16_t *path, unsigned int path_max);
/* "a -> b (file.c:12) -> c (file.c:40)" */
void lock_class_path_text(const uint16_t *path, unsigned int length, char *text, size_t bytes);
/* The class's name, with "/1" for a subclass. */
const char *lock_class_name(uint16_t id, char *text, size_t bytes);

#endif
