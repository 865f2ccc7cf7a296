/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/lockdep.h>

#include <stdio.h>
#include <string.h>

#include <check/finding.h>
#include <check/lock_class.h>
#include <engine/engine.h>
#include <engine/state.h>
#include <engine/symbolize.h>

#define HELD_MAX 48 /* as deep as Linux looks; what is taken beyond is not watched */
#define CTXS_MAX 1024
#define PATH_MAX_SHOWN 32
/* The subclass of what is waited for and not taken: works, kthreads, interrupts. */
#define WAIT_SUBCLASS UINT8_MAX

struct held {
	uint8_t count;
	uint8_t hidden; /* the first of them, which another machine's code took */
	bool interruptible[HELD_MAX]; /* taken in task or softirq context: interrupts count */
	uint16_t classes[HELD_MAX];
};

struct lockdep {
	struct held **held; /* by context index, made when needed */
	uint32_t held_capacity;
};

static struct lockdep *lockdep;

void lockdep_init(void)
{
	if (lockdep)
		return;
	lockdep = state_alloc(sizeof(*lockdep));
	lock_class_init();
}

static struct held *held_of(unsigned int ctx_index)
{
	if (ctx_index >= lockdep->held_capacity) {
		struct held **old = lockdep->held;
		uint32_t capacity = lockdep->held_capacity ? lockdep->held_capacity : 16;

		while (capacity <= ctx_index && capacity < CTXS_MAX)
			capacity *= 2;
		lockdep->held = state_alloc(capacity * sizeof(*old));
		if (old)
			memcpy(lockdep->held, old, lockdep->held_capacity * sizeof(*old));
		lockdep->held_capacity = capacity;
	}
	if (!lockdep->held[ctx_index])
		lockdep->held[ctx_index] = state_alloc(sizeof(struct held));
	return lockdep->held[ctx_index];
}

static const struct held *held_if_any(unsigned int ctx_index)
{
	static const struct held none;

	if (!lockdep || ctx_index >= lockdep->held_capacity || !lockdep->held[ctx_index])
		return &none;
	return lockdep->held[ctx_index];
}

unsigned int lockdep_held(unsigned int ctx_index)
{
	return held_if_any(ctx_index)->count;
}

uint16_t lockdep_class(const void *key, const char *name, unsigned int subclass)
{
	return lock_class_of(key, name, subclass)->id;
}

/* The innermost frame of code under test. */
static uint32_t site_here(void)
{
	uint32_t site = 0;

	finding_walk(__builtin_frame_address(0), &site, 1);
	return site;
}

static const char *ctx_name(void)
{
	const struct sim_ctx *ctx = sim_ctx_current();

	return ctx ? engine_ctx_name(ctx) : "the world outside";
}

/* ---- interrupts ----------------------------------------------------------------------------- */

static const char *const use_text[LOCK_USES] = {
	"taken in a hardirq",
	"held with interrupts on",
	"taken in a softirq",
	"held with softirqs on",
};

static void report_inversion(const uint16_t *path, unsigned int length, unsigned int in)
{
	unsigned int on = in + 1;
	char way[256], first[64], last[64], in_site[64], on_site[64];
	const struct lock_class *a = lock_class_at(path[0]);
	const struct lock_class *b = lock_class_at(path[length - 1]);

	lock_class_name(a->id, first, sizeof(first));
	lock_class_name(b->id, last, sizeof(last));
	symbolize_site(a->use_site[in], in_site, sizeof(in_site));
	symbolize_site(b->use_site[on], on_site, sizeof(on_site));
	if (length == 1)
		engine_report(SIM_IRQ_UNSAFE_LOCK, "%s is %s (%s) and %s (%s)", first, use_text[in],
			      in_site, use_text[on], on_site);
	lock_class_path_text(path, length, way, sizeof(way));
	engine_report(SIM_IRQ_UNSAFE_LOCK, "%s is %s (%s), and under it %s, which is %s (%s): %s",
		      first, use_text[in], in_site, last, use_text[on], on_site, way);
}

/* Finds the way from a lock that an interrupt takes to this one and reports it. */
static void report_reached(uint16_t to, unsigned int in)
{
	uint16_t path[PATH_MAX_SHOWN];

	for (uint32_t id = 1; id < lock_class_count(); id++) {
		unsigned int length;

		if (!(lock_class_at((uint16_t)id)->uses >> in & 1))
			continue;
		length = lock_class_path((uint16_t)id, to, path, PATH_MAX_SHOWN);
		if (length)
			report_inversion(path, length, in);
	}
}

/* A lock that an interrupt takes, or one taken under it, held where that interrupt comes in. */
static void check_reached(const struct lock_class *class)
{
	unsigned int unsafe = class->reached & class->uses >> 1 &
			      (LOCK_IN_HARDIRQ | LOCK_IN_SOFTIRQ);

	if (unsafe)
		report_reached(class->id, (unsigned int)__builtin_ctz(unsafe));
}

/* Everything taken under class is reached by what reaches class. */
static void spread(struct lock_class *class, uint8_t reached)
{
	if (!(reached & ~class->reached))
		return;
	class->reached |= reached;
	check_reached(class);
	for (struct lock_edge *edge = class->edges; edge; edge = edge->next)
		spread(lock_class_at(edge->to), class->reached);
}

static void note_uses(uint16_t id, unsigned int uses)
{
	struct lock_class *class = lock_class_at(id);
	unsigned int fresh = uses & ~class->uses;

	if (!fresh)
		return;
	for (unsigned int use = 0; use < LOCK_USES; use++)
		if (fresh >> use & 1)
			class->use_site[use] = site_here();
	class->uses |= (uint8_t)fresh;
	spread(class, class->uses & (LOCK_IN_HARDIRQ | LOCK_IN_SOFTIRQ));
	check_reached(class);
}

static void mark_held(unsigned int ctx_index, unsigned int uses)
{
	const struct held *held = held_if_any(ctx_index);

	for (unsigned int i = held->hidden; i < held->count; i++)
		if (held->interruptible[i])
			note_uses(held->classes[i], uses);
}

void lockdep_irqs_on(unsigned int ctx_index)
{
	mark_held(ctx_index, LOCK_HARDIRQS_ON);
}

void lockdep_bh_on(unsigned int ctx_index)
{
	mark_held(ctx_index, LOCK_SOFTIRQS_ON);
}

/* ---- order ---------------------------------------------------------------------------------- */

static void add_edge(uint16_t from, uint16_t to)
{
	uint16_t path[PATH_MAX_SHOWN];
	char way[320], held_name[64], name[64];
	unsigned int length;

	if (lock_class_before(lock_class_at(from), to))
		return;
	lock_class_name(from, held_name, sizeof(held_name));
	lock_class_name(to, name, sizeof(name));
	if (from == to)
		engine_report(SIM_LOCK_ORDER,
			      "%s takes %s while it holds another lock of this class", ctx_name(),
			      name);
	length = lock_class_path(to, from, path, PATH_MAX_SHOWN);
	if (length) {
		lock_class_path_text(path, length, way, sizeof(way));
		engine_report(SIM_LOCK_ORDER,
			      "%s takes %s while it holds %s; the other way round: %s", ctx_name(),
			      name, held_name, way);
	}
	lock_class_add_edge(lock_class_at(from), to, site_here());
	spread(lock_class_at(to), lock_class_at(from)->reached);
}

static void add_edges(const struct held *held, uint16_t to)
{
	for (unsigned int i = held->hidden; i < held->count; i++)
		add_edge(held->classes[i], to);
}

unsigned int lockdep_hide(unsigned int ctx_index)
{
	struct held *held = held_of(ctx_index);
	unsigned int before = held->hidden;

	held->hidden = held->count;
	return before;
}

void lockdep_unhide(unsigned int ctx_index, unsigned int before)
{
	held_of(ctx_index)->hidden = (uint8_t)before;
}

static void push(struct held *held, uint16_t class, bool interruptible)
{
	if (held->count == HELD_MAX)
		return;
	held->interruptible[held->count] = interruptible;
	held->classes[held->count++] = class;
}

void lockdep_acquire(unsigned int ctx_index, uint16_t class, bool trylock, bool in_hardirq,
		     bool in_softirq, bool irqs_enabled, bool bh_enabled)
{
	struct held *held = held_of(ctx_index);
	unsigned int uses = 0;

	/* An interrupt that only tries cannot get stuck on what it interrupted. */
	if (in_hardirq && !trylock)
		uses |= LOCK_IN_HARDIRQ;
	if (in_softirq && !trylock)
		uses |= LOCK_IN_SOFTIRQ;
	if (irqs_enabled && !in_hardirq)
		uses |= LOCK_HARDIRQS_ON;
	if (irqs_enabled && bh_enabled && !in_hardirq && !in_softirq)
		uses |= LOCK_SOFTIRQS_ON;
	note_uses(class, uses);
	if (held->count && !trylock)
		add_edges(held, class);
	push(held, class, !in_hardirq);
}

static void drop(struct held *held, unsigned int at)
{
	held->count--;
	for (unsigned int i = at; i < held->count; i++) {
		held->classes[i] = held->classes[i + 1];
		held->interruptible[i] = held->interruptible[i + 1];
	}
}

void lockdep_release(unsigned int ctx_index, uint16_t class)
{
	struct held *held = held_of(ctx_index);

	for (unsigned int i = held->count; i-- > 0;) {
		if (held->classes[i] != class)
			continue;
		drop(held, i);
		return;
	}
}

void lockdep_ctx_end(unsigned int ctx_index)
{
	const struct held *held = held_if_any(ctx_index);
	char name[64];

	for (unsigned int i = 0; i < held->count; i++) {
		if (lock_class_at(held->classes[i])->subclass == WAIT_SUBCLASS)
			continue;
		lock_class_name(held->classes[i], name, sizeof(name));
		engine_report(SIM_BAD_UNLOCK, "%s ends while it holds %s", ctx_name(), name);
	}
	if (held->count)
		held_of(ctx_index)->count = 0;
}

static void forget_held(uint16_t class)
{
	for (unsigned int ctx = 0; ctx < lockdep->held_capacity; ctx++) {
		struct held *held = lockdep->held[ctx];

		for (unsigned int i = held ? held->count : 0; i-- > 0;)
			if (held->classes[i] == class)
				drop(held, i);
	}
}

void lockdep_forget(const void *base, size_t bytes)
{
	struct lock_class *class = lockdep ? lock_class_in_arena() : NULL;

	while (class) {
		struct lock_class *next = class->next_in_arena;

		if ((uintptr_t)(class->key) - (uintptr_t)base < bytes) {
			forget_held(class->id);
			lock_class_forget(class);
		}
		class = next;
	}
}

/* ---- waits that are like locks --------------------------------------------------------------- */

static unsigned int self_index(void)
{
	return (unsigned int)sim_ctx_id(sim_ctx_current());
}

void sim_lockdep_wait(const void *key, const char *name)
{
	const struct held *held = held_if_any(self_index());
	uint16_t class = lockdep_class(key, name, WAIT_SUBCLASS);

	add_edges(held, class);
}

void sim_lockdep_run_begin(const void *key, const char *name)
{
	push(held_of(self_index()), lockdep_class(key, name, WAIT_SUBCLASS), false);
}

void sim_lockdep_run_end(const void *key)
{
	struct held *held = held_of(self_index());

	for (unsigned int i = held->count; i-- > 0;) {
		const struct lock_class *class = lock_class_at(held->classes[i]);

		if (class->key != key || class->subclass != WAIT_SUBCLASS)
			continue;
		drop(held, i);
		return;
	}
}
