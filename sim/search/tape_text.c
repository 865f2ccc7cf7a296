/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A tape as text: "R3@10012a4/2=1*5 =2 S ... .120:9f3a..." - tokens with blanks between.
 *
 *   kind      a letter of "RLSFWUDH", always there
 *   ctx       decimal          left out when it is the one of the token before (0 at the start)
 *   @site     hexadecimal      the same
 *   /n        decimal          left out when 2
 *   =answer   decimal          left out when 0
 *   *repeat   decimal          that many equal entries; left out when 1
 *   .count:checksum            the end: entries in all, FNV-1a over them in hexadecimal
 */
#include <search/tape.h>

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char kind_letters[] = "RLSFWUDH";

_Static_assert(sizeof(kind_letters) - 1 == CHOICE_KIND_COUNT, "a letter for each kind");

#define ENTRIES_MAX (1u << 24)

static bool same_entry(const struct tape_entry *a, const struct tape_entry *b)
{
	return a->site == b->site && a->ctx == b->ctx && a->kind == b->kind && a->n == b->n &&
	       a->answer == b->answer;
}

static uint64_t mix(uint64_t hash, uint32_t value)
{
	for (int shift = 0; shift < 32; shift += 8)
		hash = (hash ^ (value >> shift & 0xff)) * 0x100000001b3ull;
	return hash;
}

static uint64_t checksum(const struct tape *tape)
{
	uint64_t hash = 0xcbf29ce484222325ull;

	for (uint32_t i = 0; i < tape->count; i++) {
		const struct tape_entry *entry = &tape->entries[i];

		hash = mix(hash, entry->site);
		hash = mix(hash, (uint32_t)entry->ctx << 8 | entry->kind);
		hash = mix(hash, entry->n);
		hash = mix(hash, entry->answer);
	}
	return hash;
}

char *tape_encode(const struct tape *tape)
{
	struct tape_entry before = { 0 };
	size_t bytes;
	char *text;
	FILE *out = open_memstream(&text, &bytes);
	uint32_t repeat;

	if (!out)
		abort();
	for (uint32_t i = 0; i < tape->count; i += repeat) {
		const struct tape_entry *entry = &tape->entries[i];

		for (repeat = 1; i + repeat < tape->count; repeat++)
			if (!same_entry(entry, &tape->entries[i + repeat]))
				break;
		fputc(kind_letters[entry->kind], out);
		if (entry->ctx != before.ctx)
			fprintf(out, "%u", entry->ctx);
		if (entry->site != before.site)
			fprintf(out, "@%x", entry->site);
		if (entry->n != 2)
			fprintf(out, "/%u", entry->n);
		if (entry->answer)
			fprintf(out, "=%u", entry->answer);
		if (repeat > 1)
			fprintf(out, "*%u", repeat);
		fputc(' ', out);
		before = *entry;
	}
	fprintf(out, ".%u:%016llx", tape->count, (unsigned long long)checksum(tape));
	if (fclose(out))
		abort();
	return text;
}

struct reader {
	const char *start, *at;
	char *error;
	unsigned int error_bytes;
};

__attribute__((format(printf, 2, 3))) static bool fail(struct reader *r, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(r->error, r->error_bytes, fmt, args);
	va_end(args);
	return false;
}

static bool number(struct reader *r, int base, uint64_t max, uint64_t *value)
{
	uint64_t sum = 0;
	const char *start = r->at;

	for (;; r->at++) {
		unsigned char c = (unsigned char)*r->at;
		unsigned int digit;

		if (isdigit(c))
			digit = c - '0';
		else if (base == 16 && c >= 'a' && c <= 'f')
			digit = c - 'a' + 10u;
		else
			break;
		if (r->at - start == 16 || sum > (UINT64_MAX - digit) / (unsigned int)base)
			return fail(r, "tape: number too big at offset %td", start - r->start);
		sum = sum * (unsigned int)base + digit;
	}
	if (r->at == start)
		return fail(r, "tape: %s at offset %td", *start ? "number expected" : "truncated",
			    start - r->start);
	if (sum > max)
		return fail(r, "tape: number too big at offset %td", start - r->start);
	*value = sum;
	return true;
}

/* The value behind mark, or fallback if there is no mark. */
static bool field(struct reader *r, char mark, int base, uint64_t fallback, uint32_t *value)
{
	uint64_t wide = fallback;

	if (*r->at == mark) {
		r->at++;
		if (!number(r, base, UINT32_MAX, &wide))
			return false;
	}
	*value = (uint32_t)wide;
	return true;
}

static bool read_token(struct reader *r, struct tape *tape, struct tape_entry *entry)
{
	const char *token = r->at;
	const char *letter = strchr(kind_letters, *token);
	uint64_t ctx = entry->ctx;
	struct choice choice = { 0 };
	uint32_t repeat;

	if (!letter)
		return fail(r, "tape: '%c' at offset %td is no kind of choice",
			    isprint((unsigned char)*token) ? *token : '?', token - r->start);
	r->at++;
	if (isdigit((unsigned char)*r->at) && !number(r, 10, UINT16_MAX, &ctx))
		return false;
	entry->ctx = (uint16_t)ctx;
	entry->kind = (uint8_t)(letter - kind_letters);
	if (!field(r, '@', 16, entry->site, &entry->site) || !field(r, '/', 10, 2, &entry->n) ||
	    !field(r, '=', 10, 0, &entry->answer) || !field(r, '*', 10, 1, &repeat))
		return false;
	if (*r->at != ' ')
		return fail(r, "tape: %s at offset %td", *r->at ? "blank expected" : "truncated",
			    r->at - r->start);
	r->at++;
	if (entry->answer >= entry->n || !repeat || repeat > ENTRIES_MAX - tape->count)
		return fail(r, "tape: impossible entry at offset %td", token - r->start);
	choice.kind = (enum choice_kind)entry->kind;
	choice.n = entry->n;
	choice.site = entry->site;
	choice.ctx = entry->ctx;
	while (repeat--)
		tape_push(tape, &choice, entry->answer);
	return true;
}

static bool read_end(struct reader *r, const struct tape *tape)
{
	uint64_t count, sum;

	r->at++;
	if (!number(r, 10, UINT32_MAX, &count))
		return false;
	if (*r->at != ':')
		return fail(r, "tape: truncated at offset %td", r->at - r->start);
	r->at++;
	if (!number(r, 16, UINT64_MAX, &sum))
		return false;
	if (*r->at)
		return fail(r, "tape: text behind its end at offset %td", r->at - r->start);
	if (count != tape->count)
		return fail(r, "tape: has %u entries, its end says %llu", tape->count,
			    (unsigned long long)count);
	if (sum != checksum(tape))
		return fail(r, "tape: damaged: the checksum does not fit");
	return true;
}

bool tape_decode(struct tape *tape, const char *text, char *error, unsigned int error_bytes)
{
	struct reader r = { .start = text, .at = text, .error = error, .error_bytes = error_bytes };
	struct tape_entry entry = { 0 };
	bool whole = true;

	while (whole && *r.at && *r.at != '.')
		whole = read_token(&r, tape, &entry);
	if (whole)
		whole = *r.at ? read_end(&r, tape) :
				fail(&r, "tape: truncated at offset %td", r.at - r.start);
	if (!whole)
		tape_free(tape);
	return whole;
}
