/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_test.h - one litmus test as its file says it: variables, processes, final condition.
 *
 * The files are those of the kernel's memory model (tools/memory-model/litmus-tests), in herd's C
 * flavour. docs/litmus.md lists what of it is understood.
 */
#ifndef TOOLS_LITMUS_TEST_H
#define TOOLS_LITMUS_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "complaint.h"
#include "litmus_condition.h"
#include "litmus_lex.h"
#include "litmus_type.h"

/* Each process has a vCPU of its own; the engine has 16 agents, one of them the world outside. */
#define LITMUS_PROCESSES_MAX 15

/* What a file's "Result:" comment announces. */
enum litmus_expected {
	LITMUS_UNKNOWN, /* no such comment */
	LITMUS_NEVER,
	LITMUS_SOMETIMES,
	LITMUS_ALWAYS,
	LITMUS_DEADLOCK, /* no execution passes the filter */
};

enum litmus_quantifier { LITMUS_EXISTS, LITMUS_NOT_EXISTS, LITMUS_FORALL };

struct litmus_initial {
	long number;
	int variable; /* whose address it is; -1: the number */
};

struct litmus_variable {
	char *name;
	struct litmus_type type; /* base NULL: int, unless a process says otherwise */
	struct litmus_initial initial;
	struct litmus_token named; /* where it is given its initial value, if it is */
};

/* A local variable of a process. */
struct litmus_register {
	char *name;
	struct litmus_type type;
	struct litmus_initial initial;
};

struct litmus_parameter {
	char *name;
	struct litmus_type type; /* of the parameter itself: a pointer */
	unsigned int variable;
};

/* Tokens of a statement at the body's top level, its ';' or '}' included. */
struct litmus_piece {
	unsigned int first, end;
};

struct litmus_process {
	struct litmus_parameter *parameters;
	unsigned int parameter_count;
	struct litmus_register *registers;
	unsigned int register_count;
	struct litmus_token *tokens; /* of the body, without its outer braces */
	unsigned int token_count;
	struct litmus_token open, close; /* those braces */
	struct litmus_piece *pieces;
	unsigned int piece_count;
	bool moved; /* pieces are no longer in the file's order (litmus_hoist.h) */
};

struct litmus_test {
	const char *path;
	char *text; /* the file; tokens point into it */
	char *name;
	enum litmus_expected expected;
	struct litmus_variable *variables;
	unsigned int variable_count;
	struct litmus_process processes[LITMUS_PROCESSES_MAX];
	unsigned int process_count;
	struct litmus_location *observed; /* what states are made of, in the order they print */
	unsigned int observed_count;
	struct litmus_condition *filter; /* NULL: every execution counts */
	enum litmus_quantifier quantifier;
	struct litmus_condition *condition;
};

/* Reads and parses a file; NULL with "file:line:col: what is wrong" in complaint. path stays the
 * caller's and must outlive the test. */
struct litmus_test *litmus_load(const char *path, struct complaint *complaint);
void litmus_free(struct litmus_test *test);

/* Index of a variable by name, -1 if there is none; of a register of a process. */
int litmus_variable_find(const struct litmus_test *test, const char *name, size_t length);
int litmus_register_find(const struct litmus_process *process, const char *name, size_t length);
/* The same, added without a type if it is new. */
unsigned int litmus_variable_get(struct litmus_test *test, const char *name, size_t length);
/* Index in test->observed, added if it is new. */
unsigned int litmus_observe(struct litmus_test *test, struct litmus_location location);
/* Puts test->observed into herd's order: registers by process and name, then variables. */
void litmus_observed_sort(struct litmus_test *test);

const char *litmus_expected_name(enum litmus_expected expected);

#endif
