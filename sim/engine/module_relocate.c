/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_relocate.c - symbols of a mapped module: what it exports, what it needs, what it runs at
 * its beginning and end.
 */
#define _GNU_SOURCE
#include <engine/module_elf.h>

#include <stdlib.h>
#include <string.h>

static bool symbol_exported(const GElf_Sym *sym)
{
	unsigned int bind = GELF_ST_BIND(sym->st_info);
	unsigned int visibility = GELF_ST_VISIBILITY(sym->st_other);

	return sym->st_shndx != SHN_UNDEF && (bind == STB_GLOBAL || bind == STB_WEAK) &&
	       (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

bool image_index(struct image *image)
{
	GElf_Shdr header;
	Elf_Data *data = elf_getdata(image->dynsym, NULL);
	ENTRY item, *found;
	GElf_Sym sym;
	size_t count;

	if (!data || !gelf_getshdr(image->dynsym, &header) || !header.sh_entsize)
		return image_fail(image, "has a damaged symbol table");
	count = data->d_size / header.sh_entsize;
	if (!hcreate_r(count + count / 2 + 1, &image->exports))
		return image_fail(image, "has too many symbols");
	for (int i = 0; (size_t)i < count && gelf_getsym(data, i, &sym); i++) {
		if (!symbol_exported(&sym))
			continue;
		if (GELF_ST_TYPE(sym.st_info) == STT_GNU_IFUNC)
			return image_fail(
				image, "has an indirect function (ifunc), which is not supported");
		item.key = elf_strptr(image->elf, header.sh_link, sym.st_name);
		item.data = (void *)(sym.st_shndx == SHN_ABS ? sym.st_value :
							       image->base + sym.st_value);
		if (!item.key || !hsearch_r(item, ENTER, &found, &image->exports))
			return image_fail(image, "has a damaged symbol table");
	}
	return true;
}

uintptr_t image_export(struct image *image, const char *name)
{
	ENTRY item = { .key = (char *)name }, *found;

	return hsearch_r(item, FIND, &found, &image->exports) ? (uintptr_t)found->data : 0;
}

struct relocator {
	struct image *image;
	const struct module *module;
	Elf_Data *symbols;
	size_t names; /* section index of the string table */
	image_resolve_fn *resolve;
	void *opaque;
};

static bool symbol_address(struct relocator *r, int index, uintptr_t *addr)
{
	struct image *image = r->image;
	const char *name;
	GElf_Sym sym;

	if (!gelf_getsym(r->symbols, index, &sym))
		return image_fail(
			image, "has a relocation against symbol %d, which it does not have", index);
	if (sym.st_shndx != SHN_UNDEF) {
		*addr = sym.st_shndx == SHN_ABS ? sym.st_value : image->base + sym.st_value;
		return true;
	}
	name = elf_strptr(image->elf, r->names, sym.st_name);
	if (!name)
		return image_fail(image, "has a damaged symbol table");
	*addr = 0;
	r->resolve(r->opaque, name, GELF_ST_BIND(sym.st_info) == STB_WEAK, addr);
	return true;
}

static bool relocate_one(struct relocator *r, const GElf_Rela *rela)
{
	struct image *image = r->image;
	uintptr_t place = image->base + rela->r_offset;
	unsigned int type = GELF_R_TYPE(rela->r_info);
	uintptr_t value = 0;

	if (type == R_X86_64_NONE)
		return true;
	if (place < r->module->data || place > r->module->data_end - sizeof(value))
		return image_fail(image, "has a relocation outside its data");
	switch (type) {
	case R_X86_64_RELATIVE:
		value = image->base + (uint64_t)rela->r_addend;
		break;
	case R_X86_64_64:
	case R_X86_64_GLOB_DAT:
	case R_X86_64_JUMP_SLOT:
		if (!symbol_address(r, (int)GELF_R_SYM(rela->r_info), &value))
			return false;
		if (type == R_X86_64_64)
			value += (uint64_t)rela->r_addend;
		break;
	case R_X86_64_IRELATIVE:
		return image_fail(image,
				  "has an indirect function (ifunc), which is not supported");
	case R_X86_64_DTPMOD64:
	case R_X86_64_DTPOFF64:
	case R_X86_64_TPOFF64:
		return image_fail(image,
				  "has thread-local data, which code under test cannot have");
	default:
		return image_fail(image, "has a relocation of type %u, which is not supported",
				  type);
	}
	/* A packed structure's pointer lies anywhere. */
	memcpy((void *)place, &value, sizeof(value));
	return true;
}

bool image_relocate(struct image *image, const struct module *module, image_resolve_fn *resolve,
		    void *opaque)
{
	struct relocator r = {
		.image = image,
		.module = module,
		.resolve = resolve,
		.opaque = opaque,
	};
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	GElf_Rela rela;

	r.symbols = elf_getdata(image->dynsym, NULL);
	if (!gelf_getshdr(image->dynsym, &header))
		return image_fail(image, "has a damaged symbol table");
	r.names = header.sh_link;
	while ((section = elf_nextscn(image->elf, section)) != NULL) {
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) || !(header.sh_flags & SHF_ALLOC))
			continue;
		if (header.sh_type == SHT_REL)
			return image_fail(image, "has relocations without addends");
		if (header.sh_type != SHT_RELA)
			continue;
		data = elf_getdata(section, NULL);
		for (int i = 0; data && gelf_getrela(data, i, &rela); i++)
			if (!relocate_one(&r, &rela))
				return false;
	}
	return true;
}

/* The name that a function has in the symbol table; NULL if it has none or the compiler made it. */
static const char *written_function(const struct image *image, uintptr_t addr)
{
	Elf_Data *data = image->symtab ? elf_getdata(image->symtab, NULL) : NULL;
	const char *written = NULL;
	GElf_Shdr header;
	GElf_Sym sym;

	if (!data || !gelf_getshdr(image->symtab, &header))
		return NULL;
	for (int i = 0; gelf_getsym(data, i, &sym); i++) {
		const char *name;

		if (GELF_ST_TYPE(sym.st_info) != STT_FUNC || image->base + sym.st_value != addr)
			continue;
		name = elf_strptr(image->elf, header.sh_link, sym.st_name);
		if (!name || strncmp(name, "_sub_", 5) == 0 || strcmp(name, "frame_dummy") == 0 ||
		    strcmp(name, "__do_global_dtors_aux") == 0)
			return NULL;
		written = name;
	}
	return written;
}

static bool check_array(struct image *image, const struct module *module, uint64_t vaddr,
			uint64_t bytes, const char *what)
{
	const uintptr_t *fn = (const uintptr_t *)(image->base + vaddr);
	uintptr_t text = module->text, text_bytes = module->text_end - module->text;

	for (size_t i = 0; i < bytes / sizeof(*fn); i++) {
		const char *name = written_function(image, fn[i]);

		if (fn[i] - text >= text_bytes)
			return image_fail(image, "has a %s outside its text", what);
		if (name)
			return image_fail(image, "has a %s (%s), which kernel code cannot have",
					  what, name);
	}
	return true;
}

bool image_check_constructors(struct image *image, const struct module *module)
{
	return check_array(image, module, image->init_array, image->init_bytes, "constructor") &&
	       check_array(image, module, image->fini_array, image->fini_bytes, "destructor");
}

void image_construct(const struct image *image)
{
	void (*const *fn)(void) = (void (*const *)(void))(image->base + image->init_array);

	for (size_t i = 0; i < image->init_bytes / sizeof(*fn); i++)
		fn[i]();
}

void image_destruct(const struct image *image)
{
	void (*const *fn)(void) = (void (*const *)(void))(image->base + image->fini_array);

	for (size_t i = image->fini_bytes / sizeof(*fn); i-- > 0;)
		fn[i]();
}
