/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/symbolize.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <engine/layout.h>
#include <engine/module.h>

/* Debug information is inside the module or nowhere: no search in the system, no network. */
static int no_debuginfo(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
			const char *file, const char *link, GElf_Word crc, char **found)
{
	(void)module, (void)userdata, (void)name, (void)base, (void)file, (void)link, (void)crc;
	(void)found;
	return -1;
}

static int no_elf(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
		  char **file, Elf **elf)
{
	(void)module, (void)userdata, (void)name, (void)base, (void)file, (void)elf;
	return -1;
}

/* All loaded modules; opened at the first question, and again when more were loaded since. */
static Dwfl *session(void)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = no_elf,
		.find_debuginfo = no_debuginfo,
		.section_address = dwfl_offline_section_address,
	};
	static Dwfl *dwfl;
	static unsigned int known;

	if (dwfl && known == module_count())
		return dwfl;
	if (dwfl)
		dwfl_end(dwfl);
	dwfl = dwfl_begin(&callbacks);
	if (!dwfl)
		return NULL;
	dwfl_report_begin(dwfl);
	for (known = 0; known < module_count(); known++) {
		const struct module *module = module_at(known);

		dwfl_report_elf(dwfl, module->name, module->path, -1, module->base, true);
	}
	dwfl_report_end(dwfl, NULL, NULL);
	return dwfl;
}

/* A site is a return address: the call is just before it. */
static Dwfl_Module *module_at_site(uint32_t site, Dwarf_Addr *addr)
{
	Dwfl *dwfl = module_of(site - 1u) ? session() : NULL;

	*addr = site - 1u;
	return dwfl ? dwfl_addrmodule(dwfl, *addr) : NULL;
}

/* A site that is looked up later, by symbolize_deferred(). */
#define DEFERRED_FORMAT "@%08x@"
#define DEFERRED_LENGTH 10

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_header(const char *file)
{
	size_t length = strlen(file);

	return length > 2 && strcmp(file + length - 2, ".h") == 0;
}

/* Where the inlined function `die` was called: the file, or NULL. */
static const char *call_place(Dwarf_Die *unit, Dwarf_Die *die, int *line)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file_index, call_line;
	Dwarf_Files *files;
	size_t count;

	if (dwarf_tag(die) != DW_TAG_inlined_subroutine ||
	    dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute), &file_index) ||
	    dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute), &call_line) ||
	    dwarf_getsrcfiles(unit, &files, &count) || file_index >= count)
		return NULL;
	*line = call_line;
	return dwarf_filesrc(files, file_index, NULL, NULL);
}

/* The innermost scope and those it is nested in, as it is in the code: what dwarf_getscopes() adds
 * to an inlined function are the scopes around its definition. */
static int scopes_around(Dwarf_Die *unit, Dwarf_Addr addr, Dwarf_Die **scopes)
{
	Dwarf_Die *found = NULL;
	int count = dwarf_getscopes(unit, addr, &found);

	if (count > 0)
		count = dwarf_getscopes_die(&found[0], scopes);
	free(found);
	return count;
}

/* The innermost line outside headers: readers know their driver, not what spin_lock() inlines. */
static const char *source_line(uint32_t site, int *line)
{
	Dwarf_Addr addr, bias;
	Dwfl_Module *module = module_at_site(site, &addr);
	Dwfl_Line *found = module ? dwfl_module_getsrc(module, addr) : NULL;
	const char *file = found ? dwfl_lineinfo(found, NULL, line, NULL, NULL, NULL) : NULL;
	Dwarf_Die *unit, *scopes = NULL;
	int count;

	if (!file || !is_header(file))
		return file ? base_name(file) : NULL;
	unit = dwfl_module_addrdie(module, addr, &bias);
	count = unit ? scopes_around(unit, addr - bias, &scopes) : 0;
	for (int i = 0; i < count && is_header(file); i++) {
		const char *caller = call_place(unit, &scopes[i], line);

		file = caller ? caller : file;
	}
	free(scopes);
	return base_name(file);
}

/* libdw needs far more stack than a context has. */
static bool on_context_stack(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	return here >= STACKS_BASE && here < STACKS_END;
}

const char *symbolize_site(uint32_t site, char *text, size_t text_bytes)
{
	const struct module *module = module_of(site - 1u);
	const char *file;
	int line;

	if (on_context_stack()) {
		snprintf(text, text_bytes, DEFERRED_FORMAT, site);
		return text;
	}
	file = source_line(site, &line);

	if (file)
		snprintf(text, text_bytes, "%s:%d", file, line);
	else if (module)
		snprintf(text, text_bytes, "%s+0x%x", module->name,
			 (unsigned int)(site - module->base));
	else
		snprintf(text, text_bytes, "?");
	return text;
}

/* The innermost function around addr, inlined ones included. */
static const char *function_name(Dwfl_Module *module, Dwarf_Addr addr)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = dwfl_module_addrdie(module, addr, &bias);
	Dwarf_Die *scopes = NULL;
	int count = unit ? dwarf_getscopes(unit, addr - bias, &scopes) : 0;
	const char *name = NULL;

	for (int i = 0; i < count && !name; i++) {
		int tag = dwarf_tag(&scopes[i]);

		if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine)
			name = dwarf_diename(&scopes[i]);
	}
	free(scopes);
	return name ? name : dwfl_module_addrname(module, addr);
}

const char *symbolize_function(uint32_t site, char *text, size_t text_bytes)
{
	Dwarf_Addr addr;
	Dwfl_Module *module = on_context_stack() ? NULL : module_at_site(site, &addr);
	const char *name = module ? function_name(module, addr) : NULL;

	snprintf(text, text_bytes, "%s", name ? name : "?");
	return text;
}

/* The site of a mark at text, or 0. */
static uint32_t mark_at(const char *text)
{
	unsigned int site;
	int length = 0;

	if (sscanf(text, "@%8x@%n", &site, &length) != 1 || length != DEFERRED_LENGTH)
		return 0;
	return site;
}

void symbolize_deferred(char *text, size_t text_bytes)
{
	char place[64], rest[text_bytes];

	for (char *at = strchr(text, '@'); at; at = strchr(at, '@')) {
		uint32_t site = mark_at(at);

		if (!site) {
			at++;
			continue;
		}
		symbolize_site(site, place, sizeof(place));
		snprintf(rest, sizeof(rest), "%s", at + DEFERRED_LENGTH);
		snprintf(at, text_bytes - (size_t)(at - text), "%s%s", place, rest);
		at += strnlen(place, strlen(at));
	}
}
