/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_type.h"

#include <stdio.h>
#include <string.h>

#define WORDS_MAX 8

enum { BASE_INT = 0 };

/* The first eleven are what combinations of C's own words come to. */
static const struct litmus_base bases[] = {
	[BASE_INT] = { "int", 4, true, false },
	{ "unsigned int", 4, false, false },
	{ "long", 8, true, false },
	{ "unsigned long", 8, false, false },
	{ "long long", 8, true, false },
	{ "unsigned long long", 8, false, false },
	{ "short", 2, true, false },
	{ "unsigned short", 2, false, false },
	{ "char", 1, true, false },
	{ "unsigned char", 1, false, false },
	{ "signed char", 1, true, false },
	{ "void", 0, false, false },
	{ "_Bool", 1, false, false },
	{ "bool", 1, false, false },
	{ "u8", 1, false, false },
	{ "u16", 2, false, false },
	{ "u32", 4, false, false },
	{ "u64", 8, false, false },
	{ "s8", 1, true, false },
	{ "s16", 2, true, false },
	{ "s32", 4, true, false },
	{ "s64", 8, true, false },
	{ "size_t", 8, false, false },
	{ "intptr_t", 8, true, false },
	{ "uintptr_t", 8, false, false },
	{ "atomic_t", 4, true, true },
	{ "atomic64_t", 8, true, true },
	{ "atomic_long_t", 8, true, true },
	{ "spinlock_t", 4, true, true },
	{ "raw_spinlock_t", 4, true, true },
};

#define BASE_COUNT (sizeof(bases) / sizeof(bases[0]))

const struct litmus_base *litmus_int(void)
{
	return &bases[BASE_INT];
}

static const struct litmus_base *base_find(const char *name, size_t length)
{
	for (unsigned int i = 0; i < BASE_COUNT; i++)
		if (strlen(bases[i].name) == length && memcmp(bases[i].name, name, length) == 0)
			return &bases[i];
	return NULL;
}

static bool is_qualifier(const struct litmus_token *token)
{
	return litmus_token_is(token, "const") || litmus_token_is(token, "volatile");
}

bool litmus_begins_type(const struct litmus_token *token)
{
	if (token->kind != LITMUS_TOKEN_WORD)
		return false;
	return is_qualifier(token) || litmus_token_is(token, "unsigned") ||
	       litmus_token_is(token, "signed") || base_find(token->text, token->length);
}

const struct litmus_base *litmus_base_of(const struct litmus_token *words, unsigned int count)
{
	const char *last = NULL;
	unsigned int last_length = 0, ints = 0, longs = 0, unsigneds = 0, signeds = 0, others = 0;
	char name[32];

	for (unsigned int i = 0; i < count; i++) {
		if (litmus_token_is(&words[i], "unsigned")) {
			unsigneds++;
		} else if (litmus_token_is(&words[i], "signed")) {
			signeds++;
		} else if (litmus_token_is(&words[i], "int")) {
			ints++;
		} else if (litmus_token_is(&words[i], "long")) {
			longs++;
		} else if (!is_qualifier(&words[i])) {
			last = words[i].text;
			last_length = words[i].length;
			others++;
		}
	}
	if (others > 1 || longs > 2 || ints > 1 || unsigneds + signeds > 1 || (others && longs) ||
	    ints + longs + unsigneds + signeds + others == 0)
		return NULL;
	if (others && (unsigneds || signeds || ints) &&
	    !(last_length == 5 && memcmp(last, "short", 5) == 0) &&
	    !(last_length == 4 && memcmp(last, "char", 4) == 0 && !ints))
		return NULL;
	if (signeds && last_length == 4)
		return base_find("signed char", strlen("signed char"));
	snprintf(name, sizeof(name), "%s%.*s", unsigneds ? "unsigned " : "",
		 last ? (int)last_length : 20,
		 last	    ? last :
		 longs == 2 ? "long long" :
		 longs	    ? "long" :
			      "int");
	return base_find(name, strlen(name));
}

bool litmus_take_type(struct litmus_lexer *lexer, struct litmus_type *type)
{
	struct litmus_token words[WORDS_MAX], token;
	unsigned int count = 0;

	for (;;) {
		if (!litmus_peek(lexer, &token))
			return false;
		if (!litmus_begins_type(&token))
			break;
		if (count == WORDS_MAX)
			return litmus_complain(lexer, &token, "no type has that many words");
		words[count++] = token;
		litmus_take(lexer, &token);
	}
	if (!count)
		return litmus_expected_here(lexer, &token, "a type");
	type->base = litmus_base_of(words, count);
	if (!type->base)
		return litmus_complain(lexer, &words[0], "these words are no type together");
	type->pointers = 0;
	for (;;) {
		if (litmus_accept(lexer, "*"))
			type->pointers++;
		else if (!litmus_accept(lexer, "const") && !litmus_accept(lexer, "volatile"))
			break;
	}
	return litmus_peek(lexer, &token);
}

unsigned int litmus_type_bytes(const struct litmus_type *type)
{
	return type->pointers ? sizeof(void *) : type->base->bytes;
}

long litmus_type_read(const struct litmus_type *type, const void *addr)
{
	unsigned int bytes = litmus_type_bytes(type);
	unsigned int shift = 64 - 8 * bytes;
	unsigned long raw = 0;

	if (!bytes)
		return 0;
	memcpy(&raw, addr, bytes);
	raw <<= shift;
	return type->pointers || !type->base->is_signed ? (long)(raw >> shift) : (long)raw >> shift;
}

const char *litmus_type_text(const struct litmus_type *type, char *text, size_t text_bytes)
{
	snprintf(text, text_bytes, "%s%s%.*s", type->base->name, type->pointers ? " " : "",
		 (int)type->pointers, "****************");
	return text;
}
