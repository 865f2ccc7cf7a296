/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_emit.h"

#include <string.h>

/* One variable a granule, so that each has a history of its own; and where pointers are about, as
 * far apart as an address dependency on a static object is assumed to reach (memory/depend.h). */
#define VARIABLE_ALIGN 8
#define VARIABLE_ALIGN_POINTED 256

unsigned int litmus_register_base(const struct litmus_test *test, unsigned int process)
{
	unsigned int base = 0;

	for (unsigned int i = 0; i < process; i++)
		base += test->processes[i].register_count;
	return base;
}

static void emit_type(FILE *out, const struct litmus_type *type)
{
	char text[64];

	fputs(litmus_type_text(type, text, sizeof(text)), out);
}

/* An expression for an initial value. */
static void emit_initial(FILE *out, const struct litmus_test *test,
			 const struct litmus_initial *initial)
{
	if (initial->variable >= 0)
		fprintf(out, "(long)&litmus_variable_%s", test->variables[initial->variable].name);
	else
		fprintf(out, "%ldl", initial->number);
}

static bool uses_pointers(const struct litmus_test *test)
{
	for (unsigned int i = 0; i < test->variable_count; i++)
		if (test->variables[i].type.pointers || test->variables[i].initial.variable >= 0)
			return true;
	return false;
}

static void emit_variables(FILE *out, const struct litmus_test *test)
{
	int align = uses_pointers(test) ? VARIABLE_ALIGN_POINTED : VARIABLE_ALIGN;

	for (unsigned int i = 0; i < test->variable_count; i++) {
		fputs("extern ", out);
		emit_type(out, &test->variables[i].type);
		fprintf(out, " litmus_variable_%s;\n", test->variables[i].name);
	}
	for (unsigned int i = 0; i < test->variable_count; i++) {
		const struct litmus_variable *variable = &test->variables[i];

		emit_type(out, &variable->type);
		fprintf(out, " litmus_variable_%s __attribute__((__aligned__(%d)))", variable->name,
			align);
		if (variable->initial.variable < 0 && !variable->initial.number) {
			fputs(";\n", out);
			continue;
		}
		fputs(variable->type.base->aggregate && !variable->type.pointers ? " = { " : " = ",
		      out);
		if (variable->type.pointers)
			fputs("(void *)", out);
		emit_initial(out, test, &variable->initial);
		fputs(variable->type.base->aggregate && !variable->type.pointers ? " };\n" : ";\n",
		      out);
	}
}

/*
 * A function out of sight of the compiler's hooks stores the registers: these stores are no part of
 * the test.
 */
static void emit_keeper(FILE *out, const struct litmus_test *test, unsigned int number)
{
	const struct litmus_process *process = &test->processes[number];
	unsigned int base = litmus_register_base(test, number);

	if (!process->register_count)
		return;
	fprintf(out,
		"static __attribute__((__noinline__, __no_sanitize_thread__)) void litmus_keep_%u(",
		number);
	for (unsigned int i = 0; i < process->register_count; i++)
		fprintf(out, "%slong v%u", i ? ", " : "", i);
	fputs(")\n{\n", out);
	for (unsigned int i = 0; i < process->register_count; i++)
		fprintf(out, "\tlitmus_registers[%u] = v%u;\n", base + i, i);
	fputs("}\n", out);
}

/* The file's text from first to last with the blanked tokens' room left empty. */
static void emit_text(FILE *out, const struct litmus_process *process, const char *first,
		      const char *last)
{
	unsigned int i = 0;

	for (const char *at = first; at < last; at++) {
		const struct litmus_token *token;

		while (i < process->token_count &&
		       process->tokens[i].text + process->tokens[i].length <= at)
			i++;
		token = i < process->token_count ? &process->tokens[i] : NULL;
		fputc(token && token->blank && at >= token->text ? ' ' : *at, out);
	}
}

static void emit_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* The body at the lines and columns it has in the file, for the compiler's messages. */
static void emit_body(FILE *out, const struct litmus_test *test,
		      const struct litmus_process *process)
{
	if (!process->moved) {
		fprintf(out, "#line %u ", process->open.line);
		emit_string(out, test->path);
		fprintf(out, "\n%*s", (int)process->open.column - 1, "");
		emit_text(out, process, process->open.text, process->close.text + 1);
		fputc('\n', out);
		return;
	}
	for (unsigned int i = 0; i < process->piece_count; i++) {
		const struct litmus_piece *piece = &process->pieces[i];
		const struct litmus_token *last = &process->tokens[piece->end - 1];

		fputc('\t', out);
		emit_text(out, process, process->tokens[piece->first].text,
			  last->text + last->length);
		fputc('\n', out);
	}
}

static void emit_process(FILE *out, const struct litmus_test *test, unsigned int number)
{
	const struct litmus_process *process = &test->processes[number];

	emit_keeper(out, test, number);
	fprintf(out, "static inline void litmus_body_%u(", number);
	for (unsigned int i = 0; i < process->parameter_count; i++) {
		fputs(i ? ", " : "", out);
		emit_type(out, &process->parameters[i].type);
		fprintf(out, " %s", process->parameters[i].name);
	}
	fputs(process->parameter_count ? ")\n{\n" : "void)\n{\n", out);
	for (unsigned int i = 0; i < process->register_count; i++) {
		emit_type(out, &process->registers[i].type);
		fprintf(out, " %s = (", process->registers[i].name);
		emit_type(out, &process->registers[i].type);
		fputs(")(", out);
		emit_initial(out, test, &process->registers[i].initial);
		fputs(");\n", out);
	}
	emit_body(out, test, process);
	if (process->register_count) {
		fprintf(out, ";litmus_keep_%u(", number);
		for (unsigned int i = 0; i < process->register_count; i++)
			fprintf(out, "%s(long)%s", i ? ", " : "", process->registers[i].name);
		fputs(");\n", out);
	}
	fprintf(out, "}\nvoid litmus_process_%u(void *unused)\n{\n\tlitmus_body_%u(", number,
		number);
	for (unsigned int i = 0; i < process->parameter_count; i++)
		fprintf(out, "%s(void *)&litmus_variable_%s", i ? ", " : "",
			process->parameters[i].name);
	fputs(");\n}\n", out);
}

void litmus_emit(FILE *out, const struct litmus_test *test)
{
	unsigned int registers = litmus_register_base(test, test->process_count);

	fputs("#include <sim/litmus.h>\n", out);
	fprintf(out, "long litmus_registers[%u];\n", registers ? registers : 1);
	emit_variables(out, test);
	for (unsigned int i = 0; i < test->process_count; i++)
		emit_process(out, test, i);
}
