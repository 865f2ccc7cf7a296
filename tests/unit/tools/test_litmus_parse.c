/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <string.h>

#include <harness.h>
#include <tools/litmus_test.h>

static struct litmus_test *parse(const char *text)
{
	struct complaint complaint = { 0 };
	struct litmus_test *test = litmus_load(harness_write("t.litmus", text), &complaint);

	cr_assert_not_null(test, "%s", complaint.text);
	return test;
}

/* Text of the complaint behind the path. */
static void refuses(const char *text, const char *expected)
{
	struct complaint complaint = { 0 };
	const char *path = harness_write("t.litmus", text);
	struct litmus_test *test = litmus_load(path, &complaint);

	cr_assert_null(test, "accepted: %s", text);
	cr_assert_eq(strncmp(complaint.text, path, strlen(path)), 0, "%s", complaint.text);
	cr_assert_str_eq(complaint.text + strlen(path), expected, "for: %s", text);
}

Test(litmus_parse, a_kernel_style_file)
{
	struct litmus_test *test = parse("C MP+a+b\n\n"
					 "(*\n * Result: Never\n *\n * Passing. (* nested *) *)\n"
					 "{}\n"
					 "P0(int *buf, int *flag) // Producer\n"
					 "{\n\tWRITE_ONCE(*buf, 1);\n\tsmp_wmb();\n"
					 "\tWRITE_ONCE(*flag, 1);\n}\n"
					 "P1(int *buf, int *flag)\n"
					 "{\n\tint r0;\n\tint r1;\n\tr0 = READ_ONCE(*flag);\n"
					 "\tsmp_rmb();\n\tr1 = READ_ONCE(*buf);\n}\n"
					 "exists (1:r0=1 /\\ 1:r1=0) (* Bad outcome. *)\n");

	cr_assert_str_eq(test->name, "MP+a+b");
	cr_assert_eq(test->expected, LITMUS_NEVER);
	cr_assert_eq(test->process_count, 2);
	cr_assert_eq(test->variable_count, 2);
	cr_assert_eq(test->processes[0].register_count, 0);
	cr_assert_eq(test->processes[0].piece_count, 3);
	cr_assert_eq(test->processes[1].register_count, 2);
	cr_assert_eq(test->observed_count, 2);
	cr_assert_eq(test->quantifier, LITMUS_EXISTS);
	litmus_free(test);
}

Test(litmus_parse, initial_values_and_types)
{
	struct litmus_test *test = parse(
		"C init\n\"a description\"\nOrig=abc\n"
		"{ int x = 0x10; unsigned long y; p=y; int *q = &x; z=-3; atomic_t v = ATOMIC_INIT(4);"
		" 0:r0=7; 0:r1=x; [w]=2 }\n"
		"P0(int **p, atomic_t *v, short *w) { long r0; int *r1; }\n"
		"forall (x=1)\n");
	int x = litmus_variable_find(test, "x", 1), y = litmus_variable_find(test, "y", 1);
	int p = litmus_variable_find(test, "p", 1), z = litmus_variable_find(test, "z", 1);
	int v = litmus_variable_find(test, "v", 1), w = litmus_variable_find(test, "w", 1);
	const struct litmus_register *registers = test->processes[0].registers;
	char text[64];

	cr_assert_eq(test->variables[x].initial.number, 16);
	cr_assert_eq(test->variables[p].initial.variable, y);
	cr_assert_eq(test->variables[z].initial.number, -3);
	cr_assert_eq(test->variables[v].initial.number, 4);
	cr_assert_eq(test->variables[w].initial.number, 2);
	cr_assert_str_eq(litmus_type_text(&test->variables[y].type, text, sizeof(text)),
			 "unsigned long");
	cr_assert_str_eq(litmus_type_text(&test->variables[p].type, text, sizeof(text)), "int *");
	cr_assert_eq(litmus_type_bytes(&test->variables[w].type), 2);
	cr_assert_eq(registers[0].initial.number, 7);
	cr_assert_eq(registers[1].initial.variable, x);
	cr_assert_eq(test->expected, LITMUS_UNKNOWN);
	litmus_free(test);
}

Test(litmus_parse, declarations_anywhere_become_registers)
{
	struct litmus_test *test = parse("C decl\n{}\n"
					 "P0(int *x, int **p)\n{\n"
					 "\tint a = READ_ONCE(*x), *b = *p;\n"
					 "\tif (a) {\n\t\tunsigned long c;\n\t\tc = a;\n\t}\n"
					 "\tfor (int i = 0; i < 2; i++)\n\t\tbarrier();\n}\n"
					 "exists (0:a=1 /\\ 0:b=x /\\ 0:c=0 /\\ 0:i=2)\n");
	const struct litmus_process *process = &test->processes[0];

	cr_assert_eq(process->register_count, 4);
	cr_assert_eq(process->registers[1].type.pointers, 1);
	cr_assert_str_eq(process->registers[2].type.base->name, "unsigned long");
	cr_assert_eq(process->piece_count, 3);
	litmus_free(test);
}

Test(litmus_parse, what_is_observed_comes_in_herds_order)
{
	struct litmus_test *test = parse("C order\n{}\n"
					 "P0(int *y, int *x) { int r1; int r0; }\n"
					 "P1(int *y) { int r5; }\n"
					 "locations [y; 1:r5; 0:r1;]\n"
					 "filter (~ 0:r0=3)\n"
					 "~exists (x=2 /\\ 0:r0=1)\n");
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	for (unsigned int i = 0; i < test->observed_count; i++) {
		litmus_location_print(out, test, test->observed[i]);
		fputc(' ', out);
	}
	litmus_condition_print(out, test, test->condition);
	fputc(' ', out);
	litmus_condition_print(out, test, test->filter);
	fclose(out);
	cr_assert_str_eq(text, "0:r0 0:r1 1:r5 [x] [y] [x]=2 /\\ 0:r0=1 not (0:r0=3)");
	cr_assert_eq(test->quantifier, LITMUS_NOT_EXISTS);
	free(text);
	litmus_free(test);
}

Test(litmus_parse, the_result_is_the_word_that_begins_a_comment_line)
{
	static const struct {
		const char *comment;
		enum litmus_expected expected;
	} cases[] = {
		{ "(* Result: Sometimes *)", LITMUS_SOMETIMES },
		{ "(*\n * Result: Always\n *)", LITMUS_ALWAYS },
		{ "(*\n * Result: DEADLOCK\n *)", LITMUS_DEADLOCK },
		{ "(* The Result: Never *)", LITMUS_UNKNOWN },
		{ "(* Result: Neverland *)", LITMUS_UNKNOWN },
		{ "(* Result:", LITMUS_UNKNOWN },
	};

	for (unsigned int i = 0; i + 1 < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[256];
		struct litmus_test *test;

		snprintf(text, sizeof(text), "C t\n%s\n{}\nP0(int *x) {}\nexists (x=1)\n",
			 cases[i].comment);
		test = parse(text);
		cr_assert_eq(test->expected, cases[i].expected, "%s", cases[i].comment);
		litmus_free(test);
	}
	refuses("C t\n(* Result:", ":2:1: the comment has no end");
}

#define HEAD "C t\n{}\nP0(int *x, spinlock_t *l)\n{\n"
#define TAIL "}\nexists (x=1)\n"

Test(litmus_parse, bad_files_are_refused_with_their_place)
{
	static const char *const cases[][2] = {
		{ "", ":1:1: expected 'C' and the test's name, found the end of the file" },
		{ "X86 SB\n{}", ":1:1: this is a test in X86; only those in C are supported" },
		{ "C\n{}", ":1:1: expected the test's name behind 'C'" },
		{ "C t\nP0()", ":2:1: expected '{' and the initial state, found 'P0'" },
		{ "C t\n{ int x[2]; }", ":2:7: arrays are not supported" },
		{ "C t\n{ int x = &y; }\nP0(int *x) {}\nexists (x=1)",
		  ":2:7: 'x' cannot hold an address: its type is int" },
		{ "C t\n{ x=99999999999999999999; }",
		  ":2:5: '99999999999999999999' is no number that fits 64 bits" },
		{ "C t\n{ 3:r0=1; }\nP0(int *x) {}\nexists (x=1)", ":2:3: there is no process P3" },
		{ "C t\n{}\nP1(int *x) {}", ":3:1: expected P0, found 'P1'" },
		{ "C t\n{}\nP0(int x) {}", ":3:8: the parameter 'x' must be a pointer" },
		{ "C t\n{}\nP0(void *x) {}", ":3:10: the parameter 'x' points to void" },
		{ "C t\n{}\nP0(struct a *x) {}", ":3:4: expected a type, found 'struct'" },
		{ "C t\n{}\nP0(int *x) {}\nP1(long *x) {}", ":4:10: 'x' has type int elsewhere" },
		{ "C t\n{}\nP0(int *x) {}\nsometimes (x=1)",
		  ":4:1: expected exists, ~exists or forall, found 'sometimes'" },
		{ "C t\n{}\nP0(int *x) {}\nexists (x=1) y",
		  ":4:14: expected the end of the file, found 'y'" },
		{ "C t\n{}\nP0(int *x) {}\nexists (x=1 /\\",
		  ":4:15: expected a location, found the end of the file" },
		{ "C t\n{}\nP0(int *x) {}\nexists (x>1)", ":4:10: expected '=', found '>'" },
		{ "C t\n{}\nP0(int *flag) {}\nexists (flga=1)",
		  ":4:9: the test has no variable 'flga'; did you mean 'flag'?" },
		{ "C t\n{}\nP0(int *x) {}\nexists (1:r0=1)", ":4:9: there is no process P1" },
		{ "C t\n{}\nP0(int *x) {}\nexists (0:r0=1)", ":4:11: P0 has no register 'r0'" },
		{ HEAD "\tspin_lock_bh(l);\n" TAIL,
		  ":5:2: spin_lock_bh is not supported; did you mean 'spin_lock'?" },
		{ HEAD "\tr0 = 1;\n" TAIL, ":5:2: 'r0' is not declared" },
		{ HEAD "\tgoto out;\n" TAIL, ":5:2: goto is not supported" },
		{ HEAD "\tint a[2];\n" TAIL, ":5:7: arrays are not supported" },
		{ HEAD "\tlong short a;\n" TAIL, ":5:2: these words are no type together" },
		{ HEAD "\tint a; long a;\n" TAIL, ":5:14: 'a' is declared above as int" },
		{ HEAD "\tint x;\n" TAIL, ":5:6: 'x' is a parameter already" },
		{ HEAD "\tspinlock_t a;\n" TAIL, ":5:13: a local variable cannot be a spinlock_t" },
		{ HEAD "\tint r0 = l->slock;\n" TAIL, ":5:12: '->' is not supported" },
		{ HEAD "\tint r0 = (READ_ONCE(*x);\n" TAIL, ":5:11: this '(' has no ')'" },
		{ HEAD "\tint r0 = READ_ONCE(*x));\n" TAIL, ":5:24: this ')' has no '('" },
		{ HEAD "\tWRITE_ONCE(*x, 1);\nexists (x=1)\n", ":4:1: this '{' has no '}'" },
		{ HEAD "\tWRITE_ONCE(*x, \"a\");\n" TAIL, ":5:17: strings are not supported" },
		{ HEAD "\tint r0 = 'a\n" TAIL, ":5:11: the character constant has no end" },
		{ HEAD "#define X\n" TAIL, ":5:1: '#' is not supported" },
		{ HEAD "\t/* open\n" TAIL, ":5:2: the comment has no end" },
		{ "C t\n{}\n\001", ":3:1: no token begins with the byte 0x01" },
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		refuses(cases[i][0], cases[i][1]);
}

Test(litmus_parse, more_processes_than_the_engine_has_agents_for)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	fputs("C t\n{}\n", out);
	for (int i = 0; i < 16; i++)
		fprintf(out, "P%d(int *x) {}\n", i);
	fputs("exists (x=1)\n", out);
	fclose(out);
	refuses(text, ":18:1: more than 15 processes are not supported");
	free(text);
}

Test(litmus_parse, a_condition_too_deep_or_too_long_is_refused)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	fputs("C t\n{}\nP0(int *x) {}\nexists ", out);
	for (int i = 0; i < 100000; i++)
		fputc('(', out);
	fclose(out);
	refuses(text, ":4:208: the condition is too deep");
	free(text);
	out = open_memstream(&text, &bytes);
	fputs("C t\n{}\nP0(int *x) {}\nexists x=1", out);
	for (int i = 0; i < 20000; i++)
		fputs("\n\\/ x=1", out);
	fclose(out);
	refuses(text, ":10004:4: the condition is too long");
	free(text);
}

Test(litmus_parse, a_file_that_is_no_text)
{
	struct complaint complaint = { 0 };
	const char *path = harness_write("t.litmus", "C t\n");
	FILE *file = fopen(path, "w");

	fwrite("C \0 t", 1, 5, file);
	fclose(file);
	cr_assert_null(litmus_load(path, &complaint));
	cr_assert(strstr(complaint.text, ": not a text file"));
	complaint.text[0] = '\0';
	cr_assert_null(litmus_load("/nowhere/t.litmus", &complaint));
	cr_assert_str_eq(complaint.text, "/nowhere/t.litmus: No such file or directory");
}
