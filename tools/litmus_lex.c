/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_lex.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void litmus_lex_init(struct litmus_lexer *lexer, const char *path, const char *text,
		     struct complaint *complaint)
{
	*lexer = (struct litmus_lexer){
		.path = path,
		.at = text,
		.line_start = text,
		.line = 1,
		.complaint = complaint,
	};
}

static struct litmus_token token_here(const struct litmus_lexer *lexer)
{
	return (struct litmus_token){
		.text = lexer->at,
		.line = lexer->line,
		.column = (unsigned int)(lexer->at - lexer->line_start) + 1,
	};
}

bool litmus_complain(const struct litmus_lexer *lexer, const struct litmus_token *token,
		     const char *fmt, ...)
{
	char what[COMPLAINT_BYTES];
	va_list args;

	if (lexer->complaint->text[0])
		return false;
	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return complain(lexer->complaint, "%s:%u:%u: %s", lexer->path, token->line, token->column,
			what);
}

static void step(struct litmus_lexer *lexer)
{
	if (*lexer->at++ == '\n') {
		lexer->line++;
		lexer->line_start = lexer->at;
	}
}

static void skip_line(struct litmus_lexer *lexer)
{
	while (*lexer->at && *lexer->at != '\n')
		step(lexer);
}

static bool skip_block(struct litmus_lexer *lexer, char open, char close)
{
	struct litmus_token begin = token_here(lexer);
	unsigned int depth = 0;

	while (*lexer->at) {
		if (lexer->at[0] == open && lexer->at[1] == '*' && (!depth || open == '(')) {
			depth++;
			step(lexer);
		} else if (lexer->at[0] == '*' && lexer->at[1] == close) {
			depth--;
			step(lexer);
		}
		step(lexer);
		if (!depth)
			return true;
	}
	return litmus_complain(lexer, &begin, "the comment has no end");
}

static bool skip_blank(struct litmus_lexer *lexer)
{
	for (;;) {
		if (isspace((unsigned char)*lexer->at)) {
			step(lexer);
		} else if (lexer->at[0] == '/' && lexer->at[1] == '/') {
			skip_line(lexer);
		} else if (lexer->at[0] == '/' && lexer->at[1] == '*') {
			if (!skip_block(lexer, '/', '/'))
				return false;
		} else if (!lexer->in_body && lexer->at[0] == '(' && lexer->at[1] == '*') {
			if (!skip_block(lexer, '(', ')'))
				return false;
		} else {
			return true;
		}
	}
}

static bool lex_quoted(struct litmus_lexer *lexer, struct litmus_token *token)
{
	char quote = *lexer->at;

	token->kind = LITMUS_TOKEN_QUOTED;
	step(lexer);
	while (*lexer->at && *lexer->at != quote && *lexer->at != '\n') {
		if (lexer->at[0] == '\\' && lexer->at[1] && lexer->at[1] != '\n')
			step(lexer);
		step(lexer);
	}
	if (*lexer->at != quote)
		return litmus_complain(lexer, token, "the %s has no end",
				       quote == '"' ? "string" : "character constant");
	step(lexer);
	return true;
}

static unsigned int sign_length(const struct litmus_lexer *lexer)
{
	static const char *const outside[] = { "/\\", "\\/", "=>", "<>", "!=", "==" };
	static const char *const inside[] = { "->", "==", "!=", "<=", ">=", "&&", "||",
					      "<<", ">>", "++", "--", "+=", "-=", "*=",
					      "/=", "%=", "&=", "|=", "^=" };
	const char *const *signs = lexer->in_body ? inside : outside;
	unsigned int count = lexer->in_body ? sizeof(inside) / sizeof(inside[0]) :
					      sizeof(outside) / sizeof(outside[0]);

	for (unsigned int i = 0; i < count; i++)
		if (strncmp(lexer->at, signs[i], 2) == 0)
			return 2;
	return 1;
}

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool lex(struct litmus_lexer *lexer, struct litmus_token *token)
{
	const char *begin;

	if (!skip_blank(lexer))
		return false;
	*token = token_here(lexer);
	begin = lexer->at;
	if (!*begin) {
		token->kind = LITMUS_TOKEN_END;
		return true;
	}
	if (*begin == '"' || *begin == '\'') {
		if (!lex_quoted(lexer, token))
			return false;
	} else if (word_char(*begin)) {
		token->kind = isdigit((unsigned char)*begin) ? LITMUS_TOKEN_NUMBER :
							       LITMUS_TOKEN_WORD;
		while (word_char(*lexer->at))
			step(lexer);
	} else if (ispunct((unsigned char)*begin)) {
		token->kind = LITMUS_TOKEN_SIGN;
		for (unsigned int i = sign_length(lexer); i; i--)
			step(lexer);
	} else {
		return litmus_complain(lexer, token, "no token begins with the byte 0x%02x",
				       (unsigned char)*begin);
	}
	token->length = (unsigned int)(lexer->at - begin);
	return true;
}

bool litmus_peek(struct litmus_lexer *lexer, struct litmus_token *token)
{
	if (!lexer->has_next && !lex(lexer, &lexer->next))
		return false;
	lexer->has_next = true;
	*token = lexer->next;
	return true;
}

bool litmus_take(struct litmus_lexer *lexer, struct litmus_token *token)
{
	if (!litmus_peek(lexer, token))
		return false;
	lexer->has_next = false;
	return true;
}

void litmus_take_line(struct litmus_lexer *lexer, const char **text, unsigned int *length)
{
	const char *begin, *end;

	while (*lexer->at == ' ' || *lexer->at == '\t')
		step(lexer);
	begin = lexer->at;
	skip_line(lexer);
	end = lexer->at;
	while (end > begin && isspace((unsigned char)end[-1]))
		end--;
	*text = begin;
	*length = (unsigned int)(end - begin);
}

bool litmus_token_is(const struct litmus_token *token, const char *text)
{
	return (token->kind == LITMUS_TOKEN_WORD || token->kind == LITMUS_TOKEN_SIGN) &&
	       strlen(text) == token->length && memcmp(token->text, text, token->length) == 0;
}

bool litmus_expected_here(const struct litmus_lexer *lexer, const struct litmus_token *token,
			  const char *what)
{
	if (token->kind == LITMUS_TOKEN_END)
		return litmus_complain(lexer, token, "expected %s, found the end of the file",
				       what);
	return litmus_complain(lexer, token, "expected %s, found '%.*s'", what, (int)token->length,
			       token->text);
}

bool litmus_expect(struct litmus_lexer *lexer, const char *text)
{
	struct litmus_token token;
	char what[64];

	if (!litmus_take(lexer, &token))
		return false;
	if (litmus_token_is(&token, text))
		return true;
	snprintf(what, sizeof(what), "'%s'", text);
	return litmus_expected_here(lexer, &token, what);
}

bool litmus_accept(struct litmus_lexer *lexer, const char *text)
{
	struct litmus_token token;

	if (!litmus_peek(lexer, &token) || !litmus_token_is(&token, text))
		return false;
	lexer->has_next = false;
	return true;
}

bool litmus_number(const struct litmus_lexer *lexer, const struct litmus_token *token,
		   bool negative, long *number)
{
	unsigned long magnitude;
	char *end = NULL;

	if (token->kind != LITMUS_TOKEN_NUMBER)
		return litmus_expected_here(lexer, token, "a number");
	errno = 0;
	magnitude = strtoul(token->text, &end, 0);
	while (end < token->text + token->length && strchr("uUlL", *end))
		end++;
	if (errno || end != token->text + token->length)
		return litmus_complain(lexer, token, "'%.*s' is no number that fits 64 bits",
				       (int)token->length, token->text);
	*number = (long)(negative ? 0 - magnitude : magnitude);
	return true;
}
