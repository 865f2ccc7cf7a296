/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_type.h - C types that variables and registers of a litmus test can have.
 */
#ifndef TOOLS_LITMUS_TYPE_H
#define TOOLS_LITMUS_TYPE_H

#include <stdbool.h>

#include "litmus_lex.h"

struct litmus_base {
	const char *name;
	unsigned char bytes; /* of the value that a test can see; 0: void */
	bool is_signed;
	bool aggregate; /* a structure to C: atomic_t, spinlock_t */
};

struct litmus_type {
	const struct litmus_base *base; /* NULL: not said */
	unsigned int pointers;
};

/* True if a token begins a type ("int", "const", "atomic_t"). */
bool litmus_begins_type(const struct litmus_token *token);

/*
 * The base type that words[0 .. count) name together ("unsigned", "long"), in any order, const and
 * volatile apart; NULL if they are none.
 */
const struct litmus_base *litmus_base_of(const struct litmus_token *words, unsigned int count);

/* Takes the words of a type from the lexer, then its '*'s. Complains if there is no type. */
bool litmus_take_type(struct litmus_lexer *lexer, struct litmus_type *type);

/* int, the type of what nobody declares. */
const struct litmus_base *litmus_int(void);
/* Bytes that a value of the type takes in memory. */
unsigned int litmus_type_bytes(const struct litmus_type *type);
/* What lies at addr, as a number. */
long litmus_type_read(const struct litmus_type *type, const void *addr);
/* "unsigned long **" */
const char *litmus_type_text(const struct litmus_type *type, char *text, size_t text_bytes);

#endif
