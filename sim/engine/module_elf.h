/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_elf.h - the file format side of the module loader: read and map (module_elf.c), relocate
 * (module_relocate.c) one ELF object.
 *
 * Follows the System V ABI's AMD64 supplement (RELATIVE, 64, GLOB_DAT, JUMP_SLOT). Internal to
 * module*.c. Functions that can fail return false and put one line, without the file's name, into
 * image->error.
 */
#ifndef ENGINE_MODULE_ELF_H
#define ENGINE_MODULE_ELF_H

#include <search.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gelf.h>

#include <engine/module.h>

struct image {
	int fd;
	Elf *elf;
	size_t file_bytes;
	uintptr_t base; /* what a virtual address of the file is relative to */
	uintptr_t span; /* bytes of address space from base */
	Elf_Scn *dynsym, *symtab; /* NULL if the file has none */
	uint64_t init_array, init_bytes; /* virtual addresses of the file */
	uint64_t fini_array, fini_bytes;
	struct hsearch_data exports; /* name -> address */
	uint64_t counters, counter_bytes; /* virtual address of the file; 0 bytes without gcov */
	char error[256];
	char *missing; /* names that nobody has, after image_relocate(); malloc()ed */
};

/* Finds the address for a symbol that the image does not define itself. weak: 0 is a good answer.
 * False if there is none; the caller of image_relocate() collects the names. */
typedef bool image_resolve_fn(void *opaque, const char *name, bool weak, uintptr_t *addr);

/* Notes why the module cannot be loaded; always false. */
__attribute__((format(printf, 2, 3))) bool image_fail(struct image *image, const char *fmt, ...);

static inline bool image_inside(const struct image *image, uint64_t vaddr, uint64_t bytes)
{
	return vaddr <= image->span && bytes <= image->span - vaddr;
}

/* Opens and checks the file: an x86-64 shared object without TLS and text relocations. */
bool image_open(struct image *image, const char *path);
/* Maps the segments at base, fills module's text and data bounds. */
bool image_map(struct image *image, uintptr_t base, struct module *module);
/* Builds the table of exports. After image_map(). */
bool image_index(struct image *image);
/* Applies every relocation. Unresolved names do not stop it: resolve() has noted them. */
bool image_relocate(struct image *image, const struct module *module, image_resolve_fn *resolve,
		    void *opaque);
/*
 * Constructors and destructors that the compiler made (__tsan_init, gcov) are all there may be:
 * kernel code has no others, and they would run outside any context. After image_relocate().
 */
bool image_check_constructors(struct image *image, const struct module *module);
/* Address of an exported symbol, or 0. */
uintptr_t image_export(struct image *image, const char *name);
/* Calls the functions of .init_array in order, of .fini_array in reverse. */
void image_construct(const struct image *image);
void image_destruct(const struct image *image);
/* Gives everything back but the mapping. */
void image_close(struct image *image);

#endif
