/* SPDX-License-Identifier: GPL-2.0-only */
/* trace.c - records of a run, outside the simulated world. */
#include <engine/trace.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/cpu.h>
#include <engine/trace_hash.h>
#include <memory/settle.h>

#define TRACE_HASH_SEED 0x7671736d76716d73ull
#define TRACE_TEXT_BYTES 256

uint64_t trace_hash_value;
bool trace_recording;

static struct trace_record *records;
static uint32_t record_count, record_capacity;

static void forget(void)
{
	for (uint32_t i = 0; i < record_count; i++)
		free((char *)records[i].text);
	record_count = 0;
}

void trace_begin(bool record)
{
	trace_hash_value = TRACE_HASH_SEED;
	trace_recording = record;
	forget();
}

uint64_t trace_hash(void)
{
	return trace_hash_value;
}

uint32_t trace_count(void)
{
	return record_count;
}

const struct trace_record *trace_at(uint32_t index)
{
	return index < record_count ? &records[index] : NULL;
}

void trace_record_add(enum trace_type type, const struct sim_ctx *ctx, uint32_t site, uint64_t a,
		      uint64_t b, const char *text)
{
	struct trace_record *record;

	if (record_count == record_capacity) {
		record_capacity = record_capacity ? 2 * record_capacity : 1024;
		records = realloc(records, record_capacity * sizeof(*records));
		if (!records) {
			fprintf(stderr, "simctl: no memory for the trace\n");
			exit(3);
		}
	}
	record = &records[record_count++];
	*record = (struct trace_record){
		.step = E->points,
		.ctx = ctx ? ctx->id : 0,
		.machine = ctx ? ctx->machine : -1,
		.cpu = ctx ? (ctx->kind == SIM_CTX_HOST ? -1 : cpu_of(ctx)->number) : -1,
		.type = type,
		.site = site,
		.a = a,
		.b = b,
		.text = text ? strdup(text) : NULL,
		.now_ns = ctx ? cpu_of(ctx)->clock_ns : E->now_ns,
	};
}

static void log_line(const char *fmt, __builtin_va_list args)
{
	char text[TRACE_TEXT_BYTES];
	size_t length;

	settle();
	vsnprintf(text, sizeof(text), fmt, args);
	length = strcspn(text, "\n");
	text[length] = '\0';
	for (size_t i = 0; i < length; i++)
		trace_hash_add((unsigned char)text[i]);
	trace_note(TRACE_LOG, E->current, length, 0, text);
}

void sim_vlog(const char *fmt, __builtin_va_list args)
{
	log_line(fmt, args);
}

void sim_log(const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	log_line(fmt, args);
	__builtin_va_end(args);
}

void engine_log(const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	log_line(fmt, args);
	__builtin_va_end(args);
}
