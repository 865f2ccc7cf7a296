/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_hoist.h"

#include <stdio.h>
#include <string.h>

/* The tokens of a statement that matter: without blanked ones. */
struct statement {
	const struct litmus_token *tokens[16];
	unsigned int count; /* 0: too long to be a simple one */
};

static struct statement statement_of(const struct litmus_process *process, unsigned int piece)
{
	struct statement statement = { .count = 0 };

	for (unsigned int i = process->pieces[piece].first; i < process->pieces[piece].end; i++) {
		if (process->tokens[i].blank)
			continue;
		if (statement.count == sizeof(statement.tokens) / sizeof(statement.tokens[0]))
			return (struct statement){ .count = 0 };
		statement.tokens[statement.count++] = &process->tokens[i];
	}
	return statement;
}

static bool is(const struct statement *statement, unsigned int at, const char *text)
{
	return at < statement->count && litmus_token_is(statement->tokens[at], text);
}

static const struct litmus_parameter *parameter(const struct litmus_process *process,
						const struct litmus_token *token)
{
	for (unsigned int i = 0; i < process->parameter_count; i++)
		if (litmus_token_is(token, process->parameters[i].name))
			return &process->parameters[i];
	return NULL;
}

/* "r = READ_ONCE(*x);": what x is; NULL for anything else. */
static const struct litmus_parameter *relaxed_load(const struct litmus_process *process,
						   unsigned int piece)
{
	struct statement statement = statement_of(process, piece);

	if (statement.count != 8 || !is(&statement, 1, "=") || !is(&statement, 2, "READ_ONCE") ||
	    !is(&statement, 3, "(") || !is(&statement, 4, "*") || !is(&statement, 6, ")") ||
	    parameter(process, statement.tokens[0]))
		return NULL;
	return parameter(process, statement.tokens[5]);
}

/* "WRITE_ONCE(*x, constants);": what x is; NULL for anything else. */
static const struct litmus_parameter *relaxed_store(const struct litmus_process *process,
						    unsigned int piece)
{
	struct statement statement = statement_of(process, piece);

	if (!is(&statement, 0, "WRITE_ONCE") || !is(&statement, 1, "(") ||
	    !is(&statement, 2, "*") || !is(&statement, 4, ","))
		return NULL;
	for (unsigned int i = 5; i < statement.count; i++)
		if (statement.tokens[i]->kind == LITMUS_TOKEN_WORD || is(&statement, i, "*"))
			return NULL;
	return parameter(process, statement.tokens[3]);
}

/* "r0;", what a declaration without initialiser is left as. */
static bool no_effect(const struct litmus_process *process, unsigned int piece)
{
	struct statement statement = statement_of(process, piece);

	for (unsigned int i = 0; i < statement.count; i++)
		if (statement.tokens[i]->kind != LITMUS_TOKEN_WORD && !is(&statement, i, ",") &&
		    !is(&statement, i, ";"))
			return false;
	return statement.count > 0;
}

/* Moves the store at a place up as far as it goes; true if that is past a load. */
static bool move_up(struct litmus_process *process, unsigned int at)
{
	const struct litmus_parameter *stored = relaxed_store(process, at);
	struct litmus_piece store = process->pieces[at];
	unsigned int to = at;
	bool passed = false;

	while (stored && to > 0) {
		const struct litmus_parameter *loaded = relaxed_load(process, to - 1);

		if (!no_effect(process, to - 1) && (!loaded || loaded == stored))
			break;
		passed |= loaded != NULL;
		to--;
	}
	if (!passed)
		return false;
	memmove(&process->pieces[to + 1], &process->pieces[to], (at - to) * sizeof(store));
	process->pieces[to] = store;
	process->moved = true;
	return true;
}

bool litmus_hoist(struct litmus_test *test, char *what, size_t what_bytes)
{
	size_t used = 0;

	what[0] = '\0';
	for (unsigned int i = 0; i < test->process_count; i++) {
		struct litmus_process *process = &test->processes[i];

		for (unsigned int at = 0; at < process->piece_count; at++) {
			const struct litmus_parameter *stored = relaxed_store(process, at);
			unsigned int line = process->tokens[process->pieces[at].first].line;

			if (!move_up(process, at) || used >= what_bytes)
				continue;
			used += (size_t)snprintf(what + used, what_bytes - used,
						 "%sP%u's store to %s in line %u", used ? ", " : "",
						 i, stored->name, line);
		}
	}
	return used > 0;
}
