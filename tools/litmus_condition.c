/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_condition.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "litmus_test.h"

#define DEPTH_MAX 200
#define PRIMARIES_MAX 10000

struct parser {
	struct litmus_lexer *lexer;
	struct litmus_test *test;
	unsigned int depth, primaries;
};

static struct litmus_condition *parse_implies(struct parser *parser);

static struct litmus_condition *node(enum litmus_condition_kind kind, struct litmus_condition *left,
				     struct litmus_condition *right)
{
	struct litmus_condition *condition = tools_calloc(1, sizeof(*condition));

	condition->kind = kind;
	condition->left = left;
	condition->right = right;
	return condition;
}

void litmus_condition_free(struct litmus_condition *condition)
{
	if (!condition)
		return;
	litmus_condition_free(condition->left);
	litmus_condition_free(condition->right);
	free(condition);
}

static bool unknown_name(struct litmus_lexer *lexer, const struct litmus_test *test,
			 const struct litmus_token *token)
{
	const char **names = tools_calloc(test->variable_count + 1, sizeof(*names));
	char word[64], hint[96];

	for (unsigned int i = 0; i < test->variable_count; i++)
		names[i] = test->variables[i].name;
	snprintf(word, sizeof(word), "%.*s", (int)token->length, token->text);
	litmus_complain(lexer, token, "the test has no variable '%s'%s", word,
			did_you_mean(word, names, hint, sizeof(hint)));
	free(names);
	return false;
}

static bool variable_here(struct litmus_lexer *lexer, struct litmus_test *test, long *variable)
{
	struct litmus_token token;

	if (!litmus_take(lexer, &token))
		return false;
	if (token.kind != LITMUS_TOKEN_WORD)
		return litmus_expected_here(lexer, &token, "a location");
	*variable = litmus_variable_find(test, token.text, token.length);
	return *variable >= 0 || unknown_name(lexer, test, &token);
}

/* "N" is taken, ":reg" follows. */
static bool register_here(struct litmus_lexer *lexer, struct litmus_test *test,
			  const struct litmus_token *number, struct litmus_location *location)
{
	struct litmus_token token;
	long process;
	int found;

	if (!litmus_number(lexer, number, false, &process) || !litmus_expect(lexer, ":") ||
	    !litmus_take(lexer, &token))
		return false;
	if (process < 0 || process >= test->process_count)
		return litmus_complain(lexer, number, "there is no process P%ld", process);
	found = litmus_register_find(&test->processes[process], token.text, token.length);
	if (found < 0)
		return litmus_complain(lexer, &token, "P%ld has no register '%.*s'", process,
				       (int)token.length, token.text);
	location->process = (int)process;
	location->index = (unsigned int)found;
	return true;
}

bool litmus_location_parse(struct litmus_lexer *lexer, struct litmus_test *test,
			   struct litmus_location *location)
{
	struct litmus_token token;
	long variable;

	if (!litmus_peek(lexer, &token))
		return false;
	if (token.kind == LITMUS_TOKEN_NUMBER)
		return litmus_take(lexer, &token) && register_here(lexer, test, &token, location);
	location->process = -1;
	if (litmus_accept(lexer, "[")) {
		if (!variable_here(lexer, test, &variable) || !litmus_expect(lexer, "]"))
			return false;
	} else {
		litmus_accept(lexer, "*");
		if (!variable_here(lexer, test, &variable))
			return false;
	}
	location->index = (unsigned int)variable;
	return true;
}

/* The right side of an equation. */
static bool parse_operand(struct parser *parser, struct litmus_condition *equation)
{
	struct litmus_lexer *lexer = parser->lexer;
	bool negative = litmus_accept(lexer, "-");
	struct litmus_location location;
	struct litmus_token token, next;

	if (!negative)
		litmus_accept(lexer, "&");
	if (!litmus_peek(lexer, &token))
		return false;
	if (token.kind == LITMUS_TOKEN_WORD && !negative) {
		equation->operand = LITMUS_ADDRESS;
		return variable_here(lexer, parser->test, &equation->value);
	}
	if (!litmus_take(lexer, &token) || !litmus_peek(lexer, &next))
		return false;
	if (!negative && token.kind == LITMUS_TOKEN_NUMBER && litmus_token_is(&next, ":")) {
		equation->operand = LITMUS_OBSERVED;
		if (!register_here(lexer, parser->test, &token, &location))
			return false;
		equation->value = litmus_observe(parser->test, location);
		return true;
	}
	equation->operand = LITMUS_CONSTANT;
	return litmus_number(lexer, &token, negative, &equation->value);
}

static struct litmus_condition *parse_equation(struct parser *parser)
{
	struct litmus_condition *equation;
	struct litmus_location location;
	struct litmus_token token;
	bool differs;

	if (!litmus_location_parse(parser->lexer, parser->test, &location) ||
	    !litmus_take(parser->lexer, &token))
		return NULL;
	differs = litmus_token_is(&token, "<>") || litmus_token_is(&token, "!=");
	if (!differs && !litmus_token_is(&token, "=") && !litmus_token_is(&token, "==")) {
		litmus_expected_here(parser->lexer, &token, "'='");
		return NULL;
	}
	equation = node(LITMUS_EQUAL, NULL, NULL);
	equation->observed = litmus_observe(parser->test, location);
	if (!parse_operand(parser, equation)) {
		litmus_condition_free(equation);
		return NULL;
	}
	return differs ? node(LITMUS_NOT, equation, NULL) : equation;
}

static struct litmus_condition *parse_primary(struct parser *parser)
{
	struct litmus_condition *inner;
	struct litmus_token token;

	if (!litmus_peek(parser->lexer, &token))
		return NULL;
	if (parser->depth >= DEPTH_MAX || parser->primaries++ == PRIMARIES_MAX) {
		litmus_complain(parser->lexer, &token, "the condition is too %s",
				parser->depth >= DEPTH_MAX ? "deep" : "long");
		return NULL;
	}
	parser->depth++;
	if (litmus_accept(parser->lexer, "~") || litmus_accept(parser->lexer, "not")) {
		inner = parse_primary(parser);
		inner = inner ? node(LITMUS_NOT, inner, NULL) : NULL;
	} else if (litmus_accept(parser->lexer, "(")) {
		inner = parse_implies(parser);
		if (inner && !litmus_expect(parser->lexer, ")")) {
			litmus_condition_free(inner);
			inner = NULL;
		}
	} else if (litmus_accept(parser->lexer, "true")) {
		inner = node(LITMUS_TRUE, NULL, NULL);
	} else if (litmus_accept(parser->lexer, "false")) {
		inner = node(LITMUS_FALSE, NULL, NULL);
	} else {
		inner = parse_equation(parser);
	}
	parser->depth--;
	return inner;
}

/* One level of binary operators, left to right. */
static struct litmus_condition *parse_binary(struct parser *parser, const char *sign,
					     enum litmus_condition_kind kind,
					     struct litmus_condition *(*operand)(struct parser *))
{
	struct litmus_condition *left = operand(parser);

	while (left && litmus_accept(parser->lexer, sign)) {
		struct litmus_condition *right = operand(parser);

		if (!right) {
			litmus_condition_free(left);
			return NULL;
		}
		left = node(kind, left, right);
	}
	return left;
}

static struct litmus_condition *parse_and(struct parser *parser)
{
	return parse_binary(parser, "/\\", LITMUS_AND, parse_primary);
}

static struct litmus_condition *parse_or(struct parser *parser)
{
	return parse_binary(parser, "\\/", LITMUS_OR, parse_and);
}

/* a => b => c is a => (b => c). */
static struct litmus_condition *parse_implies(struct parser *parser)
{
	struct litmus_condition *left = parse_or(parser), *right;

	if (!left || !litmus_accept(parser->lexer, "=>"))
		return left;
	parser->depth++;
	right = parse_implies(parser);
	parser->depth--;
	if (right)
		return node(LITMUS_IMPLIES, left, right);
	litmus_condition_free(left);
	return NULL;
}

struct litmus_condition *litmus_condition_parse(struct litmus_lexer *lexer,
						struct litmus_test *test)
{
	struct parser parser = { .lexer = lexer, .test = test };
	struct litmus_condition *condition = parse_implies(&parser);
	struct litmus_token token;

	/* An error of the lexer just behind it shows only now. */
	if (condition && !litmus_peek(lexer, &token)) {
		litmus_condition_free(condition);
		return NULL;
	}
	return condition;
}

static long operand_value(const struct litmus_condition *equation, const long *values,
			  const long *addresses)
{
	switch (equation->operand) {
	case LITMUS_ADDRESS:
		return addresses[equation->value];
	case LITMUS_OBSERVED:
		return values[equation->value];
	default:
		return equation->value;
	}
}

bool litmus_condition_holds(const struct litmus_condition *condition, const long *values,
			    const long *addresses)
{
	const struct litmus_condition *left = condition->left, *right = condition->right;

	switch (condition->kind) {
	case LITMUS_TRUE:
		return true;
	case LITMUS_FALSE:
		return false;
	case LITMUS_EQUAL:
		return values[condition->observed] == operand_value(condition, values, addresses);
	case LITMUS_NOT:
		return !litmus_condition_holds(left, values, addresses);
	case LITMUS_AND:
		return litmus_condition_holds(left, values, addresses) &&
		       litmus_condition_holds(right, values, addresses);
	case LITMUS_OR:
		return litmus_condition_holds(left, values, addresses) ||
		       litmus_condition_holds(right, values, addresses);
	case LITMUS_IMPLIES:
		return !litmus_condition_holds(left, values, addresses) ||
		       litmus_condition_holds(right, values, addresses);
	}
	return false;
}

void litmus_condition_renumber(struct litmus_condition *condition, const unsigned int *new_index)
{
	if (!condition)
		return;
	litmus_condition_renumber(condition->left, new_index);
	litmus_condition_renumber(condition->right, new_index);
	if (condition->kind != LITMUS_EQUAL)
		return;
	condition->observed = new_index[condition->observed];
	if (condition->operand == LITMUS_OBSERVED)
		condition->value = new_index[condition->value];
}

void litmus_location_print(FILE *out, const struct litmus_test *test,
			   struct litmus_location location)
{
	if (location.process < 0)
		fprintf(out, "[%s]", test->variables[location.index].name);
	else
		fprintf(out, "%d:%s", location.process,
			test->processes[location.process].registers[location.index].name);
}

static void print_equation(FILE *out, const struct litmus_test *test,
			   const struct litmus_condition *equation)
{
	litmus_location_print(out, test, test->observed[equation->observed]);
	fputc('=', out);
	if (equation->operand == LITMUS_ADDRESS)
		fputs(test->variables[equation->value].name, out);
	else if (equation->operand == LITMUS_OBSERVED)
		litmus_location_print(out, test, test->observed[equation->value]);
	else
		fprintf(out, "%ld", equation->value);
}

/* Parentheses where an operand binds less tightly than its operator. */
static void print_operand(FILE *out, const struct litmus_test *test,
			  const struct litmus_condition *operand, enum litmus_condition_kind outer)
{
	bool parens = operand->kind > outer || (operand->kind == outer && outer == LITMUS_IMPLIES);

	if (parens)
		fputc('(', out);
	litmus_condition_print(out, test, operand);
	if (parens)
		fputc(')', out);
}

void litmus_condition_print(FILE *out, const struct litmus_test *test,
			    const struct litmus_condition *condition)
{
	static const char *const signs[] = {
		[LITMUS_AND] = " /\\ ", [LITMUS_OR] = " \\/ ", [LITMUS_IMPLIES] = " => "
	};

	switch (condition->kind) {
	case LITMUS_TRUE:
		fputs("true", out);
		break;
	case LITMUS_FALSE:
		fputs("false", out);
		break;
	case LITMUS_EQUAL:
		print_equation(out, test, condition);
		break;
	case LITMUS_NOT:
		fputs("not (", out);
		litmus_condition_print(out, test, condition->left);
		fputc(')', out);
		break;
	default:
		print_operand(out, test, condition->left, condition->kind);
		fputs(signs[condition->kind], out);
		print_operand(out, test, condition->right, condition->kind);
		break;
	}
}
