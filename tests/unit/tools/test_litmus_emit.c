/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The C that is generated, what the compiler says of it, and stores moved above loads.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <harness.h>
#include <tools/litmus_build.h>
#include <tools/litmus_emit.h>
#include <tools/litmus_hoist.h>

static struct litmus_test *parse(const char *text)
{
	struct complaint complaint = { 0 };
	/* The test keeps the path. */
	static char path[4096];
	struct litmus_test *test;

	snprintf(path, sizeof(path), "%s", harness_write("t.litmus", text));
	test = litmus_load(path, &complaint);
	cr_assert_not_null(test, "%s", complaint.text);
	return test;
}

static char *emitted(const struct litmus_test *test)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	litmus_emit(out, test);
	fclose(out);
	return text;
}

static bool builds(const struct litmus_test *test, struct complaint *complaint)
{
	char module[4096];

	complaint->text[0] = '\0';
	snprintf(module, sizeof(module), "%s/t.so", harness_scratch());
	return litmus_build(test, module, complaint);
}

#define LOADS_THEN_STORE                                                                           \
	"C lb\n{}\n"                                                                               \
	"P0(int *x, int *y, int *z)\n{\n"                                                          \
	"\tint r0 = READ_ONCE(*x);\n"                                                              \
	"\tint r1;\n"                                                                              \
	"\tr1 = READ_ONCE(*z);\n"

Test(litmus_emit, bodies_keep_their_lines_and_columns)
{
	struct litmus_test *test = parse(LOADS_THEN_STORE "\tWRITE_ONCE(*y, 1);\n}\n"
							  "exists (0:r0=1 /\\ 0:r1=2)\n");
	char *text = emitted(test);
	char line[4200];

	snprintf(line, sizeof(line), "#line 4 \"%s\"\n{\n\t    r0 = READ_ONCE(*x);\n\t    r1;\n",
		 test->path);
	cr_assert(strstr(text, line), "%s", text);
	cr_assert(strstr(text, "int r0 = (int)(0l);\n"));
	free(text);
	litmus_free(test);
}

Test(litmus_emit, every_kind_of_construct_compiles)
{
	struct complaint complaint;
	struct litmus_test *test = parse(
		"C all\n{ int x = 1; p=y; atomic_t v = ATOMIC_INIT(2); atomic64_t w; 0:r9=x; unix=3 }\n"
		"P0(int *x, int **p, atomic_t *v, atomic64_t *w, spinlock_t *l, long *g, int *unix)\n"
		"{\n"
		"\tint r0, r1 = 2;\n\tint *r2;\n\tconst int *r3 = x;\n\tint *r9;\n\ts64 r4;\n"
		"\trcu_read_lock();\n\tr2 = rcu_dereference(*p);\n\trcu_read_unlock();\n"
		"\tr0 = READ_ONCE(*r2);\n\tr0 = smp_load_acquire(x);\n"
		"\tsmp_store_release(x, r0 + 1);\n\tsmp_store_mb(*x, 3);\n"
		"\trcu_assign_pointer(*p, x);\n\tsmp_mb__before_atomic();\n\tatomic_inc(v);\n"
		"\tsmp_mb__after_atomic();\n\tr0 = atomic_cmpxchg_acquire(v, 1, 2);\n"
		"\tr4 = atomic64_fetch_add_relaxed(3, w);\n\t(void)atomic_add_unless(v, 1, 5);\n"
		"\tif (spin_trylock(l)) {\n\t\tsmp_mb__after_spinlock();\n"
		"\t\tsmp_mb__after_unlock_lock();\n\t\tspin_unlock(l);\n"
		"\t} else if (spin_is_locked(l)) {\n\t\tbarrier();\n\t}\n"
		"\tr1 = xchg_release(x, 4);\n\tr1 = cmpxchg(x, (int)4, -1);\n\tsynchronize_rcu();\n"
		"\tWRITE_ONCE(*g, (long)r3);\n\t*unix = 0;\n\twhile (r1 > 0)\n\t\tr1--;\n}\n"
		"exists (0:r2=y)\n");

	cr_assert(builds(test, &complaint), "%s", complaint.text);
	litmus_free(test);
}

Test(litmus_emit, the_compilers_errors_point_into_the_litmus_file)
{
	struct complaint complaint;
	struct litmus_test *test = parse("C t\n{}\nP0(int *x)\n{\n\tint r0;\n\n"
					 "\tr0 = x + x;\n}\nexists (x=1)\n");
	char expected[4200];

	snprintf(expected, sizeof(expected), "%s:7:9: invalid operands to binary +", test->path);
	cr_assert_not(builds(test, &complaint));
	cr_assert_eq(strncmp(complaint.text, expected, strlen(expected)), 0, "%s", complaint.text);
	litmus_free(test);
}

Test(litmus_hoist, a_constant_store_moves_above_loads_of_other_variables)
{
	struct complaint complaint;
	struct litmus_test *test = parse(LOADS_THEN_STORE "\tWRITE_ONCE(*y, 1);\n}\n"
							  "exists (0:r0=1 /\\ y=1)\n");
	char what[128], *text;

	cr_assert(litmus_hoist(test, what, sizeof(what)));
	cr_assert_str_eq(what, "P0's store to y in line 8");
	text = emitted(test);
	cr_assert_lt(strstr(text, "WRITE_ONCE(*y"), strstr(text, "READ_ONCE(*x"));
	cr_assert(builds(test, &complaint), "%s", complaint.text);
	free(text);
	litmus_free(test);
}

Test(litmus_hoist, what_is_ordered_stays)
{
	static const char *const rests[] = {
		"\tWRITE_ONCE(*y, r0);\n", /* data */
		"\tWRITE_ONCE(*z, 1);\n", /* same location as the load right above */
		"\tsmp_mb();\n\tWRITE_ONCE(*y, 1);\n",
		"\tsmp_rmb();\n\tWRITE_ONCE(*y, 1);\n",
		"\tsmp_store_release(y, 1);\n",
		"\tif (r1)\n\t\tWRITE_ONCE(*y, 1);\n", /* control */
		"\tr1 = smp_load_acquire(z);\n\tWRITE_ONCE(*y, 1);\n",
		"\tr1 = xchg_acquire(z, 1);\n\tWRITE_ONCE(*y, 1);\n",
		"\t*z = 2;\n\tWRITE_ONCE(*y, 1);\n",
		"\tWRITE_ONCE(*y, *x);\n",
	};

	for (unsigned int i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
		struct litmus_test *test;
		char text[512], what[128];

		snprintf(text, sizeof(text), "%s%s}\nexists (y=1)\n", LOADS_THEN_STORE, rests[i]);
		test = parse(text);
		cr_assert_not(litmus_hoist(test, what, sizeof(what)), "%s", rests[i]);
		litmus_free(test);
	}
}
