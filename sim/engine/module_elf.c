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

bool image_fail(struct image *image, const char *fmt, ...)
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
		return image_fail(image, "not an ELF file");
	if (gelf_getclass(image->elf) != ELFCLASS64 || header.e_machine != EM_X86_64 ||
	    header.e_ident[EI_DATA] != ELFDATA2LSB)
		return image_fail(image, "not an x86-64 object");
	if (header.e_type != ET_DYN)
		return image_fail(image, "not a shared object (link it with -shared)");
	return true;
}

static bool check_segment(struct image *image, const GElf_Phdr *seg)
{
	if (seg->p_type == PT_TLS)
		return image_fail(image,
				  "has thread-local data, which code under test cannot have");
	if (seg->p_type == PT_INTERP)
		return image_fail(image, "is a program, not a shared object");
	if (seg->p_type != PT_LOAD)
		return true;
	if (seg->p_filesz > seg->p_memsz || seg->p_offset > image->file_bytes ||
	    seg->p_filesz > image->file_bytes - seg->p_offset)
		return image_fail(image, "truncated: a segment lies outside the file");
	if (seg->p_vaddr > IMAGES_END - IMAGES_BASE || seg->p_memsz > IMAGES_END - IMAGES_BASE ||
	    seg->p_vaddr % PAGE_BYTES != seg->p_offset % PAGE_BYTES)
		return image_fail(image, "has a segment at an impossible address");
	if ((seg->p_flags & PF_W) && (seg->p_flags & PF_X))
		return image_fail(image, "has a segment that is both writable and executable");
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
			return image_fail(image,
					  "has relocations in its text (compile it with -fPIC)");
	}
	return true;
}

/* Section and segment table tell the same story about where a section lies. */
static bool check_place(struct image *image, const GElf_Shdr *section)
{
	GElf_Phdr seg;
	size_t count;

	if (!(section->sh_flags & SHF_ALLOC) || section->sh_type == SHT_NOBITS || !section->sh_size)
		return true;
	elf_getphdrnum(image->elf, &count);
	for (size_t i = 0; i < count; i++) {
		gelf_getphdr(image->elf, (int)i, &seg);
		if (seg.p_type == PT_LOAD && section->sh_addr >= seg.p_vaddr &&
		    section->sh_addr - seg.p_vaddr < seg.p_filesz &&
		    section->sh_addr - seg.p_vaddr == section->sh_offset - seg.p_offset &&
		    !(section->sh_flags & SHF_WRITE) == !(seg.p_flags & PF_W) &&
		    !(section->sh_flags & SHF_EXECINSTR) == !(seg.p_flags & PF_X))
			return true;
	}
	return image_fail(image, "is damaged: its sections are not where its segments are");
}

/* cmake/counters.ld gathers gcov's counters in a section of their own. */
static bool is_counters(const struct image *image, size_t names, const GElf_Shdr *header)
{
	const char *name = elf_strptr(image->elf, names, header->sh_name);

	return name && strcmp(name, ".gcov_counters") == 0;
}

static bool scan_sections(struct image *image)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	size_t names;

	if (elf_getshdrstrndx(image->elf, &names))
		return image_fail(image, "has a damaged section table");
	while ((section = elf_nextscn(image->elf, section)) != NULL) {
		if (!gelf_getshdr(section, &header))
			return image_fail(image, "has a damaged section table");
		if (!check_place(image, &header))
			return false;
		if (header.sh_type == SHT_DYNSYM)
			image->dynsym = section;
		else if (header.sh_type == SHT_SYMTAB)
			image->symtab = section;
		else if (header.sh_type == SHT_DYNAMIC && !check_dynamic(image, section, &header))
			return false;
		if (is_counters(image, names, &header) &&
		    image_inside(image, header.sh_addr, header.sh_size)) {
			image->counters = header.sh_addr;
			image->counter_bytes = header.sh_size;
		}
		if (header.sh_type != SHT_INIT_ARRAY && header.sh_type != SHT_FINI_ARRAY)
			continue;
		if (!image_inside(image, header.sh_addr, header.sh_size))
			return image_fail(image, "has constructors outside its segments");
		if (header.sh_type == SHT_INIT_ARRAY) {
			image->init_array = header.sh_addr;
			image->init_bytes = header.sh_size;
		} else {
			image->fini_array = header.sh_addr;
			image->fini_bytes = header.sh_size;
		}
	}
	if (!image->dynsym)
		return image_fail(image, "has no dynamic symbols (link it with -shared)");
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
		return image_fail(image, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return image_fail(image, "not a file");
	image->file_bytes = (size_t)status.st_size;
	image->elf = elf_begin(image->fd, ELF_C_READ_MMAP, NULL);
	if (!image->elf)
		return image_fail(image, "not an ELF file");
	if (!check_header(image))
		return false;
	if (elf_getphdrnum(image->elf, &count))
		return image_fail(image, "has a damaged segment table");
	for (size_t i = 0; i < count; i++) {
		if (!gelf_getphdr(image->elf, (int)i, &seg))
			return image_fail(image, "has a damaged segment table");
		if (!check_segment(image, &seg))
			return false;
	}
	if (!image->span)
		return image_fail(image, "has nothing to load");
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

	if (seg->p_filesz && mmap((void *)low, fresh - low, prot, MAP_PRIVATE | MAP_FIXED,
				  image->fd, (off_t)PAGE_DOWN(seg->p_offset)) == MAP_FAILED)
		return image_fail(image, "cannot be mapped: %s", strerror(errno));
	if (PAGE_UP(end) > fresh &&
	    mmap((void *)fresh, PAGE_UP(end) - fresh, prot, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS,
		 -1, 0) == MAP_FAILED)
		return image_fail(image, "cannot be mapped: %s", strerror(errno));
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
	module->counters = base + image->counters;
	module->counters_end = module->counters + image->counter_bytes;
	return true;
}

void image_close(struct image *image)
{
	if (image->exports.table)
		hdestroy_r(&image->exports);
	if (image->elf)
		elf_end(image->elf);
	if (image->fd >= 0)
		close(image->fd);
	free(image->missing);
}
