/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/leak.h>

#include <stdio.h>
#include <string.h>

#include <check/finding.h>
#include <engine/cpu.h>
#include <engine/symbolize.h>
#include <memory/arena.h>

struct leaked {
	unsigned int objects;
	size_t bytes;
	size_t first_bytes;
	const char *first_name;
	uint32_t first_site;
};

static struct leaked leaked_of(int machine)
{
	struct leaked leaked = { 0 };
	void *iter = NULL;
	const void *ptr;
	const char *name;
	size_t size;
	uint32_t site;

	while (arena_next_live(machine, &iter, &ptr, &size, &name, &site)) {
		if (arena_takes_place(site, size))
			continue;
		if (!leaked.objects++) {
			leaked.first_bytes = size;
			leaked.first_name = name;
			leaked.first_site = site;
		}
		leaked.bytes += size;
	}
	return leaked;
}

static void report(int machine, const struct leaked *leaked)
{
	char text[256], site[64];
	int used;

	symbolize_site(leaked->first_site, site, sizeof(site));
	used = snprintf(text, sizeof(text), "%s never freed %zu bytes (%s) allocated at %s",
			machine_name(machine), leaked->first_bytes,
			leaked->first_name ? leaked->first_name : "no name", site);
	if (leaked->objects > 1 && (size_t)used < sizeof(text))
		snprintf(text + used, sizeof(text) - (size_t)used,
			 ", nor %u more objects, %zu bytes", leaked->objects - 1,
			 leaked->bytes - leaked->first_bytes);
	finding_raise(SIM_LEAK, leaked->first_site, 0, text, NULL);
}

/* A host that is a process goes on living; one that is a kernel is shut down like a guest. */
static void leak_end(void)
{
	for (int machine = 0; machine < E->machine_count; machine++) {
		struct leaked leaked;

		if (strncmp(machine_name(machine), "guest", 5) != 0 &&
		    !E->machines[machine]->cpu_count)
			continue;
		leaked = leaked_of(machine);
		if (leaked.objects)
			report(machine, &leaked);
	}
}

const struct rule leak_rule = {
	.name = "leak",
	.end = leak_end,
};
