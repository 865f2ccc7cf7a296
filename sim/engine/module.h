/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module.h - code under test as shared objects, loaded like a .ko.
 *
 * Our own loader, for three reasons: a module sits at the same address in every process, a machine
 * gets its own instance of a module (own static data), and every undefined symbol is known by name
 * before anything runs. A module's undefined symbols are looked up in the modules loaded before it
 * on the same machine, then among the simulator's own exported sim_* and __tsan_* functions.
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
	uint8_t sha256[32]; /* of the file */
	void *elf; /* loader's own */
};

#define MODULES_MAX 16

/*
 * Maps, relocates and runs the constructors. On failure returns NULL and puts one line into error
 * ("virtio_blk.so: unresolved: blk_foo (block/blk-core.c), bar (?)"): every missing symbol, and
 * the kernel file that would have it where we know.
 */
struct module *module_load(int machine, const char *path, char *error, size_t error_bytes);

/* Address of an exported symbol of a machine's modules; NULL if there is none. */
void *module_symbol(int machine, const char *name);
struct module *module_find(int machine, const char *name);
/* All loaded ones, in load order. */
unsigned int module_count(void);
struct module *module_at(unsigned int index);
/* The module whose image holds addr, or NULL. */
struct module *module_of(uintptr_t addr);

/* Symbols of interest for rules: a call from one module into `name` of another goes through
 * wrapper instead; *real receives the true address. Before the caller is loaded. */
void module_interpose(const char *name, void *wrapper, void **real);

#endif
