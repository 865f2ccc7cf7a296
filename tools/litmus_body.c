/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_body.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "litmus_api.h"

/* The tokens of a body, while they are looked through. */
struct scan {
	struct litmus_lexer *lexer;
	struct litmus_process *process;
	struct litmus_token *tokens;
	unsigned int count, at;
};

/* Brackets that are open at a place of the body, the body's own first. */
struct brackets {
	struct litmus_token *open;
	unsigned int count;
};

/* Takes note of a bracket; false if it closes none, or another than the last opened. */
static bool note_bracket(struct litmus_lexer *lexer, struct brackets *brackets,
			 const struct litmus_token *token)
{
	bool round = litmus_token_is(token, ")");
	const struct litmus_token *last;

	if (litmus_token_is(token, "(") || litmus_token_is(token, "{")) {
		brackets->open = tools_resize(brackets->open, brackets->count + 1, sizeof(*token));
		brackets->open[brackets->count++] = *token;
		return true;
	}
	if (!round && !litmus_token_is(token, "}"))
		return true;
	last = &brackets->open[brackets->count - 1];
	if (round != litmus_token_is(last, "("))
		return round ? litmus_complain(lexer, token, "this ')' has no '('") :
			       litmus_complain(lexer, last, "this '(' has no ')'");
	brackets->count--;
	return true;
}

/* All up to the body's own '}'. */
static bool take_body(struct litmus_lexer *lexer, struct litmus_process *process,
		      struct brackets *brackets)
{
	unsigned int room = 0;
	struct litmus_token token;

	for (;;) {
		if (!litmus_take(lexer, &token))
			return false;
		if (token.kind == LITMUS_TOKEN_END)
			return litmus_complain(
				lexer, &brackets->open[brackets->count - 1],
				"this '%c' has no '%c'", *brackets->open[brackets->count - 1].text,
				*brackets->open[brackets->count - 1].text == '(' ? ')' : '}');
		if (!note_bracket(lexer, brackets, &token))
			return false;
		if (!brackets->count)
			break;
		if (process->token_count == room) {
			room = room ? 2 * room : 64;
			process->tokens = tools_resize(process->tokens, room, sizeof(token));
		}
		process->tokens[process->token_count++] = token;
	}
	process->close = token;
	return true;
}

static bool take_tokens(struct litmus_lexer *lexer, struct litmus_process *process)
{
	struct brackets brackets = { 0 };
	bool good = note_bracket(lexer, &brackets, &process->open) &&
		    take_body(lexer, process, &brackets);

	free(brackets.open);
	return good;
}

/* The token at a place, or behind the end one that is nothing in particular. */
static const struct litmus_token *token_at(const struct scan *scan, unsigned int at)
{
	return at < scan->count ? &scan->tokens[at] : &scan->process->close;
}

static bool at_is(const struct scan *scan, unsigned int at, const char *text)
{
	return at < scan->count && litmus_token_is(&scan->tokens[at], text);
}

/* A declaration may stand here: at the begin of a statement, or of a for's header. */
static bool statement_begins(const struct scan *scan)
{
	unsigned int at = scan->at;

	if (at == 0 || at_is(scan, at - 1, "{") || at_is(scan, at - 1, "}") ||
	    at_is(scan, at - 1, ";"))
		return true;
	return at >= 2 && at_is(scan, at - 1, "(") && at_is(scan, at - 2, "for");
}

static bool add_register(struct scan *scan, const struct litmus_token *name,
			 struct litmus_type type)
{
	struct litmus_process *process = scan->process;
	int found = litmus_register_find(process, name->text, name->length);
	char text[64];

	for (unsigned int i = 0; i < process->parameter_count; i++)
		if (strlen(process->parameters[i].name) == name->length &&
		    memcmp(process->parameters[i].name, name->text, name->length) == 0)
			return litmus_complain(scan->lexer, name, "'%s' is a parameter already",
					       process->parameters[i].name);
	if (found >= 0) {
		const struct litmus_type *other = &process->registers[found].type;

		if (other->base == type.base && other->pointers == type.pointers)
			return true;
		return litmus_complain(scan->lexer, name, "'%.*s' is declared above as %s",
				       (int)name->length, name->text,
				       litmus_type_text(other, text, sizeof(text)));
	}
	if (!type.pointers && (type.base->aggregate || !type.base->bytes))
		return litmus_complain(scan->lexer, name, "a local variable cannot be a %s",
				       type.base->name);
	process->registers = tools_resize(process->registers, process->register_count + 1,
					  sizeof(*process->registers));
	process->registers[process->register_count++] = (struct litmus_register){
		.name = strndup(name->text, name->length),
		.type = type,
		.initial = { .variable = -1 },
	};
	return true;
}

static bool check_token(struct scan *scan);

/* An initialiser, up to the ',' or ';' that ends it. */
static bool scan_initialiser(struct scan *scan)
{
	unsigned int depth = 0;

	for (; scan->at < scan->count; scan->at++) {
		const struct litmus_token *token = &scan->tokens[scan->at];

		if (!depth && (litmus_token_is(token, ",") || litmus_token_is(token, ";")))
			return true;
		if (litmus_token_is(token, "{") || litmus_token_is(token, ";"))
			return litmus_expected_here(scan->lexer, token, "an initialiser");
		if (litmus_token_is(token, "("))
			depth++;
		else if (litmus_token_is(token, ")") && depth)
			depth--;
		if (!check_token(scan))
			return false;
	}
	return litmus_expected_here(scan->lexer, token_at(scan, scan->at), "';'");
}

static bool scan_declarator(struct scan *scan, const struct litmus_base *base)
{
	struct litmus_type type = { .base = base };
	const struct litmus_token *name;

	for (;; scan->at++) {
		if (at_is(scan, scan->at, "*"))
			type.pointers++;
		else if (!at_is(scan, scan->at, "const") && !at_is(scan, scan->at, "volatile"))
			break;
		scan->tokens[scan->at].blank = true;
	}
	name = token_at(scan, scan->at);
	if (name->kind != LITMUS_TOKEN_WORD || litmus_begins_type(name))
		return litmus_expected_here(scan->lexer, name, "the name of a local variable");
	if (litmus_api_has(name))
		return litmus_complain(scan->lexer, name, "'%.*s' is a function", (int)name->length,
				       name->text);
	if (!add_register(scan, name, type))
		return false;
	scan->at++;
	if (at_is(scan, scan->at, "["))
		return litmus_complain(scan->lexer, token_at(scan, scan->at),
				       "arrays are not supported");
	if (!at_is(scan, scan->at, "="))
		return true;
	scan->at++;
	return scan_initialiser(scan);
}

/* "int r0, *r1 = x;" */
static bool scan_declaration(struct scan *scan)
{
	unsigned int first = scan->at;
	const struct litmus_base *base;

	while (scan->at < scan->count && litmus_begins_type(&scan->tokens[scan->at]))
		scan->tokens[scan->at++].blank = true;
	base = litmus_base_of(&scan->tokens[first], scan->at - first);
	if (!base)
		return litmus_complain(scan->lexer, &scan->tokens[first],
				       "these words are no type together");
	for (;;) {
		if (!scan_declarator(scan, base))
			return false;
		if (at_is(scan, scan->at, ";"))
			return true;
		if (!at_is(scan, scan->at, ","))
			return litmus_expected_here(scan->lexer, token_at(scan, scan->at),
						    "',' or ';'");
		scan->at++;
	}
}

static bool known_name(const struct scan *scan, const struct litmus_token *name)
{
	const struct litmus_process *process = scan->process;

	for (unsigned int i = 0; i < process->parameter_count; i++)
		if (strlen(process->parameters[i].name) == name->length &&
		    memcmp(process->parameters[i].name, name->text, name->length) == 0)
			return true;
	return litmus_register_find(process, name->text, name->length) >= 0;
}

static bool is_keyword(const struct litmus_token *token)
{
	static const char *const keywords[] = { "if",	"else",	 "while",    "do",
						"for",	"break", "continue", "sizeof",
						"NULL", "true",	 "false" };

	for (unsigned int i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (litmus_token_is(token, keywords[i]))
			return true;
	return litmus_begins_type(token);
}

static bool is_refused_keyword(const struct litmus_token *token)
{
	static const char *const keywords[] = {
		"goto",	 "switch",  "case",   "default", "return",   "struct",
		"union", "enum",    "static", "extern",	 "register", "inline",
		"asm",	 "typedef", "double", "float",	 "auto",
	};

	for (unsigned int i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (litmus_token_is(token, keywords[i]))
			return true;
	return false;
}

static bool check_word(struct scan *scan, const struct litmus_token *word)
{
	char hint[96];

	if (is_keyword(word))
		return true;
	if (is_refused_keyword(word))
		return litmus_complain(scan->lexer, word, "%.*s is not supported",
				       (int)word->length, word->text);
	if (!at_is(scan, scan->at + 1, "(")) {
		if (known_name(scan, word))
			return true;
		return litmus_complain(scan->lexer, word, "'%.*s' is not declared",
				       (int)word->length, word->text);
	}
	if (litmus_api_has(word))
		return true;
	return litmus_complain(scan->lexer, word, "%.*s is not supported%s", (int)word->length,
			       word->text, litmus_api_hint(word, hint, sizeof(hint)));
}

static bool check_token(struct scan *scan)
{
	static const char *const refused[] = { "[", "]",  "->", ".", "#", "?",
					       ":", "\\", "@",	"$", "`" };
	const struct litmus_token *token = &scan->tokens[scan->at];

	if (token->kind == LITMUS_TOKEN_WORD)
		return check_word(scan, token);
	if (token->kind == LITMUS_TOKEN_QUOTED)
		return litmus_complain(scan->lexer, token, "strings are not supported");
	for (unsigned int i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (litmus_token_is(token, refused[i]))
			return litmus_complain(scan->lexer, token, "'%s' is not supported",
					       refused[i]);
	return true;
}

/* Where each statement of the body's top level ends. */
static void find_pieces(struct litmus_process *process)
{
	unsigned int first = 0, depth = 0, parens = 0;

	for (unsigned int i = 0; i < process->token_count; i++) {
		const struct litmus_token *token = &process->tokens[i];

		if (litmus_token_is(token, "("))
			parens++;
		else if (litmus_token_is(token, ")"))
			parens -= parens > 0;
		else if (litmus_token_is(token, "{"))
			depth++;
		else if (litmus_token_is(token, "}"))
			depth--;
		if (depth || parens ||
		    !(litmus_token_is(token, ";") || litmus_token_is(token, "}")))
			continue;
		process->pieces = tools_resize(process->pieces, process->piece_count + 1,
					       sizeof(*process->pieces));
		process->pieces[process->piece_count++] =
			(struct litmus_piece){ .first = first, .end = i + 1 };
		first = i + 1;
	}
}

bool litmus_body_parse(struct litmus_lexer *lexer, struct litmus_process *process)
{
	struct scan scan = { .lexer = lexer, .process = process };

	if (!take_tokens(lexer, process))
		return false;
	scan.tokens = process->tokens;
	scan.count = process->token_count;
	for (; scan.at < scan.count; scan.at++) {
		if (statement_begins(&scan) && litmus_begins_type(&scan.tokens[scan.at])) {
			if (!scan_declaration(&scan))
				return false;
		} else if (!check_token(&scan)) {
			return false;
		}
	}
	find_pieces(process);
	return true;
}
