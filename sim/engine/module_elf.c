/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include <engine/module_elf.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <engine/layout.h>

#define PAGE_BYTES 4096ul
#define PAGE_DOWN(x) ((x) & ~(PAGE_BYTES - 1))
#define PAGE_UP(x) PAGE_DOWN((x) + PAGE_BYTES - 1)

__attribute__((format(printf, 2, 3))) static bool fail(struct image *image, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(image->error, sizeof(image->error), fmt, args);
	va_end(args);
	return false;
}

static bool check_header(struct image *image)
{
	GElf_Ehdr header;

	if (elf_kind(image->elf) != ELF_K_ELF || !gelf_getehdr(image->elf, &header))
		return fail(image, "not an ELF file");
	if (gelf_getclass(image->elf) != ELFCLASS64 || header.e_machine != EM_X86_64 ||
	    header.e_ident[EI_DATA] != ELFDATA2LSB)
		return fail(image, "not an x86-64 object");
	if (header.e_type != ET_DYN)
		return fail(image, "not a shared object (link it with -shared)");
	return true;
}

static bool check_segment(struct image *image, const GElf_Phdr *seg)
{
	if (seg->p_type == PT_TLS)
		return fail(image, "has thread-local data, which code under test cannot have");
	if (seg->p_type == PT_INTERP)
		return fail(image, "is a program, not a shared object");
	if (seg->p_type != PT_LOAD)
		return true;
	if (seg->p_filesz > seg->p_memsz || seg->p_offset > image->file_bytes ||
	    seg->p_filesz > image->file_bytes - seg->p_offset)
		return fail(image, "truncated: a segment lies outside the file");
	if (seg->p_vaddr > IMAGES_END - IMAGES_BASE || seg->p_memsz > IMAGES_END - IMAGES_BASE ||
	    seg->p_vaddr % PAGE_BYTES != seg->p_offset % PAGE_BYTES)
		return fail(image, "has a segment at an impossible address");
	if ((seg->p_flags & PF_W) && (seg->p_flags & PF_X))
		return fail(image, "has a segment that is both writable and executable");
	if (image->span < PAGE_UP(seg->p_vaddr + seg->p_memsz))
		image->span = PAGE_UP(seg->p_vaddr + seg->p_memsz);
	return true;
}

static bool check_dynamic(struct image *image, Elf_Scn *section, const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	int count = data && header->sh_entsize ? (int)(data->d_size / header->sh_entsize) : 0;
	GElf_Dyn dyn;

	for (int i = 0; i < count && gelf_getdyn(data, i, &dyn); i++) {
		if (dyn.d_tag == DT_TEXTREL ||
		    (dyn.d_tag == DT_FLAGS && (dyn.d_un.d_val & DF_TEXTREL)))
			return fail(image, "has relocations in its text (compile it with -fPIC)");
	}
	return true;
}

static bool inside(const struct image *image, uint64_t vaddr, uint64_t bytes)
{
	return vaddr <= image->span && bytes <= image->span - vaddr;
}

static bool scan_sections(struct image *image)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(image->elf, section)) != NULL) {
		if (!gelf_getshdr(section, &header))
			return fail(image, "has a damaged section table");
		if (header.sh_type == SHT_DYNSYM)
			image->dynsym = section;
		else if (header.sh_type == SHT_SYMTAB)
			image->symtab = section;
		else if (header.sh_type == SHT_DYNAMIC && !check_dynamic(image, section, &header))
			return false;
		if (header.sh_type != SHT_INIT_ARRAY && header.sh_type != SHT_FINI_ARRAY)
			continue;
		if (!inside(image, header.sh_addr, header.sh_size))
			return fail(image, "has constructors outside its segments");
		if (header.sh_type == SHT_INIT_ARRAY) {
			image->init_array = header.sh_addr;
			image->init_bytes = header.sh_size;
		} else {
			image->fini_array = header.sh_addr;
			image->fini_bytes = header.sh_size;
		}
	}
	if (!image->dynsym)
		return fail(image, "has no dynamic symbols (link it with -shared)");
	return true;
}

bool image_open(struct image *image, const char *path)
{
	struct stat status;
	GElf_Phdr seg;
	size_t count;

	memset(image, 0, sizeof(*image));
	elf_version(EV_CURRENT);
	image->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (image->fd < 0 || fstat(image->fd, &status))
		return fail(image, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return fail(image, "not a file");
	image->file_bytes = (size_t)status.st_size;
	image->elf = elf_begin(image->fd, ELF_C_READ_MMAP, NULL);
	if (!image->elf)
		return fail(image, "not an ELF file");
	if (!check_header(image))
		return false;
	if (elf_getphdrnum(image->elf, &count))
		return fail(image, "has a damaged segment table");
	for (size_t i = 0; i < count; i++) {
		if (!gelf_getphdr(image->elf, (int)i, &seg))
			return fail(image, "has a damaged segment table");
		if (!check_segment(image, &seg))
			return false;
	}
	if (!image->span)
		return fail(image, "has nothing to load");
	return scan_sections(image);
}

/* File pages first, then zeroes: .bss starts in the last file page and goes on in fresh ones. */
static bool map_segment(struct image *image, const GElf_Phdr *seg)
{
	uintptr_t start = image->base + seg->p_vaddr;
	uintptr_t file_end = start + seg->p_filesz;
	uintptr_t end = start + seg->p_memsz;
	uintptr_t low = PAGE_DOWN(start);
	uintptr_t fresh = seg->p_filesz ? PAGE_UP(file_end) : low;
	int prot = (seg->p_flags & PF_R ? PROT_READ : 0) | (seg->p_flags & PF_W ? PROT_WRITE : 0) |
		   (seg->p_flags & PF_X ? PROT_EXEC : 0);

	if (seg->p_filesz &&
	    mmap((void *)low, fresh - low, prot, MAP_PRIVATE | MAP_FIXED, image->fd,
		 (off_t)PAGE_DOWN(seg->p_offset)) == MAP_FAILED)
		return fail(image, "cannot be mapped: %s", strerror(errno));
	if (PAGE_UP(end) > fresh &&
	    mmap((void *)fresh, PAGE_UP(end) - fresh, prot,
		 MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
		return fail(image, "cannot be mapped: %s", strerror(errno));
	if ((seg->p_flags & PF_W) && seg->p_filesz && end > file_end)
		memset((void *)file_end, 0, (end < fresh ? end : fresh) - file_end);
	return true;
}

static void widen(uintptr_t *low, uintptr_t *high, uintptr_t start, uintptr_t end)
{
	if (!*high || start < *low)
		*low = start;
	if (end > *high)
		*high = end;
}

bool image_map(struct image *image, uintptr_t base, struct module *module)
{
	GElf_Phdr seg;
	size_t count;

	image->base = base;
	elf_getphdrnum(image->elf, &count);
	for (size_t i = 0; i < count; i++) {
		gelf_getphdr(image->elf, (int)i, &seg);
		if (seg.p_type != PT_LOAD)
			continue;
		if (!map_segment(image, &seg))
			return false;
		if (seg.p_flags & PF_W)
			widen(&module->data, &module->data_end, base + seg.p_vaddr,
			      base + seg.p_vaddr + seg.p_memsz);
		else if (seg.p_flags & PF_X)
			widen(&module->text, &module->text_end, base + seg.p_vaddr,
			      base + seg.p_vaddr + seg.p_memsz);
	}
	module->base = base;
	module->end = base + image->span;
	return true;
}

static bool symbol_exported(const GElf_Sym *sym)
{
	unsigned int bind = GELF_ST_BIND(sym->st_info);
	unsigned int visibility = GELF_ST_VISIBILITY(sym->st_other);

	return sym->st_shndx != SHN_UNDEF && (bind == STB_GLOBAL || bind == STB_WEAK) &&
	       (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

static int compare_ranges(const void *a, const void *b)
{
	const struct module_range *x = a, *y = b;

	return x->base < y->base ? -1 : x->base > y->base;
}

/* gcc names a function's counters __gcov0.function, the tables over them __gcov_.*; libgcov's own
 * state is left to the restore, it does not change while code under test runs. */
static void find_counters(struct image *image)
{
	GElf_Shdr header;
	Elf_Data *data = image->symtab ? elf_getdata(image->symtab, NULL) : NULL;
	unsigned int out = 0;
	GElf_Sym sym;

	if (!data || !gelf_getshdr(image->symtab, &header))
		return;
	for (int i = 0; gelf_getsym(data, i, &sym); i++) {
		const char *name = elf_strptr(image->elf, header.sh_link, sym.st_name);

		if (!name || strncmp(name, "__gcov", 6) != 0)
			continue;
		if (GELF_ST_TYPE(sym.st_info) == STT_FUNC)
			image->has_gcov = true;
		if (GELF_ST_TYPE(sym.st_info) != STT_OBJECT || !inside(image, sym.st_value, sym.st_size))
			continue;
		image->counters = reallocarray(image->counters, image->counter_count + 1,
					       sizeof(*image->counters));
		if (!image->counters)
			abort();
		image->counters[image->counter_count++] = (struct module_range){
			image->base + sym.st_value, image->base + sym.st_value + sym.st_size
		};
	}
	if (!image->counter_count)
		return;
	qsort(image->counters, image->counter_count, sizeof(*image->counters), compare_ranges);
	for (unsigned int i = 1; i < image->counter_count; i++) {
		if (image->counters[i].base <= image->counters[out].end + 15) {
			if (image->counters[i].end > image->counters[out].end)
				image->counters[out].end = image->counters[i].end;
		} else {
			image->counters[++out] = image->counters[i];
		}
	}
	image->counter_count = out + 1;
}

bool image_index(struct image *image)
{
	GElf_Shdr header;
	Elf_Data *data = elf_getdata(image->dynsym, NULL);
	ENTRY item, *found;
	GElf_Sym sym;
	size_t count;

	if (!data || !gelf_getshdr(image->dynsym, &header) || !header.sh_entsize)
		return fail(image, "has a damaged symbol table");
	count = data->d_size / header.sh_entsize;
	if (!hcreate_r(count + count / 2 + 1, &image->exports))
		return fail(image, "has too many symbols");
	for (int i = 0; (size_t)i < count && gelf_getsym(data, i, &sym); i++) {
		if (!symbol_exported(&sym))
			continue;
		if (GELF_ST_TYPE(sym.st_info) == STT_GNU_IFUNC)
			return fail(image, "has an indirect function (ifunc), which is not supported");
		item.key = elf_strptr(image->elf, header.sh_link, sym.st_name);
		item.data = (void *)(sym.st_shndx == SHN_ABS ? sym.st_value :
							       image->base + sym.st_value);
		if (!item.key || !hsearch_r(item, ENTER, &found, &image->exports))
			return fail(image, "has a damaged symbol table");
	}
	find_counters(image);
	return true;
}

uintptr_t image_export(struct image *image, const char *name)
{
	ENTRY item = { .key = (char *)name }, *found;

	return hsearch_r(item, FIND, &found, &image->exports) ? (uintptr_t)found->data : 0;
}

struct relocator {
	struct image *image;
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
		return fail(image, "has a relocation against symbol %d, which it does not have", index);
	if (sym.st_shndx != SHN_UNDEF) {
		*addr = sym.st_shndx == SHN_ABS ? sym.st_value : image->base + sym.st_value;
		return true;
	}
	name = elf_strptr(image->elf, r->names, sym.st_name);
	if (!name)
		return fail(image, "has a damaged symbol table");
	*addr = 0;
	r->resolve(r->opaque, name, GELF_ST_BIND(sym.st_info) == STB_WEAK, addr);
	return true;
}

static bool relocate_one(struct relocator *r, const GElf_Rela *rela)
{
	struct image *image = r->image;
	uint64_t *place = (uint64_t *)(image->base + rela->r_offset);
	unsigned int type = GELF_R_TYPE(rela->r_info);
	uintptr_t addr = 0;

	if (type == R_X86_64_NONE)
		return true;
	if (!inside(image, rela->r_offset, sizeof(*place)))
		return fail(image, "has a relocation outside its segments");
	switch (type) {
	case R_X86_64_RELATIVE:
		*place = image->base + (uint64_t)rela->r_addend;
		return true;
	case R_X86_64_64:
	case R_X86_64_GLOB_DAT:
	case R_X86_64_JUMP_SLOT:
		if (!symbol_address(r, (int)GELF_R_SYM(rela->r_info), &addr))
			return false;
		*place = addr + (type == R_X86_64_64 ? (uint64_t)rela->r_addend : 0);
		return true;
	case R_X86_64_IRELATIVE:
		return fail(image, "has an indirect function (ifunc), which is not supported");
	case R_X86_64_DTPMOD64:
	case R_X86_64_DTPOFF64:
	case R_X86_64_TPOFF64:
		return fail(image, "has thread-local data, which code under test cannot have");
	default:
		return fail(image, "has a relocation of type %u, which is not supported", type);
	}
}

bool image_relocate(struct image *image, image_resolve_fn *resolve, void *opaque)
{
	struct relocator r = { .image = image, .resolve = resolve, .opaque = opaque };
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	GElf_Rela rela;

	r.symbols = elf_getdata(image->dynsym, NULL);
	if (!gelf_getshdr(image->dynsym, &header))
		return fail(image, "has a damaged symbol table");
	r.names = header.sh_link;
	while ((section = elf_nextscn(image->elf, section)) != NULL) {
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) || !(header.sh_flags & SHF_ALLOC))
			continue;
		if (header.sh_type == SHT_REL)
			return fail(image, "has relocations without addends");
		if (header.sh_type != SHT_RELA)
			continue;
		data = elf_getdata(section, NULL);
		for (int i = 0; data && gelf_getrela(data, i, &rela); i++)
			if (!relocate_one(&r, &rela))
				return false;
	}
	return true;
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

void image_close(struct image *image)
{
	if (image->exports.table)
		hdestroy_r(&image->exports);
	if (image->elf)
		elf_end(image->elf);
	if (image->fd >= 0)
		close(image->fd);
	free(image->counters);
	free(image->missing);
}
