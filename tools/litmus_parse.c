/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A litmus file, part by part: name, initial state, processes, final condition.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alloc.h"
#include "litmus_body.h"
#include "litmus_test.h"
#include "read_file.h"

#define FILE_BYTES_MAX (1u << 20)

/* "1:r0=..." of the initial state, until P1's registers are known. */
struct register_initial {
	struct litmus_token process_at, name;
	long process;
	struct litmus_initial initial;
};

struct parser {
	struct litmus_lexer lexer;
	struct litmus_test *test;
	struct register_initial *initials;
	unsigned int initial_count;
};

static bool parse_header(struct parser *parser)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_token token;
	const char *name;
	unsigned int length;

	if (!litmus_take(lexer, &token))
		return false;
	if (token.kind != LITMUS_TOKEN_WORD)
		return litmus_expected_here(lexer, &token, "'C' and the test's name");
	if (!litmus_token_is(&token, "C"))
		return litmus_complain(lexer, &token,
				       "this is a test in %.*s; only those in C are supported",
				       (int)token.length, token.text);
	litmus_take_line(lexer, &name, &length);
	for (unsigned int i = 0; i < length; i++)
		if (isspace((unsigned char)name[i]))
			length = i;
	if (!length)
		return litmus_complain(lexer, &token, "expected the test's name behind 'C'");
	parser->test->name = tools_asprintf("%.*s", (int)length, name);
	return true;
}

/* A description in quotes and lines "Key=value", up to the initial state. */
static bool skip_information(struct parser *parser)
{
	struct litmus_token token;
	unsigned int line_length;
	const char *line;

	for (;;) {
		if (!litmus_peek(&parser->lexer, &token))
			return false;
		if (litmus_token_is(&token, "{"))
			return true;
		litmus_take(&parser->lexer, &token);
		if (token.kind == LITMUS_TOKEN_QUOTED)
			continue;
		if (token.kind != LITMUS_TOKEN_WORD)
			return litmus_expected_here(&parser->lexer, &token,
						    "'{' and the initial state");
		litmus_take_line(&parser->lexer, &line, &line_length);
		if (!line_length || (*line != '=' && *line != ':'))
			return litmus_expected_here(&parser->lexer, &token,
						    "'{' and the initial state");
	}
}

/* A number, a variable's address, NULL, or ATOMIC_INIT(number). */
static bool parse_initial(struct parser *parser, struct litmus_initial *initial)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_token token;
	bool negative, atomic = false;

	*initial = (struct litmus_initial){ .variable = -1 };
	if (litmus_accept(lexer, "NULL"))
		return true;
	if (litmus_accept(lexer, "ATOMIC_INIT") || litmus_accept(lexer, "ATOMIC64_INIT") ||
	    litmus_accept(lexer, "ATOMIC_LONG_INIT")) {
		atomic = true;
		if (!litmus_expect(lexer, "("))
			return false;
	}
	negative = litmus_accept(lexer, "-");
	if (!negative && !atomic)
		litmus_accept(lexer, "&");
	if (!litmus_take(lexer, &token))
		return false;
	if (token.kind == LITMUS_TOKEN_WORD && !negative && !atomic) {
		initial->variable =
			(int)litmus_variable_get(parser->test, token.text, token.length);
		return true;
	}
	if (!litmus_number(lexer, &token, negative, &initial->number))
		return false;
	return !atomic || litmus_expect(lexer, ")");
}

static bool parse_register_initial(struct parser *parser)
{
	struct register_initial *entry;

	parser->initials = tools_resize(parser->initials, parser->initial_count + 1,
					sizeof(*parser->initials));
	entry = &parser->initials[parser->initial_count++];
	return litmus_take(&parser->lexer, &entry->process_at) &&
	       litmus_number(&parser->lexer, &entry->process_at, false, &entry->process) &&
	       litmus_expect(&parser->lexer, ":") && litmus_take(&parser->lexer, &entry->name) &&
	       litmus_expect(&parser->lexer, "=") && parse_initial(parser, &entry->initial);
}

static bool parse_variable_initial(struct parser *parser)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_type type = { 0 };
	struct litmus_initial initial;
	struct litmus_token token;
	unsigned int index;
	bool brackets;

	if (!litmus_peek(lexer, &token))
		return false;
	if (litmus_begins_type(&token) && !litmus_take_type(lexer, &type))
		return false;
	brackets = litmus_accept(lexer, "[");
	if (!litmus_take(lexer, &token))
		return false;
	if (token.kind != LITMUS_TOKEN_WORD)
		return litmus_expected_here(lexer, &token, "a variable");
	if (brackets && !litmus_expect(lexer, "]"))
		return false;
	if (!brackets && litmus_accept(lexer, "["))
		return litmus_complain(lexer, &token, "arrays are not supported");
	index = litmus_variable_get(parser->test, token.text, token.length);
	if (type.base)
		parser->test->variables[index].type = type;
	if (type.base && !litmus_type_bytes(&type))
		return litmus_complain(lexer, &token, "a variable cannot be void");
	if (!litmus_accept(lexer, "="))
		return true;
	if (!parse_initial(parser, &initial))
		return false;
	parser->test->variables[index].initial = initial;
	parser->test->variables[index].named = token;
	return true;
}

static bool parse_initial_state(struct parser *parser)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_token token;

	if (!litmus_expect(lexer, "{"))
		return false;
	for (;;) {
		if (litmus_accept(lexer, ";"))
			continue;
		if (litmus_accept(lexer, "}"))
			return true;
		if (!litmus_peek(lexer, &token))
			return false;
		if (token.kind == LITMUS_TOKEN_NUMBER ? !parse_register_initial(parser) :
							!parse_variable_initial(parser))
			return false;
		if (!litmus_peek(lexer, &token))
			return false;
		if (!litmus_token_is(&token, "}") && !litmus_expect(lexer, ";"))
			return false;
	}
}

/* The variable that a parameter points to has that type, wherever it was named first. */
static bool type_variable(struct parser *parser, const struct litmus_token *name,
			  unsigned int index, struct litmus_type type)
{
	struct litmus_type *known = &parser->test->variables[index].type;
	char was[64];

	if (!known->base) {
		*known = type;
		return true;
	}
	if (known->pointers == type.pointers &&
	    litmus_type_bytes(known) == litmus_type_bytes(&type))
		return true;
	return litmus_complain(&parser->lexer, name, "'%.*s' has type %s elsewhere",
			       (int)name->length, name->text,
			       litmus_type_text(known, was, sizeof(was)));
}

static bool parse_parameter(struct parser *parser, struct litmus_process *process)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_type type, pointed;
	struct litmus_token name;
	unsigned int index;

	if (!litmus_take_type(lexer, &type) || !litmus_take(lexer, &name))
		return false;
	if (name.kind != LITMUS_TOKEN_WORD || litmus_begins_type(&name))
		return litmus_expected_here(lexer, &name, "the name of a parameter");
	if (!type.pointers)
		return litmus_complain(lexer, &name, "the parameter '%.*s' must be a pointer",
				       (int)name.length, name.text);
	pointed = (struct litmus_type){ .base = type.base, .pointers = type.pointers - 1 };
	if (!litmus_type_bytes(&pointed))
		return litmus_complain(lexer, &name, "the parameter '%.*s' points to void",
				       (int)name.length, name.text);
	index = litmus_variable_get(parser->test, name.text, name.length);
	if (!type_variable(parser, &name, index, pointed))
		return false;
	process->parameters = tools_resize(process->parameters, process->parameter_count + 1,
					   sizeof(*process->parameters));
	process->parameters[process->parameter_count++] = (struct litmus_parameter){
		.name = tools_asprintf("%.*s", (int)name.length, name.text),
		.type = type,
		.variable = index,
	};
	return true;
}

static bool parse_parameters(struct parser *parser, struct litmus_process *process)
{
	struct litmus_lexer *lexer = &parser->lexer;

	if (!litmus_expect(lexer, "("))
		return false;
	if (litmus_accept(lexer, ")"))
		return true;
	do {
		if (!parse_parameter(parser, process))
			return false;
	} while (litmus_accept(lexer, ","));
	return litmus_expect(lexer, ")");
}

/* "P0(int *x) { ... }"; the name is taken. */
static bool parse_process(struct parser *parser, const struct litmus_token *name)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_test *test = parser->test;
	struct litmus_process *process;
	char wanted[16];

	snprintf(wanted, sizeof(wanted), "P%u", test->process_count);
	if (!litmus_token_is(name, wanted))
		return litmus_expected_here(lexer, name, wanted);
	if (test->process_count == LITMUS_PROCESSES_MAX)
		return litmus_complain(lexer, name, "more than %d processes are not supported",
				       LITMUS_PROCESSES_MAX);
	process = &test->processes[test->process_count++];
	if (!parse_parameters(parser, process) || !litmus_take(lexer, &process->open))
		return false;
	if (!litmus_token_is(&process->open, "{"))
		return litmus_expected_here(lexer, &process->open, "'{'");
	lexer->in_body = true;
	if (!litmus_body_parse(lexer, process))
		return false;
	lexer->in_body = false;
	return true;
}

static bool parse_processes(struct parser *parser)
{
	struct litmus_token token;

	for (;;) {
		if (!litmus_peek(&parser->lexer, &token))
			return false;
		if (parser->test->process_count && !(token.length > 1 && token.text[0] == 'P' &&
						     isdigit((unsigned char)token.text[1])))
			return true;
		litmus_take(&parser->lexer, &token);
		if (!parse_process(parser, &token))
			return false;
	}
}

static bool apply_register_initials(struct parser *parser)
{
	for (unsigned int i = 0; i < parser->initial_count; i++) {
		const struct register_initial *entry = &parser->initials[i];
		struct litmus_process *process;
		int index;

		if (entry->process < 0 || entry->process >= parser->test->process_count)
			return litmus_complain(&parser->lexer, &entry->process_at,
					       "there is no process P%ld", entry->process);
		process = &parser->test->processes[entry->process];
		index = litmus_register_find(process, entry->name.text, entry->name.length);
		if (index < 0)
			return litmus_complain(&parser->lexer, &entry->name,
					       "P%ld has no register '%.*s'", entry->process,
					       (int)entry->name.length, entry->name.text);
		process->registers[index].initial = entry->initial;
	}
	return true;
}

static bool parse_locations(struct parser *parser)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_location location;

	if (!litmus_expect(lexer, "["))
		return false;
	while (!litmus_accept(lexer, "]")) {
		if (!litmus_location_parse(lexer, parser->test, &location))
			return false;
		litmus_observe(parser->test, location);
		if (!litmus_accept(lexer, ";")) {
			if (!litmus_expect(lexer, "]"))
				return false;
			break;
		}
	}
	return true;
}

static bool parse_final(struct parser *parser)
{
	struct litmus_lexer *lexer = &parser->lexer;
	struct litmus_test *test = parser->test;
	struct litmus_token token;

	for (;;) {
		if (litmus_accept(lexer, "locations")) {
			if (!parse_locations(parser))
				return false;
		} else if (!test->filter && litmus_accept(lexer, "filter")) {
			test->filter = litmus_condition_parse(lexer, test);
			if (!test->filter)
				return false;
		} else {
			break;
		}
	}
	if (!litmus_take(lexer, &token))
		return false;
	if (litmus_token_is(&token, "~")) {
		test->quantifier = LITMUS_NOT_EXISTS;
		if (!litmus_expect(lexer, "exists"))
			return false;
	} else if (litmus_token_is(&token, "forall")) {
		test->quantifier = LITMUS_FORALL;
	} else if (!litmus_token_is(&token, "exists")) {
		return litmus_expected_here(lexer, &token, "exists, ~exists or forall");
	}
	test->condition = litmus_condition_parse(lexer, test);
	if (!test->condition || !litmus_take(lexer, &token))
		return false;
	return token.kind == LITMUS_TOKEN_END ||
	       litmus_expected_here(lexer, &token, "the end of the file");
}

static enum litmus_expected expected_of(const char *word)
{
	for (enum litmus_expected e = LITMUS_NEVER; e <= LITMUS_DEADLOCK; e++) {
		const char *name = litmus_expected_name(e);

		if (strncasecmp(word, name, strlen(name)) == 0 &&
		    !isalnum((unsigned char)word[strlen(name)]))
			return e;
	}
	return LITMUS_UNKNOWN;
}

/* The word behind "Result:" at the begin of a comment's line. */
static enum litmus_expected find_expected(const char *text)
{
	const char *at = text;

	while ((at = strstr(at, "Result:"))) {
		const char *begin = at;

		at += strlen("Result:");
		at += strspn(at, " \t");
		while (begin > text && strchr(" \t*(/", begin[-1]))
			begin--;
		if ((begin == text || begin[-1] == '\n') && expected_of(at) != LITMUS_UNKNOWN)
			return expected_of(at);
	}
	return LITMUS_UNKNOWN;
}

/* Types for the variables that only the initial state names, once all others are known. */
static bool type_the_rest(struct parser *parser)
{
	for (unsigned int i = 0; i < parser->test->variable_count; i++) {
		struct litmus_variable *variable = &parser->test->variables[i];
		bool holds_address = variable->initial.variable >= 0;
		char text[64];

		if (!variable->type.base)
			variable->type = (struct litmus_type){
				.base = litmus_int(),
				.pointers = holds_address,
			};
		if (holds_address && litmus_type_bytes(&variable->type) != sizeof(void *))
			return litmus_complain(
				&parser->lexer, &variable->named,
				"'%s' cannot hold an address: its type is %s", variable->name,
				litmus_type_text(&variable->type, text, sizeof(text)));
	}
	return true;
}

struct litmus_test *litmus_load(const char *path, struct complaint *complaint)
{
	struct parser parser = { .test = tools_calloc(1, sizeof(struct litmus_test)) };
	struct litmus_test *test = parser.test;
	size_t bytes;
	bool good;

	test->path = path;
	test->text = read_whole_file(path, FILE_BYTES_MAX, &bytes, complaint);
	if (!test->text || strlen(test->text) != bytes) {
		if (test->text)
			complain(complaint, "%s: not a text file", path);
		litmus_free(test);
		return NULL;
	}
	litmus_lex_init(&parser.lexer, path, test->text, complaint);
	good = parse_header(&parser) && skip_information(&parser) && parse_initial_state(&parser) &&
	       parse_processes(&parser) && apply_register_initials(&parser) &&
	       type_the_rest(&parser) && parse_final(&parser);
	free(parser.initials);
	if (!good) {
		litmus_free(test);
		return NULL;
	}
	litmus_observed_sort(test);
	test->expected = find_expected(test->text);
	return test;
}
