/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_condition.h - the final condition of a litmus test: parsed, evaluated, printed.
 *
 * Propositions over locations ("1:r0" a register of P1, "x" or "[x]" a shared variable) with = <>
 * ~ /\ \/ => true false, binding in that order as herd's do. A value is a number, the address of a
 * variable (its name, with or without '&'), or another location ("1:r0 = 0:r1").
 */
#ifndef TOOLS_LITMUS_CONDITION_H
#define TOOLS_LITMUS_CONDITION_H

#include <stdbool.h>
#include <stdio.h>

#include "litmus_lex.h"

struct litmus_test;

struct litmus_location {
	int process; /* -1: a shared variable */
	unsigned int index; /* of the register or the variable */
};

enum litmus_condition_kind {
	LITMUS_TRUE,
	LITMUS_FALSE,
	LITMUS_EQUAL,
	LITMUS_NOT,
	LITMUS_AND,
	LITMUS_OR,
	LITMUS_IMPLIES,
};

enum litmus_operand { LITMUS_CONSTANT, LITMUS_ADDRESS, LITMUS_OBSERVED };

struct litmus_condition {
	enum litmus_condition_kind kind;
	struct litmus_condition *left, *right; /* NOT: left alone */
	unsigned int observed; /* EQUAL: index in the test's observed locations */
	enum litmus_operand operand; /* EQUAL: what it is compared with */
	long value; /* the number; or the index of a variable or of an observed location */
};

/* Parses a proposition; every location in it becomes observed. NULL after a complaint. */
struct litmus_condition *litmus_condition_parse(struct litmus_lexer *lexer,
						struct litmus_test *test);
/* A location alone, as in locations [...]. */
bool litmus_location_parse(struct litmus_lexer *lexer, struct litmus_test *test,
			   struct litmus_location *location);
void litmus_condition_free(struct litmus_condition *condition);

/* values: one for each observed location; addresses: one for each variable. */
bool litmus_condition_holds(const struct litmus_condition *condition, const long *values,
			    const long *addresses);

/* Observed location i is number new_index[i] from now on. condition may be NULL. */
void litmus_condition_renumber(struct litmus_condition *condition, const unsigned int *new_index);

void litmus_condition_print(FILE *out, const struct litmus_test *test,
			    const struct litmus_condition *condition);
/* "1:r0" or "[x]" */
void litmus_location_print(FILE *out, const struct litmus_test *test,
			   struct litmus_location location);

#endif
