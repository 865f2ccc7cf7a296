/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the texts of a scenario to a struct world_spec and an expectation, key by key.
 */
#include "scenario_schema.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "units.h"

struct word {
	const char *name;
	int value;
};

static const struct word kick_words[] = { { "locked", KICK_LOCKED },
					  { "unlocked", KICK_UNLOCKED },
					  { "prepare_notify", KICK_PREPARE_NOTIFY },
					  { NULL, 0 } };
static const struct word transport_words[] = { { "mmio", TRANSPORT_MMIO },
					       { "pci", TRANSPORT_PCI },
					       { NULL, 0 } };
static const struct word elevator_words[] = { { "noop", ELEVATOR_NOOP },
					      { "deadline", ELEVATOR_DEADLINE },
					      { NULL, 0 } };
static const struct word preempt_words[] = { { "none", PREEMPT_NONE },
					     { "voluntary", PREEMPT_VOLUNTARY },
					     { "full", PREEMPT_FULL },
					     { NULL, 0 } };
static const struct word service_words[] = { { "iothread", HOST_IOTHREAD },
					     { "vcpu_exit", HOST_VCPU_EXIT },
					     { NULL, 0 } };
static const struct word iothreads_words[] = { { "one", IOTHREADS_ONE },
					       { "per_queue", IOTHREADS_PER_QUEUE },
					       { "main", IOTHREADS_MAIN },
					       { NULL, 0 } };
static const struct word aio_words[] = { { "native", HOST_AIO_NATIVE },
					 { "threads", HOST_AIO_THREADS },
					 { NULL, 0 } };
static const struct word churn_words[] = { { "none", CHURN_NONE },
					   { "flush", CHURN_FLUSH },
					   { "backend", CHURN_BACKEND },
					   { "worker", CHURN_WORKER },
					   { "direct_io", CHURN_DIRECT_IO },
					   { "reopen", CHURN_REOPEN },
					   { "discard", CHURN_DISCARD },
					   { "port_open", CHURN_PORT_OPEN },
					   { "port", CHURN_PORT },
					   { "memory", CHURN_MEMORY },
					   { "owner", CHURN_OWNER },
					   { "refused", CHURN_REFUSED },
					   { "log", CHURN_LOG },
					   { "rx_mode", CHURN_RX_MODE },
					   { "channels", CHURN_CHANNELS },
					   { "link", CHURN_LINK },
					   { "irq", CHURN_IRQ },
					   { NULL, 0 } };
static const struct word loop_worker_words[] = { { "kthread", LOOP_KTHREAD },
						 { "workqueue", LOOP_WORKQUEUE },
						 { NULL, 0 } };
static const struct word backend_words[] = { { "qemu", HOST_BACKEND_QEMU },
					     { "vhost_blk", HOST_BACKEND_VHOST_BLK },
					     { NULL, 0 } };
static const struct word disk_words[] = { { "ram", DISK_RAM },
					  { "fixed_latency", DISK_FIXED_LATENCY },
					  { NULL, 0 } };
static const struct word rw_words[] = {
	{ "read", RW_READ },	       { "write", RW_WRITE },
	{ "randread", RW_RANDREAD },   { "randwrite", RW_RANDWRITE },
	{ "readwrite", RW_READWRITE }, { "rw", RW_READWRITE },
	{ "randrw", RW_RANDRW },       { NULL, 0 }
};
static const struct word end_words[] = { { "none", END_NONE },
					 { "remove", END_REMOVE },
					 { "freeze_restore", END_FREEZE_RESTORE },
					 { "power_cut", END_POWER_CUT },
					 { "reset", END_RESET },
					 { NULL, 0 } };
static const struct word end_at_words[] = { { "count", END_AT_COUNT },
					    { "any", END_AT_ANY },
					    { NULL, 0 } };
static const struct word memory_words[] = { { "sc", MEMORY_SC },
					    { "tso", MEMORY_TSO },
					    { "weak", MEMORY_WEAK },
					    { NULL, 0 } };
static const struct word from_words[] = { { "load", EXPLORE_LOAD },
					  { "boot", EXPLORE_BOOT },
					  { NULL, 0 } };
static const struct word fault_words[] = {
	{ "alloc", 0 },	      { "add_buf", 0 },	   { "bounce", 0 }, { "io_error", 0 },
	{ "flush_error", 0 }, { "short_read", 0 }, { "signal", 0 }, { "io_submit", 0 },
	{ "uaccess", 0 },     { "vector", 0 },	   { NULL, 0 }
};

enum key_type { KEY_COUNT, KEY_COUNT64, KEY_SIZE, KEY_TIME, KEY_BOOL, KEY_WORD, KEY_NAME };

/* One key: where libcyaml put its text, and what it becomes. */
struct key_row {
	const char *path; /* "guest.vcpus" */
	const char *spec_path; /* as world_spec_check() calls it: "load.bs_bytes" */
	enum key_type type;
	size_t section_offset; /* of the section's pointer in struct raw_scenario */
	size_t text_offset; /* in the section */
	size_t spec_offset;
	const struct word *words;
};

#define KEY_ROW(section, key, type, member, words)                                                 \
	{ #section "." #key,                                                                       \
	  #member,                                                                                 \
	  KEY_##type,                                                                              \
	  offsetof(struct raw_scenario, section),                                                  \
	  offsetof(struct raw_##section, key),                                                     \
	  offsetof(struct world_spec, member),                                                     \
	  words },

static const struct key_row key_rows[] = { SCENARIO_GUEST_KEYS(KEY_ROW) SCENARIO_HOST_KEYS(KEY_ROW)
						   SCENARIO_LOAD_KEYS(KEY_ROW)
							   SCENARIO_FAULT_KEYS(KEY_ROW)
								   SCENARIO_EXPLORE_KEYS(KEY_ROW) };

/* The names of words as did_you_mean() and messages want them. */
#define WORDS_MAX 16

static void word_names(const struct word *words, const char *names[WORDS_MAX])
{
	unsigned int count = 0;

	for (; words->name && count < WORDS_MAX - 1; words++)
		names[count++] = words->name;
	names[count] = NULL;
}

static void join(const char *const *names, char *text, size_t text_bytes)
{
	size_t len = 0;

	text[0] = '\0';
	for (unsigned int i = 0; names[i] && len < text_bytes; i++)
		len += (size_t)snprintf(text + len, text_bytes - len, "%s%s", i ? ", " : "",
					names[i]);
}

static bool complain_word(const struct scenario_doc *doc, const char *path, const char *text,
			  const char *const *names, struct complaint *complaint)
{
	char where[512], list[512], hint[128];

	join(names, list, sizeof(list));
	return complain(complaint, "%s: %s: expected one of %s, found '%.60s'%s",
			scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where)), path, list,
			text, did_you_mean(text, names, hint, sizeof(hint)));
}

static const struct word *word_find(const struct word *words, const char *text)
{
	for (; words->name; words++)
		if (strcmp(words->name, text) == 0)
			return words;
	return NULL;
}

static const char *type_words(enum key_type type)
{
	switch (type) {
	case KEY_SIZE:
		return "a size such as 512, 4k or 1m";
	case KEY_TIME:
		return "a time such as 500ns, 20us or 3ms";
	case KEY_BOOL:
		return "true or false";
	default:
		return "a number";
	}
}

static bool convert_number(enum key_type type, const char *text, void *to)
{
	uint64_t number = 0;

	switch (type) {
	case KEY_COUNT:
		if (!parse_count(text, &number) || number > UINT_MAX)
			return false;
		*(unsigned int *)to = (unsigned int)number;
		return true;
	case KEY_COUNT64:
		return parse_count(text, to);
	case KEY_SIZE:
		return parse_size(text, to);
	case KEY_TIME:
		return parse_time(text, to);
	default:
		return parse_bool(text, to);
	}
}

static bool convert(const struct key_row *row, const char *text, const struct scenario_doc *doc,
		    struct world_spec *spec, struct complaint *complaint)
{
	void *to = (char *)spec + row->spec_offset;
	const char *names[WORDS_MAX];
	const struct word *word;
	char where[512];

	switch (row->type) {
	case KEY_NAME:
		*(const char **)to = text;
		return true;
	case KEY_WORD:
		word = word_find(row->words, text);
		if (word) {
			*(int *)to = word->value;
			return true;
		}
		word_names(row->words, names);
		return complain_word(doc, row->path, text, names, complaint);
	default:
		if (convert_number(row->type, text, to))
			return true;
		return complain(complaint, "%s: %s: expected %s, found '%.60s'",
				scenario_doc_where(doc, row->path, DOC_VALUE, where, sizeof(where)),
				row->path, type_words(row->type), text);
	}
}

static bool convert_faults(const struct raw_faults *faults, const struct scenario_doc *doc,
			   struct world_spec *spec, struct complaint *complaint)
{
	const char *names[WORDS_MAX];
	char path[64];

	for (unsigned int i = 0; faults && i < faults->inject_count; i++) {
		snprintf(path, sizeof(path), "faults.inject[%u]", i);
		if (!word_find(fault_words, faults->inject[i])) {
			word_names(fault_words, names);
			return complain_word(doc, path, faults->inject[i], names, complaint);
		}
		spec->faults.names[i] = faults->inject[i];
		spec->faults.count = i + 1;
	}
	return true;
}

static bool check_direct(const struct raw_load *load, const struct scenario_doc *doc,
			 struct complaint *complaint)
{
	bool direct = true;
	char where[512];

	if (!load || !load->direct || (parse_bool(load->direct, &direct) && direct))
		return true;
	return complain(complaint, "%s: load.direct: expected true: all I/O here is direct",
			scenario_doc_where(doc, "load.direct", DOC_VALUE, where, sizeof(where)));
}

/* The key of the file that world_spec_check() means. */
static const char *file_path(const char *field)
{
	for (size_t i = 0; i < sizeof(key_rows) / sizeof(key_rows[0]); i++)
		if (strcmp(key_rows[i].spec_path, field) == 0)
			return key_rows[i].path;
	if (strcmp(field, "faults.names") == 0)
		return "faults.inject";
	return field;
}

bool scenario_spec_check(const struct world_spec *spec, const struct scenario_doc *doc,
			 struct complaint *complaint)
{
	char error[COMPLAINT_BYTES / 2], where[512];
	const char *field = "";

	if (world_spec_check(spec, &field, error, sizeof(error)))
		return true;
	field = file_path(field ? field : "");
	scenario_doc_where(doc, field, DOC_VALUE, where, sizeof(where));
	if (!*field || strstr(error, field))
		return complain(complaint, "%s: %s", where, error);
	return complain(complaint, "%s: %s: %s", where, field, error);
}

bool raw_scenario_to_spec(const struct raw_scenario *raw, const struct scenario_doc *doc,
			  struct world_spec *spec, struct complaint *complaint)
{
	world_spec_defaults(spec);
	spec->name = raw->name;
	for (size_t i = 0; i < sizeof(key_rows) / sizeof(key_rows[0]); i++) {
		const struct key_row *row = &key_rows[i];
		const char *section = *(char *const *)((const char *)raw + row->section_offset);
		const char *text;

		if (!section)
			continue;
		text = *(char *const *)(section + row->text_offset);
		if (text && !convert(row, text, doc, spec, complaint))
			return false;
	}
	return convert_faults(raw->faults, doc, spec, complaint) &&
	       check_direct(raw->load, doc, complaint);
}

static bool read_verdict(const struct scenario_doc *doc, const char *path, const char *text,
			 enum sim_verdict *verdict, struct complaint *complaint)
{
	const char *names[SIM_VERDICT_COUNT + 1];
	char where[512], hint[128];

	names[0] = "pass";
	for (unsigned int i = 1; i < SIM_VERDICT_COUNT; i++)
		names[i] = sim_verdict_name((enum sim_verdict)i);
	names[SIM_VERDICT_COUNT] = NULL;
	for (unsigned int i = 0; i < SIM_VERDICT_COUNT; i++) {
		if (strcmp(names[i], text) == 0) {
			*verdict = (enum sim_verdict)i;
			return true;
		}
	}
	return complain(complaint, "%s: %s: expected pass or a verdict's name, found '%.60s'%s",
			scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where)), path, text,
			did_you_mean(text, names, hint, sizeof(hint)));
}

static bool read_count(const struct scenario_doc *doc, const char *path, const char *text,
		       uint64_t least, uint64_t *count, struct complaint *complaint)
{
	char where[512];

	if (!text)
		return true;
	if (parse_count(text, count) && *count >= least)
		return true;
	return complain(complaint, "%s: %s: expected a number of schedules, found '%.60s'",
			scenario_doc_where(doc, path, DOC_VALUE, where, sizeof(where)), path, text);
}

static bool read_besides(const struct raw_expect *raw, const struct scenario_doc *doc,
			 const char *path, struct expectation *expect, struct complaint *complaint)
{
	char item[256], where[512];

	if (raw->besides_count)
		expect->besides = 0;
	for (unsigned int i = 0; i < raw->besides_count; i++) {
		enum sim_verdict verdict;

		snprintf(item, sizeof(item), "%s.besides[%u]", path, i);
		if (!read_verdict(doc, item, raw->besides[i], &verdict, complaint))
			return false;
		scenario_doc_where(doc, item, DOC_VALUE, where, sizeof(where));
		if (verdict == SIM_PASS || verdict == expect->verdict ||
		    expect->verdict == SIM_PASS)
			return complain(
				complaint,
				"%s: %s: expected verdicts besides a wanted one, %s.verdict", where,
				item, path);
		expect->besides |= 1ull << verdict;
	}
	return true;
}

bool raw_expect_read(const struct raw_expect *raw, const struct scenario_doc *doc, const char *path,
		     struct expectation *expect, struct complaint *complaint)
{
	char verdict[256], within[256], control[256];

	if (!raw)
		return true;
	snprintf(verdict, sizeof(verdict), "%s.verdict", path);
	snprintf(within, sizeof(within), "%s.within", path);
	snprintf(control, sizeof(control), "%s.control", path);
	if (raw->verdict && !read_verdict(doc, verdict, raw->verdict, &expect->verdict, complaint))
		return false;
	return read_besides(raw, doc, path, expect, complaint) &&
	       read_count(doc, within, raw->within, 1, &expect->within, complaint) &&
	       read_count(doc, control, raw->control, 0, &expect->control, complaint);
}
