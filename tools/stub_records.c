/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The records' pointers are relocations in the file: R_X86_64_RELATIVE, whose addend is the address
 * of a text within the image.
 */
#include "stub_records.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gelf.h>
#include <libelf.h>

#include <sim/port.h>

struct image {
	Elf *elf;
	const char *path;
};

/* Bytes at an address of the image as the file has them, NULL if there are not that many. */
static const void *bytes_at(const struct image *image, uint64_t addr, uint64_t bytes)
{
	size_t count, size;
	char *file = elf_rawfile(image->elf, &size);

	if (!file || elf_getphdrnum(image->elf, &count) < 0)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr header;

		if (!gelf_getphdr(image->elf, (int)i, &header) || header.p_type != PT_LOAD ||
		    addr < header.p_vaddr || addr - header.p_vaddr >= header.p_filesz)
			continue;
		addr -= header.p_vaddr;
		if (bytes > header.p_filesz - addr || header.p_offset > size ||
		    header.p_filesz > size - header.p_offset)
			return NULL;
		return file + header.p_offset + addr;
	}
	return NULL;
}

static const char *text_at(const struct image *image, uint64_t addr)
{
	const char *text = bytes_at(image, addr, 1);

	for (uint64_t len = 0; text; len++) {
		if (!bytes_at(image, addr, len + 1))
			return NULL;
		if (text[len] == '\0')
			return text;
	}
	return NULL;
}

static Elf_Scn *section_named(const struct image *image, const char *name, GElf_Shdr *header)
{
	size_t names;
	Elf_Scn *section = NULL;

	if (elf_getshdrstrndx(image->elf, &names) < 0)
		return NULL;
	while ((section = elf_nextscn(image->elf, section))) {
		const char *text;

		if (!gelf_getshdr(section, header))
			continue;
		text = elf_strptr(image->elf, names, header->sh_name);
		if (text && strcmp(text, name) == 0)
			return section;
	}
	return NULL;
}

/* The text that the pointer at addr will point to. */
static const char *pointer_at(const struct image *image, uint64_t addr)
{
	GElf_Shdr header;
	Elf_Scn *section = section_named(image, ".rela.dyn", &header);
	Elf_Data *data = section ? elf_getdata(section, NULL) : NULL;

	for (int i = 0; data && (uint64_t)i < header.sh_size / sizeof(Elf64_Rela); i++) {
		GElf_Rela rela;

		if (gelf_getrela(data, i, &rela) && rela.r_offset == addr &&
		    GELF_R_TYPE(rela.r_info) == R_X86_64_RELATIVE)
			return text_at(image, (uint64_t)rela.r_addend);
	}
	return NULL;
}

static bool read_records(const struct image *image,
			 void (*each)(const struct stub_record *stub, void *opaque), void *opaque,
			 struct complaint *complaint)
{
	GElf_Shdr header;

	if (!section_named(image, "sim_stubs", &header))
		return true;
	for (uint64_t at = 0; at + sizeof(struct sim_stub) <= header.sh_size;
	     at += sizeof(struct sim_stub)) {
		uint64_t addr = header.sh_addr + at;
		const struct sim_stub *raw = bytes_at(image, addr, sizeof(*raw));
		struct stub_record stub = {
			.function = pointer_at(image, addr + offsetof(struct sim_stub, function)),
			.file = pointer_at(image, addr + offsetof(struct sim_stub, file)),
			.reason = pointer_at(image, addr + offsetof(struct sim_stub, reason)),
		};

		if (!raw || !stub.function || !stub.file || !stub.reason)
			return complain(complaint, "%s: a damaged stub record", image->path);
		memcpy(&stub.kind, &raw->kind, sizeof(stub.kind));
		memcpy(&stub.line, &raw->line, sizeof(stub.line));
		each(&stub, opaque);
	}
	return true;
}

bool stub_records_read(const char *path, void (*each)(const struct stub_record *stub, void *opaque),
		       void *opaque, struct complaint *complaint)
{
	struct image image = { .path = path };
	GElf_Ehdr header;
	bool good;
	int fd;

	elf_version(EV_CURRENT);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return complain(complaint, "%s: there is no such file", path);
	image.elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (!image.elf || elf_kind(image.elf) != ELF_K_ELF || !gelf_getehdr(image.elf, &header) ||
	    header.e_type != ET_DYN || header.e_ident[EI_CLASS] != ELFCLASS64)
		good = complain(complaint, "%s: not a module (a 64-bit shared object)", path);
	else
		good = read_records(&image, each, opaque, complaint);
	elf_end(image.elf);
	close(fd);
	return good;
}
