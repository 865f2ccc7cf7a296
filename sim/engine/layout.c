/* SPDX-License-Identifier: GPL-2.0-only */
/* layout.c - maps the region and its shadow. */
#include <engine/layout.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void map_fixed(unsigned long base, unsigned long end, int protection)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
	void *at = mmap((void *)base, end - base, protection, flags, -1, 0);

	if (at == (void *)base)
		return;
	fprintf(stderr, "simctl: cannot map the region at %#lx: %s\n", base,
		at == MAP_FAILED ? strerror(errno) : "the address is taken");
	exit(3);
}

void layout_map(void)
{
	map_fixed(REGION_BASE, MMIO_BASE, PROT_READ | PROT_WRITE);
	map_fixed(MMIO_BASE, STACKS_BASE, PROT_NONE);
	map_fixed(STACKS_BASE, REGION_END, PROT_READ | PROT_WRITE);
	map_fixed(SHADOW_BASE, EPOCHS_END, PROT_READ | PROT_WRITE);
	for (unsigned long slot = STACKS_BASE; slot < STACKS_END; slot += STACK_SLOT_BYTES)
		mprotect((void *)slot, 4096, PROT_NONE);
}
