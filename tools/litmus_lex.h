/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_lex.h - tokens of a litmus file.
 *
 * Two languages in one file: bodies of processes are C, where "(*" begins an expression; around
 * them it begins a comment, which nests.
 */
#ifndef TOOLS_LITMUS_LEX_H
#define TOOLS_LITMUS_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "complaint.h"

enum litmus_token_kind {
	LITMUS_TOKEN_END,
	LITMUS_TOKEN_WORD,
	LITMUS_TOKEN_NUMBER,
	LITMUS_TOKEN_SIGN, /* punctuation; two characters where that is one operator */
	LITMUS_TOKEN_QUOTED, /* a string or character constant */
};

struct litmus_token {
	enum litmus_token_kind kind;
	const char *text; /* in the file's text, not terminated */
	unsigned int length;
	unsigned int line, column; /* from 1; a column is a byte */
	bool blank; /* left out of the generated C, its room kept */
};

struct litmus_lexer {
	const char *path;
	const char *at;
	const char *line_start;
	unsigned int line;
	bool in_body;
	bool has_next;
	struct litmus_token next;
	struct complaint *complaint;
};

void litmus_lex_init(struct litmus_lexer *lexer, const char *path, const char *text,
		     struct complaint *complaint);
/* The next token without and with taking it; false after a complaint (an open comment or string,
 * a character no token begins with). in_body may be changed after a take, not after a peek. */
bool litmus_peek(struct litmus_lexer *lexer, struct litmus_token *token);
bool litmus_take(struct litmus_lexer *lexer, struct litmus_token *token);
/* Takes a token that must be this word or sign. */
bool litmus_expect(struct litmus_lexer *lexer, const char *text);
/* Takes the token if it is this word or sign. */
bool litmus_accept(struct litmus_lexer *lexer, const char *text);
/* The rest of the current line, without blanks around it; the line is then over. */
void litmus_take_line(struct litmus_lexer *lexer, const char **text, unsigned int *length);

bool litmus_token_is(const struct litmus_token *token, const char *text);
/* "file:line:col: ..." about a token, unless there is a complaint already; returns false. */
__attribute__((format(printf, 3, 4))) bool litmus_complain(const struct litmus_lexer *lexer,
							   const struct litmus_token *token,
							   const char *fmt, ...);
/* "expected WHAT, found 'x'"; returns false. */
bool litmus_expected_here(const struct litmus_lexer *lexer, const struct litmus_token *token,
			  const char *what);
/* A token that is a number, with a '-' already taken if negative. */
bool litmus_number(const struct litmus_lexer *lexer, const struct litmus_token *token,
		   bool negative, long *number);

#endif
