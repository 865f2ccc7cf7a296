/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/engine.h>
#include <engine/state.h>
#include <model/world_host.h>
#include <model/world_modules.h>

struct host {
	int machine;
	bool up;
	struct sim_ctx *waiter; /* in the guest */
	long waiter_state; /* 0 = go on */
	/* the kernel library */
	void (*task_enter)(const char *comm);
	void (*task_exit)(void);
	void (*boot)(void);
	void (*halt)(void);
};

static struct host *host;

static void host_boots(void *arg)
{
	const char *failed;
	int result;

	(void)arg;
	host->task_enter("init");
	host->boot();
	failed = world_modules_init(host->machine, NULL, &result);
	if (failed)
		engine_report(SIM_CRASH, "module %s of the host: failed with %d", failed, result);
	host->task_exit();
	host->up = true;
	host->waiter_state = 0;
	sim_unpark(host->waiter);
}

static void host_halts(void *arg)
{
	(void)arg;
	host->task_enter("init");
	world_modules_exit(host->machine);
	host->halt();
	host->task_exit();
	host->up = false;
	host->waiter_state = 0;
	sim_unpark(host->waiter);
}

static void run_on_host(void (*fn)(void *), const char *what)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK, .object = host, .what = what };

	host->waiter = sim_ctx_current();
	host->waiter_state = 1;
	engine_ctx_create(host->machine, SIM_CTX_TASK, "host-init", 0, fn, NULL);
	while (host->waiter_state)
		sim_park(&host->waiter_state, 0, &wait);
}

void world_host_boot(void)
{
	run_on_host(host_boots, "the host's boot");
}

void world_host_halt(void)
{
	if (host->up)
		run_on_host(host_halts, "the host's halt");
}

bool world_host_build(int machine, char *error, unsigned int error_bytes)
{
	host = state_alloc(sizeof(*host));
	host->machine = machine;

	const struct world_symbol symbols[] = {
		{ "kernel_task_enter", (void **)&host->task_enter },
		{ "kernel_task_exit", (void **)&host->task_exit },
		{ "kernel_boot", (void **)&host->boot },
		{ "kernel_halt", (void **)&host->halt },
	};

	return world_modules_symbols(machine, symbols, sizeof(symbols) / sizeof(symbols[0]), error,
				     error_bytes);
}
