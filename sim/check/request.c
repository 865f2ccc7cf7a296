/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/request.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/engine.h>
#include <engine/state.h>

#define TABLE_FIRST 32

enum life { LIFE_NEW = 1, LIFE_STARTED, LIFE_ENDED };

struct life_record {
	const void *obj; /* NULL: free place */
	uint64_t sector;
	uint32_t seq; /* in the order of entering */
	uint8_t life;
	bool needs_start;
};

/* Open addressing. What has ended stays until the room is needed, to know a second end. */
struct life_table {
	struct life_record *records;
	uint32_t capacity; /* a power of two */
	uint32_t count;
	uint32_t open;
	uint32_t started;
	uint32_t seq;
};

static struct life_table *table;

static void request_init(void)
{
	table = state_alloc(sizeof(*table));
}

uint32_t request_open(void)
{
	return table ? table->open : 0;
}

uint32_t request_started(void)
{
	return table ? table->started : 0;
}

/* The object's record, or the free place where it belongs. */
static struct life_record *place_of(const void *obj)
{
	uint32_t mask = table->capacity - 1;
	uint32_t at = (uintptr_t)obj * 0x9e3779b97f4a7c15ull >> 40 & mask;

	while (table->records[at].obj && table->records[at].obj != obj)
		at = (at + 1) & mask;
	return &table->records[at];
}

/* Drops what has ended; gets more room if that does not make enough. */
static void make_room(void)
{
	static struct life_record *scratch;
	struct life_record *old = table->records;
	uint32_t live = 0;

	scratch = reallocarray(scratch, table->capacity + 1, sizeof(*scratch));
	if (!scratch)
		abort();
	for (uint32_t i = 0; i < table->capacity; i++)
		if (old[i].obj && old[i].life != LIFE_ENDED)
			scratch[live++] = old[i];
	if (2 * live >= table->capacity) {
		table->capacity = table->capacity ? 2 * table->capacity : TABLE_FIRST;
		table->records = state_alloc(table->capacity * sizeof(*old));
	} else {
		memset(old, 0, table->capacity * sizeof(*old));
	}
	table->count = live;
	for (uint32_t i = 0; i < live; i++)
		*place_of(scratch[i].obj) = scratch[i];
}

static struct life_record *record_find(const void *obj)
{
	struct life_record *record = table->capacity ? place_of(obj) : NULL;

	return record && record->obj ? record : NULL;
}

static struct life_record *record_add(const void *obj, uint64_t sector)
{
	struct life_record *record;

	if (4 * (table->count + 1) > 3 * table->capacity)
		make_room();
	record = place_of(obj);
	table->count++;
	table->open++;
	*record = (struct life_record){
		.obj = obj,
		.sector = sector,
		.seq = ++table->seq,
		.life = LIFE_NEW,
	};
	return record;
}

static const char *record_text(const struct life_record *record, char *text, size_t bytes)
{
	static const char *const lives[] = { "", "waiting", "started", "ended" };

	snprintf(text, bytes, "%s %p (sector %llu, %s)", record->needs_start ? "request" : "bio",
		 record->obj, (unsigned long long)record->sector, lives[record->life]);
	return text;
}

const char *request_describe(char *text, unsigned int text_bytes)
{
	const struct life_record *oldest = NULL;

	for (uint32_t i = 0; table && i < table->capacity; i++) {
		const struct life_record *record = &table->records[i];

		if (!record->obj || record->life == LIFE_ENDED)
			continue;
		if (!oldest || record->seq < oldest->seq)
			oldest = record;
	}
	text[0] = '\0';
	return oldest ? record_text(oldest, text, text_bytes) : text;
}

__attribute__((noreturn)) static void bad_state(const struct life_record *record, const char *what)
{
	char text[96];

	engine_report(SIM_BAD_REQUEST_STATE, "%s %s", record_text(record, text, sizeof(text)),
		      what);
}

/* Memory is used again without asking us: whatever was known of this address is over. */
static void on_new(const void *obj, uint64_t sector, bool needs_start)
{
	struct life_record *record = record_find(obj);

	if (!record) {
		record = record_add(obj, sector);
	} else {
		table->started -= record->life == LIFE_STARTED;
		table->open += record->life == LIFE_ENDED;
		record->sector = sector;
		record->seq = ++table->seq;
		record->life = LIFE_NEW;
	}
	record->needs_start = needs_start;
}

static void on_start(const void *obj, uint64_t sector)
{
	struct life_record *record = record_find(obj);

	if (!record)
		record = record_add(obj, sector);
	record->needs_start = true;
	if (record->life == LIFE_STARTED)
		bad_state(record, "is started once more");
	if (record->life == LIFE_ENDED)
		bad_state(record, "is started although it has ended");
	record->life = LIFE_STARTED;
	table->started++;
}

static void on_requeue(const void *obj, bool life_over)
{
	struct life_record *record = record_find(obj);

	if (!record)
		return;
	if (record->life == LIFE_ENDED)
		bad_state(record, "is requeued although it has ended");
	table->started -= record->life == LIFE_STARTED;
	record->life = life_over ? LIFE_ENDED : LIFE_NEW;
	table->open -= life_over;
}

static void on_end(const void *obj)
{
	struct life_record *record = record_find(obj);
	char text[96];

	if (!record)
		return;
	if (record->life == LIFE_ENDED)
		engine_report(SIM_DOUBLE_COMPLETION, "%s ends a second time",
			      record_text(record, text, sizeof(text)));
	if (record->life == LIFE_NEW && record->needs_start)
		bad_state(record, "ends although the driver has not started it");
	table->started -= record->life == LIFE_STARTED;
	table->open--;
	record->life = LIFE_ENDED;
}

static void request_event(enum sim_event event, const void *obj, uint64_t a, uint64_t b)
{
	switch (event) {
	case SIM_EV_REQUEST_NEW:
		on_new(obj, a, b & SIM_REQUEST_NEEDS_START);
		break;
	case SIM_EV_REQUEST_START:
		on_start(obj, a);
		break;
	case SIM_EV_REQUEST_REQUEUE:
		on_requeue(obj, b & SIM_REQUEST_LIFE_OVER);
		break;
	case SIM_EV_REQUEST_END:
		on_end(obj);
		engine_progress();
		break;
	default:
		break;
	}
}

const struct rule request_rule = {
	.name = "request",
	.init = request_init,
	.event = request_event,
};
