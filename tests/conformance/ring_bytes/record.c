/* SPDX-License-Identifier: GPL-2.0-only */
#include "record.h"

#include <string.h>

#include <criterion/criterion.h>

#define HEAD_BYTES offsetof(struct record, ring)

void record_write(FILE *to, const struct record *record)
{
	size_t done = fwrite(record, HEAD_BYTES, 1, to) +
		      fwrite(record->ring, record->ring_bytes, 1, to) +
		      fwrite(record->table, sizeof(record->table[0]), record->tables, to);

	cr_assert_eq(done, 2 + record->tables);
}

bool record_read(FILE *from, struct record *record)
{
	if (fread(record, HEAD_BYTES, 1, from) != 1)
		return false;
	cr_assert(record->ring_bytes <= RING_BYTES_MAX && record->tables <= RING_NUM_MAX);
	cr_assert_eq(fread(record->ring, record->ring_bytes, 1, from), 1);
	cr_assert_eq(fread(record->table, sizeof(record->table[0]), record->tables, from),
		     record->tables);
	return true;
}

static bool result_differs(const struct ring_result *a, const struct ring_result *b, char *text,
			   size_t text_bytes)
{
	const struct {
		const char *name;
		int64_t a, b;
	} fields[] = {
		{ "return value", a->ret, b->ret },
		{ "buffer", a->token, b->token },
		{ "length", a->len, b->len },
		{ "num_free", a->num_free, b->num_free },
		{ "notifications", a->notified, b->notified },
		{ "callbacks", a->called, b->called },
		{ "broken", a->broken, b->broken },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (fields[i].a == fields[i].b)
			continue;
		snprintf(text, text_bytes, "%s %lld, not %lld", fields[i].name,
			 (long long)fields[i].a, (long long)fields[i].b);
		return true;
	}
	return false;
}

/* The field of a descriptor at this byte. */
static const char *desc_field(size_t at)
{
	if (at < offsetof(struct vring_desc, len))
		return "addr";
	if (at < offsetof(struct vring_desc, flags))
		return "len";
	return at < offsetof(struct vring_desc, next) ? "flags" : "next";
}

static void name_ring_byte(const struct sequence *sequence, size_t at, char *name,
			   size_t name_bytes)
{
	const size_t avail = sequence->num * sizeof(struct vring_desc);
	const size_t used_event = avail + 4 + 2 * sequence->num;
	const size_t used = (used_event + 2 + sequence->align - 1) & ~(sequence->align - 1ul);
	const size_t avail_event = used + 4 + sequence->num * sizeof(struct vring_used_elem);

	if (at < avail)
		snprintf(name, name_bytes, "desc[%zu].%s", at / sizeof(struct vring_desc),
			 desc_field(at % sizeof(struct vring_desc)));
	else if (at < avail + 4)
		snprintf(name, name_bytes, "avail->%s", at < avail + 2 ? "flags" : "idx");
	else if (at < used_event)
		snprintf(name, name_bytes, "avail->ring[%zu]", (at - avail - 4) / 2);
	else if (at < used_event + 2)
		snprintf(name, name_bytes, "used_event");
	else if (at < used)
		snprintf(name, name_bytes, "padding");
	else if (at < used + 4)
		snprintf(name, name_bytes, "used->%s", at < used + 2 ? "flags" : "idx");
	else if (at < avail_event)
		snprintf(name, name_bytes, "used->ring[%zu]",
			 (at - used - 4) / sizeof(struct vring_used_elem));
	else
		snprintf(name, name_bytes, "avail_event");
}

/* Both sides have 16-bit fields at every even offset, or wider ones that such pieces tell apart. */
static unsigned int piece_at(const void *bytes, size_t at)
{
	uint16_t piece;

	memcpy(&piece, (const char *)bytes + (at & ~1ul), sizeof(piece));
	return piece;
}

static size_t first_different(const void *a, const void *b, size_t bytes)
{
	size_t at = 0;

	while (at < bytes && ((const char *)a)[at] == ((const char *)b)[at])
		at++;
	return at;
}

static bool ring_differs(const struct sequence *sequence, const struct record *a,
			 const struct record *b, char *text, size_t text_bytes)
{
	size_t at = first_different(a->ring, b->ring, a->ring_bytes);
	char name[40];

	if (at == a->ring_bytes)
		return false;
	name_ring_byte(sequence, at, name, sizeof(name));
	snprintf(text, text_bytes, "%s 0x%x, not 0x%x", name, piece_at(a->ring, at),
		 piece_at(b->ring, at));
	return true;
}

static bool table_differs(const struct record_table *a, const struct record_table *b, char *text,
			  size_t text_bytes)
{
	size_t bytes = a->count * sizeof(a->desc[0]);
	size_t at;

	if (a->head != b->head || a->count != b->count) {
		snprintf(text, text_bytes, "table of %u entries at desc[%u], not %u at desc[%u]",
			 a->count, a->head, b->count, b->head);
		return true;
	}
	at = first_different(a->desc, b->desc, bytes);
	if (at == bytes)
		return false;
	snprintf(text, text_bytes, "table of desc[%u]: [%zu].%s 0x%x, not 0x%x", a->head,
		 at / sizeof(a->desc[0]), desc_field(at % sizeof(a->desc[0])),
		 piece_at(a->desc, at), piece_at(b->desc, at));
	return true;
}

bool record_differs(const struct sequence *sequence, const struct record *a, const struct record *b,
		    char *text, size_t text_bytes)
{
	cr_assert(a->sequence == b->sequence && a->step == b->step &&
		  a->ring_bytes == b->ring_bytes);
	if (result_differs(&a->result, &b->result, text, text_bytes) ||
	    ring_differs(sequence, a, b, text, text_bytes))
		return true;
	if (a->tables != b->tables) {
		snprintf(text, text_bytes, "%u indirect tables, not %u", a->tables, b->tables);
		return true;
	}
	for (unsigned int i = 0; i < a->tables; i++)
		if (table_differs(&a->table[i], &b->table[i], text, text_bytes))
			return true;
	return false;
}
