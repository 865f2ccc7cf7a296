/* SPDX-License-Identifier: GPL-2.0-only */
#include "story.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/symbolize.h>
#include <engine/trace.h>

#include "trace_text.h"

#define COLUMNS_MAX 6
#define PLACE_BYTES 24
#define WIDTH_MIN 22
#define WIDTH_MAX 38
#define LINE_BYTES 320
#define STEP_CHARS 8

struct column {
	char place[PLACE_BYTES];
	unsigned int ctx; /* whose step it showed last, 0 = none yet */
};

struct table {
	struct column columns[COLUMNS_MAX];
	unsigned int count;
	unsigned int width;
};

/* So many of the last steps are told with each access to shared memory; before them, only what
 * passes between contexts, and what the memory model did. */
#define ACCESS_LINES 12
/* Further back than so many lines, only where requests are, and what contexts say. */
#define NEAR_LINES 24
/* A probe at quiescence lets the world go on: so much of that is told, to show that it does. */
#define LINES_AFTER_QUIET 4

/* Steps that a reader needs; the rest (unlocks, interrupt exits, barriers, plain hand-overs) would
 * only push them out of a story of forty lines. */
static bool matters(const struct trace_record *record, unsigned int lines_behind)
{
	switch ((enum trace_type)record->type) {
	case TRACE_READ:
	case TRACE_WRITE:
		return lines_behind < ACCESS_LINES;
	case TRACE_SWITCH:
	case TRACE_IRQ_EXIT:
	case TRACE_UNLOCK:
	case TRACE_BARRIER:
	case TRACE_MMIO:
		return false;
	case TRACE_EVENT:
	case TRACE_FAULT:
	case TRACE_LOG:
		return true;
	default:
		return lines_behind < NEAR_LINES;
	}
}

/* Index of the record's column, added if it is new; the last one takes what is too many. */
static unsigned int column_of(struct table *table, const struct trace_record *record)
{
	char place[PLACE_BYTES];

	trace_place(record, place, sizeof(place));
	for (unsigned int i = 0; i < table->count; i++)
		if (strcmp(table->columns[i].place, place) == 0)
			return i;
	if (table->count == COLUMNS_MAX)
		return COLUMNS_MAX - 1;
	memcpy(table->columns[table->count].place, place, sizeof(place));
	return table->count++;
}

/* The guest's CPUs first, then the host, the world outside last. */
static int place_rank(const struct column *column)
{
	if (column->place[0] == '-')
		return 2;
	return column->place[0] == 'v' ? 0 : 1;
}

static int by_place(const void *a, const void *b)
{
	const struct column *x = a, *y = b;
	int difference = place_rank(x) - place_rank(y);

	return difference ? difference : strcmp(x->place, y->place);
}

static void layout(struct table *table, const uint32_t *records, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		column_of(table, trace_at(records[i]));
	qsort(table->columns, table->count, sizeof(table->columns[0]), by_place);
	table->width = table->count ? 110 / table->count : WIDTH_MAX;
	if (table->width > WIDTH_MAX)
		table->width = WIDTH_MAX;
	if (table->width < WIDTH_MIN)
		table->width = WIDTH_MIN;
}

static void head_line(struct text_list *story, const struct table *table)
{
	char line[LINE_BYTES];
	size_t len = (size_t)snprintf(line, sizeof(line), "%*s ", STEP_CHARS, "step");

	for (unsigned int i = 0; i < table->count; i++) {
		const char *place = table->columns[i].place;

		len += (size_t)snprintf(line + len, sizeof(line) - len, "%-*s ", (int)table->width,
					place[0] == '-' ? "outside" : place);
	}
	while (len && line[len - 1] == ' ')
		line[--len] = '\0';
	text_list_add(story, line);
}

static void step_line(struct text_list *story, struct table *table,
		      const struct trace_record *record)
{
	unsigned int column = column_of(table, record);
	char what[160], site[64] = "", who[48] = "";

	if (record->ctx && record->ctx != table->columns[column].ctx) {
		table->columns[column].ctx = record->ctx;
		if (record->type != TRACE_IRQ_ENTER)
			trace_ctx_name(record->ctx, who, sizeof(who));
	}
	trace_what(record, what, sizeof(what));
	if (record->site)
		symbolize_site(record->site, site, sizeof(site));
	text_list_addf(story, "%*u %*s%s%s%s%s%s%s", STEP_CHARS, record->step,
		       (int)(column * (table->width + 1)), "", who, *who ? ": " : "", what,
		       *site ? "  (" : "", site, *site ? ")" : "");
}

/* Where the story ends: a little behind the point at which nothing could run any more, if there was
 * one, since what a probe set going afterwards is not what went wrong. */
static uint32_t story_end(void)
{
	for (uint32_t i = trace_count(); i-- > 0;) {
		const struct trace_record *record = trace_at(i);
		unsigned int lines = 0;

		if (record->type != TRACE_LOG || strcmp(record->text, STORY_QUIET_LOG) != 0)
			continue;
		while (++i < trace_count() && lines < LINES_AFTER_QUIET)
			lines += matters(trace_at(i), ACCESS_LINES);
		return i;
	}
	return trace_count();
}

void story_tell(struct text_list *story)
{
	uint32_t records[STORY_LINES_MAX - 1];
	struct table table = { 0 };
	unsigned int count = 0;

	for (uint32_t i = story_end(); i-- > 0 && count < STORY_LINES_MAX - 1;)
		if (matters(trace_at(i), count))
			records[count++] = i;
	layout(&table, records, count);
	head_line(story, &table);
	while (count-- > 0)
		step_line(story, &table, trace_at(records[count]));
}
