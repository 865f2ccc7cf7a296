/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include <engine/module.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <nettle/sha2.h>

#include <engine/kernel_files.h>
#include <engine/layout.h>
#include <engine/module_elf.h>

#define IMAGE_ALIGN 0x10000ul
#define INTERPOSE_MAX 64

struct interposer {
	const char *name;
	void *wrapper;
	void **real;
};

static struct module *modules[MODULES_MAX];
static unsigned int modules_loaded;
static struct interposer interposers[INTERPOSE_MAX];
static unsigned int interposer_count;

unsigned int module_count(void)
{
	return modules_loaded;
}

struct module *module_at(unsigned int index)
{
	return index < modules_loaded ? modules[index] : NULL;
}

struct module *module_of(uintptr_t addr)
{
	for (unsigned int i = 0; i < modules_loaded; i++)
		if (addr >= modules[i]->base && addr < modules[i]->end)
			return modules[i];
	return NULL;
}

struct module *module_find(int machine, const char *name)
{
	for (unsigned int i = 0; i < modules_loaded; i++)
		if (modules[i]->machine == machine && strcmp(modules[i]->name, name) == 0)
			return modules[i];
	return NULL;
}

void *module_own_symbol(const struct module *module, const char *name)
{
	return (void *)image_export(module->elf, name);
}

void *module_symbol(int machine, const char *name)
{
	for (unsigned int i = 0; i < modules_loaded; i++) {
		void *addr;

		if (modules[i]->machine != machine)
			continue;
		addr = module_own_symbol(modules[i], name);
		if (addr)
			return addr;
	}
	return NULL;
}

void module_interpose(const char *name, void *wrapper, void **real)
{
	if (interposer_count == INTERPOSE_MAX) {
		fprintf(stderr, "simctl: more than %d interposed symbols\n", INTERPOSE_MAX);
		exit(3);
	}
	interposers[interposer_count++] = (struct interposer){ name, wrapper, real };
}

/* ---- resolution ----------------------------------------------------------------------------- */

struct resolution {
	int machine;
	bool gcov; /* the module has counters */
	FILE *missing; /* text of the names that nobody has */
	unsigned int missing_count;
};

/* What a module with coverage calls: libgcov of our own, native code which no restore touches. */
void __gcov_init(void *info);
void __gcov_exit(void);
void __gcov_merge_add(int64_t *counters, unsigned int count);

static bool has_prefix(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* list: names with a blank before and after each. */
static bool in_list(const char *name, const char *list)
{
	size_t length = strlen(name);

	for (const char *at = list; (at = strstr(at, name)) != NULL; at++)
		if (length && at[-1] == ' ' && at[length] == ' ')
			return true;
	return false;
}

/* It is linked in, and hidden from dlsym(). */
static void *gcov_symbol(struct resolution *resolution, const char *name)
{
	if (!has_prefix(name, "__gcov_"))
		return NULL;
	resolution->gcov = true;
	if (strcmp(name, "__gcov_init") == 0)
		return __gcov_init;
	if (strcmp(name, "__gcov_exit") == 0)
		return __gcov_exit;
	return strcmp(name, "__gcov_merge_add") == 0 ? __gcov_merge_add : NULL;
}

/* What the simulator shows to modules. A name of the mem family may be taken over by a sim_ one,
 * so that the simulator itself goes on with the C library's. */
static void *simulator_symbol(struct resolution *resolution, const char *name)
{
	static const char mem_names[] = " memcpy memset memmove memcmp ";
	char taken_over[32];
	void *addr;

	if (in_list(name, mem_names)) {
		snprintf(taken_over, sizeof(taken_over), "sim_%s", name);
		addr = dlsym(RTLD_DEFAULT, taken_over);
		return addr ? addr : dlsym(RTLD_DEFAULT, name);
	}
	if (has_prefix(name, "sim_") || has_prefix(name, "__tsan_"))
		return dlsym(RTLD_DEFAULT, name);
	return gcov_symbol(resolution, name);
}

static bool resolve(void *opaque, const char *name, bool weak, uintptr_t *addr)
{
	struct resolution *resolution = opaque;
	void *found = module_symbol(resolution->machine, name);
	const char *file;

	for (unsigned int i = 0; found && i < interposer_count; i++) {
		if (strcmp(interposers[i].name, name) != 0)
			continue;
		interposers[i].real[resolution->machine] = found;
		*addr = (uintptr_t)interposers[i].wrapper;
		return true;
	}
	if (!found)
		found = simulator_symbol(resolution, name);
	*addr = (uintptr_t)found;
	if (found || weak)
		return true;
	file = kernel_file_of(name);
	fprintf(resolution->missing, "%s%s (%s)", resolution->missing_count++ ? ", " : "", name,
		file ? file : "?");
	return false;
}

/* ---- loading -------------------------------------------------------------------------------- */

static uintptr_t next_base(void)
{
	uintptr_t end = modules_loaded ? modules[modules_loaded - 1]->end : IMAGES_BASE;

	return (end + IMAGE_ALIGN - 1) & ~(IMAGE_ALIGN - 1);
}

static bool hash_file(const struct image *image, uint8_t digest[SHA256_DIGEST_SIZE])
{
	struct sha256_ctx hash;
	size_t bytes;
	const char *raw = elf_rawfile(image->elf, &bytes);

	if (!raw)
		return false;
	sha256_init(&hash);
	sha256_update(&hash, bytes, (const uint8_t *)raw);
	sha256_digest(&hash, SHA256_DIGEST_SIZE, digest);
	return true;
}

static const char *file_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static char *name_part(const char *path)
{
	const char *file = file_part(path);
	size_t length = strlen(file);

	if (length > 3 && strcmp(file + length - 3, ".so") == 0)
		length -= 3;
	return strndup(file, length);
}

static bool load_image(struct module *module, struct image *image, bool *gcov)
{
	struct resolution resolution = { .machine = module->machine };
	size_t missing_bytes;
	uintptr_t base = next_base();
	bool done;

	if (base + image->span > IMAGES_END) {
		snprintf(image->error, sizeof(image->error), "no room left for another module");
		return false;
	}
	if (!hash_file(image, module->sha256) || !image_map(image, base, module) ||
	    !image_index(image))
		return false;
	resolution.missing = open_memstream(&image->missing, &missing_bytes);
	if (!resolution.missing)
		abort();
	done = image_relocate(image, module, resolve, &resolution);
	fclose(resolution.missing);
	*gcov = resolution.gcov;
	if (*gcov && !image->counter_bytes)
		return image_fail(image, "has gcov's counters all over its data (link it with "
					 "cmake/counters.ld, compiled with -fdata-sections)");
	return done && !resolution.missing_count && image_check_constructors(image, module);
}

static void discard(struct module *module, struct image *image)
{
	if (module->base)
		mmap((void *)module->base, module->end - module->base, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	image_close(image);
	free((char *)module->path);
	free(image);
	free(module);
}

static void unload_at_exit(void)
{
	module_unload_all();
}

struct module *module_load(int machine, const char *path, char *error, size_t error_bytes)
{
	struct module *module = calloc(1, sizeof(*module));
	struct image *image = calloc(1, sizeof(*image));
	bool gcov;

	if (!module || !image)
		abort();
	if (modules_loaded == MODULES_MAX) {
		snprintf(error, error_bytes, "%s: more than %d modules", path, MODULES_MAX);
		free(module);
		free(image);
		return NULL;
	}
	module->machine = machine;
	module->elf = image;
	if (!image_open(image, path) || !load_image(module, image, &gcov)) {
		if (image->error[0])
			snprintf(error, error_bytes, "%s: %s", path, image->error);
		else
			snprintf(error, error_bytes, "%s: unresolved: %s", file_part(path),
				 image->missing);
		discard(module, image);
		return NULL;
	}
	module->path = strdup(path);
	module->name = name_part(path);
	modules[modules_loaded++] = module;
	if (gcov)
		atexit(unload_at_exit);
	image_construct(image);
	return module;
}

void module_unload_all(void)
{
	while (modules_loaded > 0) {
		struct module *module = modules[--modules_loaded];

		image_destruct(module->elf);
		free((char *)module->name);
		discard(module, module->elf);
	}
}
