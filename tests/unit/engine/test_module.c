/* SPDX-License-Identifier: GPL-2.0-only */
/* The loader: addresses, relocations, who sees whose symbols, and one clear line for what fails. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include <build_config.h>
#include <engine/engine.h>
#include <engine/kernel_files.h>
#include <engine/layout.h>
#include <engine/module.h>

#include "../harness.h"

static char error[500];

static void build(void)
{
	const struct engine_config config = { .memory = MEMORY_SC, .points_max = 10000 };

	engine_init(&config);
	machine_add("guest", 1);
	machine_add("guest2", 1);
}

static struct module *load_on(int machine, const char *name)
{
	char path[64];
	struct module *module;

	snprintf(path, sizeof(path), "tests/engine/%s", name);
	module = module_load(machine, harness_module(path), error, sizeof(error));
	cr_assert_not_null(module, "%s", error);
	return module;
}

/* Module code is instrumented, so it has to run as some context. */
struct call {
	int (*fn)(int x);
	int x, result;
};

static void call_in_context(void *arg)
{
	struct call *call = arg;

	call->result = call->fn(call->x);
}

static int call(const struct module *module, const char *name, int x)
{
	struct call request = { .x = x };

	request.fn = (int (*)(int))module_own_symbol(module, name);
	cr_assert_not_null(request.fn, "%s", name);
	engine_ctx_create(module->machine, SIM_CTX_TASK, "call", 0, call_in_context, &request);
	cr_assert_eq(engine_run(), RUN_QUIET);
	return request.result;
}

static void refused(const char *path, const char *expected)
{
	unsigned int before = module_count();

	error[0] = '\0';
	cr_assert_null(module_load(0, path, error, sizeof(error)));
	cr_assert_not_null(strstr(error, expected), "%s", error);
	cr_assert_null(strchr(error, '\n'));
	cr_assert_eq(module_count(), before);
}

Test(module, lies_where_it_should)
{
	struct module *alpha, *beta;

	build();
	alpha = load_on(0, "alpha");
	beta = load_on(0, "beta");
	cr_assert_eq(alpha->base, IMAGES_BASE);
	cr_assert_eq(beta->base % 0x10000, 0u);
	cr_assert(beta->base >= alpha->end && beta->base - alpha->end < 0x10000);
	cr_assert(alpha->text > alpha->base && alpha->text_end < alpha->data);
	cr_assert_geq(alpha->data_end - alpha->data, 5000 * sizeof(int));
	cr_assert_leq(alpha->data_end, alpha->end);
	cr_assert_str_eq(alpha->name, "alpha");
	cr_assert_eq(alpha->machine, 0);
	cr_assert_eq(module_count(), 2u);
	cr_assert_eq(module_at(1), beta);
	cr_assert_null(module_at(2));
	cr_assert_eq(module_of(beta->text), beta);
	cr_assert_null(module_of(beta->end));
	cr_assert_null(module_of(IMAGES_BASE - 1));
}

Test(module, data_bss_and_relocated_pointers)
{
	const char *const **names;
	struct module *alpha;

	build();
	alpha = load_on(0, "alpha");
	names = module_own_symbol(alpha, "alpha_names");
	cr_assert((uintptr_t)*names >= alpha->base && (uintptr_t)*names < alpha->end);
	cr_assert_str_eq((*names)[1], "second");
	cr_assert_eq((uintptr_t)module_own_symbol(alpha, "alpha_alignment") % 64, 0u);
	cr_assert_eq(call(alpha, "alpha_sum", 4999), 5004);
	cr_assert_eq(call(alpha, "alpha_has_weak", 0), 0);
}

Test(module, later_ones_see_earlier_ones)
{
	struct module *alpha, *beta;

	build();
	alpha = load_on(0, "alpha");
	beta = load_on(0, "beta");
	cr_assert_eq(call(beta, "beta_call", 1), 6);
	cr_assert_eq(*(void **)module_own_symbol(beta, "beta_pointer"),
		     module_own_symbol(alpha, "alpha_sum"));
	cr_assert_eq(module_symbol(0, "alpha_sum"), module_own_symbol(alpha, "alpha_sum"));
	cr_assert_null(module_own_symbol(beta, "alpha_sum"));
	cr_assert_null(module_symbol(0, "no_such_symbol"));
	/* Each module has an init_module of its own; a machine's first one is its symbol. */
	cr_assert_neq(module_own_symbol(alpha, "init_module"),
		      module_own_symbol(beta, "init_module"));
	cr_assert_eq(module_symbol(0, "init_module"), module_own_symbol(alpha, "init_module"));
}

Test(module, machines_have_instances_of_their_own)
{
	struct module *alpha0, *alpha1, *beta1;

	build();
	alpha0 = load_on(0, "alpha");
	alpha1 = load_on(1, "alpha");
	beta1 = load_on(1, "beta");
	call(beta1, "beta_count", 0);
	cr_assert_eq(call(alpha0, "alpha_sum", 0), 5);
	cr_assert_eq(call(alpha1, "alpha_sum", 0), 6);
	cr_assert_eq(module_find(1, "alpha"), alpha1);
	cr_assert_eq(module_find(0, "alpha"), alpha0);
	cr_assert_null(module_find(0, "beta"));
	cr_assert_arr_eq(alpha0->sha256, alpha1->sha256, 32);
}

/* ---- interposition ---- */

static void *real_sum[MACHINES_MAX];

static int wrap_sum(int x)
{
	return 1000 + ((int (*)(int))real_sum[sim_machine()])(x);
}

Test(module, calls_between_modules_can_be_wrapped)
{
	struct module *alpha0, *beta0, *alpha1, *beta1;

	build();
	module_interpose("alpha_sum", (void *)wrap_sum, real_sum);
	alpha0 = load_on(0, "alpha");
	beta0 = load_on(0, "beta");
	alpha1 = load_on(1, "alpha");
	beta1 = load_on(1, "beta");
	cr_assert_eq(call(beta0, "beta_call", 0), 1005);
	call(beta1, "beta_count", 0);
	cr_assert_eq(call(beta1, "beta_call", 0), 1006);
	cr_assert_eq(call(beta0, "beta_call", 0), 1005);
	cr_assert_eq(call(alpha0, "alpha_own", 0), 6, "a module's own calls stay its own");
	cr_assert_eq(real_sum[0], module_own_symbol(alpha0, "alpha_sum"));
	cr_assert_eq(real_sum[1], module_own_symbol(alpha1, "alpha_sum"));
}

/* ---- the end ---- */

Test(module, unloading_makes_room)
{
	build();
	load_on(0, "alpha");
	load_on(1, "alpha");
	module_unload_all();
	cr_assert_eq(module_count(), 0u);
	cr_assert_null(module_of(IMAGES_BASE));
	cr_assert_eq(load_on(0, "alpha")->base, IMAGES_BASE);
}

/* With gcov a module carries counters, which belong to no run, and writes them when it goes. */
Test(module, coverage)
{
	const char *source = "int counted(int x) { return x > 3 ? x * 2 : x; }\n"
			     "int sim_test_other;\n";
	struct harness_command compile;
	struct module *module;
	char path[300];
	int (*counted)(int);

	build();
	harness_write("counted.c", source);
	compile = harness_command(
		"cd '%s' && cc -O1 -fPIC --coverage -fdata-sections -c counted.c && "
		"cc -shared -nostdlib -Wl,-T,%s/cmake/counters.ld counted.o "
		"-o counted.so",
		harness_scratch(), VQSIM_SOURCE_DIR);
	cr_assert_eq(compile.status, 0, "%s", compile.err);
	harness_command_free(&compile);
	snprintf(path, sizeof(path), "%s/counted.so", harness_scratch());
	module = module_load(0, path, error, sizeof(error));
	cr_assert_not_null(module, "%s", error);
	cr_assert_lt(module->counters, module->counters_end);
	cr_assert_geq(module->counters, module->data);
	cr_assert_leq(module->counters_end, module->data_end);
	counted = (int (*)(int))module_own_symbol(module, "counted");
	cr_assert_eq(counted(5), 10);
	module_unload_all();
	compile = harness_command("cd '%s' && gcov -t counted.gcda", harness_scratch());
	cr_assert_eq(compile.status, 0, "%s", compile.err);
	cr_assert_not_null(strstr(compile.out, "1:    1:int counted"), "%s", compile.out);
	harness_command_free(&compile);
}

Test(module, without_coverage_there_are_no_counters)
{
	struct module *alpha;

	build();
	alpha = load_on(0, "alpha");
	cr_assert_eq(alpha->counters, alpha->counters_end);
}

/* ---- what does not load ---- */

Test(module, every_missing_symbol_is_named_with_its_kernel_file)
{
	build();
	refused(harness_module("tests/engine/unresolved"), "unresolved.so: unresolved: ");
	cr_assert_not_null(strstr(error, "blk_start_plug (block/blk-core.c)"), "%s", error);
	cr_assert_not_null(strstr(error, "frobnicate (?)"), "%s", error);
	cr_assert_not_null(strstr(error, "puts (?)"), "%s", error);
	/* Nothing is left of it. */
	cr_assert_eq(load_on(0, "alpha")->base, IMAGES_BASE);
}

Test(module, beta_needs_alpha_on_its_own_machine)
{
	build();
	load_on(1, "alpha");
	refused(harness_module("tests/engine/beta"), "alpha_sum (?)");
}

Test(module, what_kernel_code_does_not_have_is_refused)
{
	build();
	refused(harness_module("tests/engine/constructor"),
		"constructor.so: has a constructor (construct)");
	refused(harness_module("tests/engine/tls"), "tls.so: has thread-local data");
	refused(harness_module("tests/engine/ifunc"), "indirect function");
}

Test(module, what_is_no_shared_object_is_refused)
{
	build();
	refused("/nonexistent/x.so", "/nonexistent/x.so: No such file or directory");
	refused("/usr", "/usr: not a file");
	refused("/proc/self/exe", ": is a program, not a shared object");
	refused(harness_write("text.so", "int main;\n"), "not an ELF file");
	refused(harness_write("empty.so", ""), "not an ELF file");
}

/* Any prefix and any damaged byte: refused or loaded, but never a crash. */
static void damage(const char *bytes, size_t length, size_t at, char value)
{
	static char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/damaged.so", harness_scratch());
	file = fopen(path, "w");
	cr_assert_not_null(file);
	fwrite(bytes, 1, length, file);
	if (at < length) {
		fseek(file, (long)at, SEEK_SET);
		fputc(value, file);
	}
	fclose(file);
	if (!module_load(0, path, error, sizeof(error)))
		cr_assert_neq(error[0], '\0');
	module_unload_all();
}

Test(module, a_truncated_file_is_refused)
{
	FILE *file = fopen(harness_module("tests/engine/beta"), "r");
	char bytes[65536];
	size_t length;

	cr_assert_not_null(file);
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	build();
	load_on(0, "alpha");
	for (size_t cut = 0; cut < length; cut += 1999) {
		damage(bytes, cut, length, 0);
		cr_assert_neq(error[0], '\0', "%zu of %zu bytes loaded", cut, length);
		error[0] = '\0';
		load_on(0, "alpha");
	}
}

Test(module, a_damaged_header_is_no_crash)
{
	FILE *file = fopen(harness_module("tests/engine/alpha"), "r");
	char bytes[131072];
	size_t length;

	cr_assert_not_null(file);
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	build();
	/* The ELF header and the segment table. */
	for (size_t at = 0; at < 64 + 8 * 56; at += 3)
		damage(bytes, length, at, (char)~bytes[at]);
}

Test(module, functions_have_kernel_files)
{
	cr_assert_str_eq(kernel_file_of("virtqueue_add_buf"), "drivers/virtio/virtio_ring.c");
	cr_assert_str_eq(kernel_file_of("blk_mq_start_request"), "block/blk-mq.c");
	cr_assert_str_eq(kernel_file_of("blk_mq_map_queues"), "block/blk-mq-cpumap.c");
	cr_assert_str_eq(kernel_file_of("idr_destroy"), "lib/radix-tree.c");
	cr_assert_str_eq(kernel_file_of("up"), "kernel/locking/semaphore.c");
	cr_assert_null(kernel_file_of("u"));
	cr_assert_null(kernel_file_of("blk_"));
	cr_assert_null(kernel_file_of(""));
	cr_assert_null(kernel_file_of("frobnicate"));
}
