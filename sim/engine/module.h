/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module.h - code under test as shared objects, loaded like a .ko.
 *
 * Our own loader, for three reasons: a module sits at the same address in every process, a machine
 * gets its own instance of a module (own static data), and every undefined symbol is known by name
 * before anything runs. A module's undefined symbols are looked up in the modules loaded before it
 * on the same machine, then among the simulator's own exported sim_* and __tsan_* functions.
 *
 * The list of modules belongs to the process, not to a run: nothing here is snapshotted. All
 * functions are for the native side, outside any run, unless a comment says otherwise.
 */
#ifndef ENGINE_MODULE_H
#define ENGINE_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct module {
	const char *path;
	const char *name; /* "virtio_blk" */
	int machine;
	uintptr_t base; /* load address of the image */
	uintptr_t end;
	uintptr_t text, text_end;
	uintptr_t data, data_end; /* writable part: .data, .bss and what lies between */
	/* gcov's counters, a piece of data; empty without coverage. They belong to no run: a
	 * restore leaves them out, and the memory model does not see them. */
	uintptr_t counters, counters_end;
	uint8_t sha256[32]; /* of the file */
	void *elf; /* loader's own */
};

#define MODULES_MAX 16

/*
 * Maps, relocates and runs the constructors. On failure returns NULL and puts one line into error
 * ("virtio_blk.so: unresolved: blk_foo (block/blk-core.c), bar (?)"): every missing symbol, and
 * the kernel file that would have it where we know. layout_map() must have been called.
 */
struct module *module_load(int machine, const char *path, char *error, size_t error_bytes);

/* Address of an exported symbol of a machine's modules; NULL if there is none. */
void *module_symbol(int machine, const char *name);
/* Address of a symbol that this very module exports ("init_module"); NULL if it does not. */
void *module_own_symbol(const struct module *module, const char *name);
struct module *module_find(int machine, const char *name);
/* All loaded ones, in load order. */
unsigned int module_count(void);
struct module *module_at(unsigned int index);
/* The module whose image holds addr, or NULL. Also from within a run. */
struct module *module_of(uintptr_t addr);

/*
 * Symbols of interest for rules: a call from one module into `name` of another goes through
 * wrapper instead. real has MACHINES_MAX entries; real[machine] receives the true address for the
 * instance of that machine. Calls within the defining module are left alone. Before the caller is
 * loaded.
 */
void module_interpose(const char *name, void *wrapper, void **real);

/*
 * Runs the destructors of all modules, last loaded first. The first of a module with coverage
 * writes the counters of all of them, once for each process. Modules with coverage have this done
 * at exit(); a process that ends with _exit() calls it itself.
 */
void module_unload_all(void);

#endif
