/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/engine.h>
#include <engine/fault.h>
#include <engine/state.h>
#include <model/hostile_device.h>
#include <model/load.h>
#include <model/world_end.h>
#include <model/world_guest.h>
#include <model/world_modules.h>

struct guest {
	const struct world_spec *spec;
	const struct world_device *device;
	int machine;
	enum world_guest_stage stage;
	/* the kernel library */
	void (*task_enter)(const char *comm);
	void (*task_exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	/* the load module */
	int (*load_open)(const char *disk);
	void (*load_close)(void);
	int (*load_start)(void);
	void (*load_stop)(void);
};

static struct guest *guest;

enum world_guest_stage world_guest_stage(void)
{
	return guest->stage;
}

/* A step that must not fail, unless memory is refused: then the guest goes down in good order.
 * Nothing is refused in a boot that is not explored. */
static void step_failed(const char *what, const char *name, int result)
{
	bool explored = guest->stage != GUEST_BOOT || guest->spec->explore.from == EXPLORE_BOOT;

	if (!explored || !(world_spec_fault(guest->spec, "alloc") || hostile_device()))
		engine_report(SIM_CRASH, "%s %s: failed with %d", what, name, result);
	engine_log("%s %s: failed with %d, shutting down", what, name, result);
}

/* Faults are for drivers: a kernel without memory for its own boot panics, as it should. */
static bool bring_up_driver(void)
{
	const char *failed;
	int result;

	fault_arm(false);
	failed = world_modules_init(guest->machine,
				    world_device_first_driver(guest->device, &guest->spec->guest),
				    &result);
	fault_arm(guest->spec->explore.from == EXPLORE_BOOT);
	if (!failed)
		failed = world_modules_init(guest->machine, NULL, &result);
	if (failed) {
		step_failed("module", failed, result);
		return false;
	}
	result = guest->device->plug();
	if (result) {
		step_failed("device of", guest->device->driver, result);
		return false;
	}
	return true;
}

static bool bring_up(void)
{
	int result;

	if (guest->device->power_on)
		guest->device->power_on();
	guest->boot();
	if (!bring_up_driver())
		return false;
	fault_arm(false);
	result = guest->load_open(guest->device->disk_name);
	if (result) {
		step_failed("disk", guest->device->disk_name, result);
		return false;
	}
	return true;
}

/* The jobs run from here on; the end that the scenario wants begins while they do, or after. */
static void run_load(void)
{
	const struct world_spec *spec = guest->spec;
	int result;

	guest->stage = GUEST_LOAD;
	fault_arm(false);
	result = guest->load_start();
	if (!result && guest->device->load_begins)
		result = guest->device->load_begins();
	fault_arm(true);
	if (result) {
		step_failed("load", "tasks", result);
		return;
	}
	world_end_wait(spec, guest->device);
	guest->stage = GUEST_END;
	if (!world_end(spec, guest->device)) {
		guest->stage = GUEST_DARK;
		engine_mark_boot();
	}
	world_device_load(guest->device)->wait_submitted(0);
	if (guest->device->load_ended)
		guest->device->load_ended();
	guest->load_stop();
	world_device_load(guest->device)->check_final();
}

/* A driver that was unbound, which resets the device, finds it as good as new. */
static void plug_again(void)
{
	int result = guest->device->plug();

	engine_log("the driver is bound again");
	if (result)
		step_failed("device of", guest->device->driver, result);
	guest->device->unplug();
}

static void go_down(bool opened)
{
	guest->stage = GUEST_DOWN;
	if (opened)
		guest->load_close();
	hostile_device_pull();
	guest->device->unplug();
	if (opened && guest->spec->end == END_RESET)
		plug_again();
	world_modules_exit(guest->machine);
	guest->halt();
	if (guest->device->power_off)
		guest->device->power_off();
}

static void guest_main(void *arg)
{
	bool up, stays;

	(void)arg;
	guest->task_enter("init");
	up = bring_up();
	if (guest->spec->explore.from == EXPLORE_LOAD)
		engine_mark_boot();
	if (up)
		run_load();
	stays = up && guest->spec->end == END_NONE;
	if (!stays)
		go_down(up);
	guest->task_exit();
	guest->stage = stays ? GUEST_IDLE : GUEST_GONE;
}

bool world_guest_build(const struct world_spec *spec, const struct world_device *device,
		       int machine, char *error, unsigned int error_bytes)
{
	guest = state_alloc(sizeof(*guest));
	guest->spec = spec;
	guest->device = device;
	guest->machine = machine;

	const struct world_symbol symbols[] = {
		{ "kernel_task_enter", (void **)&guest->task_enter },
		{ "kernel_task_exit", (void **)&guest->task_exit },
		{ "kernel_boot", (void **)&guest->boot },
		{ "kernel_halt", (void **)&guest->halt },
		{ "load_open", (void **)&guest->load_open },
		{ "load_close", (void **)&guest->load_close },
		{ "load_start", (void **)&guest->load_start },
		{ "load_stop", (void **)&guest->load_stop },
	};

	if (!world_modules_symbols(machine, symbols, sizeof(symbols) / sizeof(symbols[0]), error,
				   error_bytes))
		return false;
	engine_ctx_create(machine, SIM_CTX_TASK, "init", 0, guest_main, NULL);
	return true;
}
