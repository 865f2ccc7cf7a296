/* SPDX-License-Identifier: GPL-2.0-only */
#include "trace_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <engine/engine.h>
#include <engine/symbolize.h>

static const char *event_words(uint64_t event)
{
	static const char *const words[SIM_EV_COUNT] = {
		[SIM_EV_NONE] = "event",
		[SIM_EV_REQUEST_NEW] = "request enters",
		[SIM_EV_REQUEST_START] = "request starts",
		[SIM_EV_REQUEST_REQUEUE] = "request requeued",
		[SIM_EV_REQUEST_END] = "request ends",
		[SIM_EV_REQUEST_INSERT] = "request inserted",
		[SIM_EV_QUEUE_STOP] = "queue stopped",
		[SIM_EV_QUEUE_START] = "queue started",
		[SIM_EV_QUEUE_DEAD] = "queue dead",
		[SIM_EV_WORK_QUEUE] = "work queued",
		[SIM_EV_WORK_RUN] = "work runs",
		[SIM_EV_WORK_DONE] = "work done",
		[SIM_EV_WAIT] = "prepares to wait",
		[SIM_EV_WAKE] = "wake_up",
		[SIM_EV_MODULE] = "module",
	};

	return event < SIM_EV_COUNT && words[event] ? words[event] : "event";
}

static const char *barrier_words(uint64_t barrier)
{
	static const char *const words[] = {
		[SIM_MB] = "mb",
		[SIM_RMB] = "rmb",
		[SIM_WMB] = "wmb",
		[SIM_MB_BEFORE_ATOMIC] = "mb before atomic",
		[SIM_MB_AFTER_ATOMIC] = "mb after atomic",
		[SIM_MB_AFTER_SPINLOCK] = "mb after spinlock",
	};

	return barrier < sizeof(words) / sizeof(words[0]) ? words[barrier] : "barrier";
}

static void event_text(const struct trace_record *record, char *text, size_t text_bytes)
{
	switch (record->a) {
	case SIM_EV_REQUEST_NEW:
	case SIM_EV_REQUEST_INSERT:
		snprintf(text, text_bytes, "%s, sector %" PRIu64, event_words(record->a),
			 record->b);
		return;
	case SIM_EV_REQUEST_END:
		if (record->b)
			snprintf(text, text_bytes, "%s, error %" PRId64, event_words(record->a),
				 (int64_t)record->b);
		else
			snprintf(text, text_bytes, "%s", event_words(record->a));
		return;
	case SIM_EV_WAKE:
		snprintf(text, text_bytes, "%s, %" PRIu64 " woken", event_words(record->a),
			 record->b);
		return;
	case SIM_EV_MODULE:
		snprintf(text, text_bytes, "module %s", record->b ? "exit" : "init");
		return;
	default:
		snprintf(text, text_bytes, "%s", event_words(record->a));
	}
}

static void memory_text(const struct trace_record *record, const char *verb, char *text,
			size_t text_bytes)
{
	snprintf(text, text_bytes, "%s %" PRIx64 ": %" PRIx64, verb, record->a, record->b);
}

const char *trace_what(const struct trace_record *record, char *text, size_t text_bytes)
{
	const char *name = record->text ? record->text : "";
	char who[48];

	switch ((enum trace_type)record->type) {
	case TRACE_SWITCH:
		snprintf(text, text_bytes, "runs %s",
			 trace_ctx_name(record->ctx, who, sizeof(who)));
		break;
	case TRACE_IRQ_ENTER:
		snprintf(text, text_bytes, "interrupt: %s", name);
		break;
	case TRACE_IRQ_EXIT:
		snprintf(text, text_bytes, "interrupt done");
		break;
	case TRACE_BLOCK:
		snprintf(text, text_bytes, "waits: %s", name);
		break;
	case TRACE_WAKE:
		snprintf(text, text_bytes, "wakes %s", name);
		break;
	case TRACE_LOCK:
		snprintf(text, text_bytes, "takes %s", name);
		break;
	case TRACE_UNLOCK:
		snprintf(text, text_bytes, "releases %s", name);
		break;
	case TRACE_READ:
		memory_text(record, "reads", text, text_bytes);
		break;
	case TRACE_WRITE:
		memory_text(record, "writes", text, text_bytes);
		break;
	case TRACE_STALE:
		memory_text(record, "reads OLD", text, text_bytes);
		break;
	case TRACE_DELAY:
		memory_text(record, "writes LATE", text, text_bytes);
		break;
	case TRACE_BARRIER:
		snprintf(text, text_bytes, "%s", barrier_words(record->a));
		break;
	case TRACE_EVENT:
		event_text(record, text, text_bytes);
		break;
	case TRACE_FAULT:
		snprintf(text, text_bytes, "FAULT: %s", name);
		break;
	case TRACE_MMIO:
		snprintf(text, text_bytes, "register %" PRIx64 ": %" PRIx64, record->a, record->b);
		break;
	case TRACE_ACTION:
	case TRACE_LOG:
		snprintf(text, text_bytes, "%s", name);
		break;
	}
	return text;
}

const char *trace_place(const struct trace_record *record, char *text, size_t text_bytes)
{
	if (record->machine < 0)
		snprintf(text, text_bytes, "-");
	else if (record->cpu < 0)
		snprintf(text, text_bytes, "%s", machine_name(record->machine));
	else if (record->machine == 0)
		snprintf(text, text_bytes, "vCPU%d", record->cpu);
	else
		snprintf(text, text_bytes, "%s on vCPU%d", machine_name(record->machine),
			 record->cpu);
	return text;
}

const char *trace_site(const struct trace_record *record, char *text, size_t text_bytes)
{
	size_t len;

	text[0] = '\0';
	if (!record->site)
		return text;
	symbolize_site(record->site, text, text_bytes);
	len = strlen(text);
	if (len + 2 < text_bytes) {
		text[len] = ' ';
		symbolize_function(record->site, text + len + 1, text_bytes - len - 1);
	}
	return text;
}

const char *trace_ctx_name(unsigned int ctx, char *text, size_t text_bytes)
{
	for (uint32_t i = trace_count(); i-- > 0;) {
		const struct trace_record *record = trace_at(i);

		if (!record->text)
			continue;
		if ((record->type == TRACE_WAKE && record->a == ctx) ||
		    (record->type == TRACE_SWITCH && record->ctx == ctx) ||
		    (record->type == TRACE_IRQ_ENTER && record->ctx == ctx)) {
			snprintf(text, text_bytes, "%s", record->text);
			return text;
		}
	}
	snprintf(text, text_bytes, "ctx %u", ctx);
	return text;
}
