/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Any bytes are a storm of ioctls, kicks and ring contents for the vhost core on a kernel of two
 * CPUs (tests/unit/drivers/module_vhost_storm.c says which); the first eight seed the schedule.
 * Whatever they are, no rule may be broken.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/engine.h>
#include <engine/module.h>
#include <engine/symbolize.h>
#include <engine/trace.h>
#include <search/strategy.h>
#include <build_config.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STORM_BYTES_MAX 256

/* What libFuzzer takes for coverage: which sites of the modules took part in the trace. */
__attribute__((section("__libfuzzer_extra_counters"), used)) static uint8_t sites[8192];

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*storm)(void);
	uint8_t *bytes;
	uint32_t *size;
} host;

static void must(bool good, const char *what, const char *detail)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_vhost_ioctl: %s: %s\n", what, detail);
	abort();
}

static void host_main(void *arg)
{
	(void)arg;
	host.enter("init");
	host.boot();
	engine_mark_boot();
	host.storm();
	host.halt();
	host.exit();
}

static void load(const char *path)
{
	char error[400] = "";

	must(module_load(0, path, error, sizeof(error)) != NULL, path, error);
}

static void *symbol(const char *name)
{
	void *address = module_symbol(0, name);

	must(address != NULL, "no symbol", name);
	return address;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct engine_config config = {
		.memory = MEMORY_WEAK,
		.preempt = PREEMPT_FULL,
		.points_max = 200000,
		.check_races = true,
	};

	(void)argc;
	(void)argv;
	engine_init(&config);
	rules_init();
	machine_add("host", 2);
	load(VQSIM_MODULE_DIR "/kernel.so");
	load(VQSIM_MODULE_DIR "/vhost.so");
	load(VQSIM_MODULE_DIR "/tests/drivers/vhost_storm.so");
	host.enter = symbol("kernel_task_enter");
	host.exit = symbol("kernel_task_exit");
	host.boot = symbol("kernel_boot");
	host.halt = symbol("kernel_halt");
	host.storm = symbol("storm");
	host.bytes = symbol("storm_bytes");
	host.size = symbol("storm_size");
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, host_main, NULL);
	finding_clear();
	trace_begin(false);
	must(engine_run() == RUN_MARK, "boot", finding_current()->text);
	snapshot_take();
	return 0;
}

static void count_sites(void)
{
	for (uint32_t i = 0; i < trace_count(); i++)
		sites[trace_at(i)->site % sizeof(sites)] = 1;
}

static void must_pass(const struct finding *finding)
{
	char site[128];

	if (finding->verdict == SIM_PASS)
		return;
	for (uint32_t i = 0; i < finding->frame_count; i++)
		fprintf(stderr, "  %s\n", symbolize_site(finding->frames[i], site, sizeof(site)));
	must(false, sim_verdict_name(finding->verdict), finding->text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct strategy *random;
	uint64_t seed = 0;

	if (size < sizeof(seed))
		return -1;
	memcpy(&seed, data, sizeof(seed));
	size -= sizeof(seed);
	if (size > STORM_BYTES_MAX)
		size = STORM_BYTES_MAX;
	if (!random)
		random = strategy_random(1);
	snapshot_restore();
	memcpy(host.bytes, data + sizeof(seed), size);
	*host.size = (uint32_t)size;
	finding_clear();
	trace_begin(true);
	strategy_set(random);
	random->begin(random, seed);
	if (engine_run() == RUN_QUIET)
		rules_end();
	random->end(random);
	count_sites();
	must_pass(finding_current());
	return 0;
}
