/* SPDX-License-Identifier: GPL-2.0-only */
/* mmio.c - register windows: readl() and writel() of simulated code reach a device model here. */
#include <stdio.h>
#include <stdlib.h>

#include <engine/cpu.h>
#include <engine/site.h>
#include <engine/run.h>
#include <engine/sched.h>
#include <engine/table.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/settle.h>

#define WINDOW_ALIGN 4096ul

struct mmio_window {
	const char *name;
	uintptr_t base;
	uint64_t bytes;
	const struct mmio_ops *ops;
	void *opaque;
};

struct mmio_windows {
	uintptr_t next;
	struct table windows;
};

static struct mmio_windows *windows; /* points into state */

void mmio_init(void)
{
	windows = state_alloc(sizeof(*windows));
	windows->next = MMIO_BASE;
	windows->windows.record_bytes = sizeof(struct mmio_window);
}

void *mmio_window_add(const char *name, uint64_t bytes, const struct mmio_ops *ops, void *opaque)
{
	struct mmio_window *window;

	bytes = (bytes + WINDOW_ALIGN - 1) & ~(WINDOW_ALIGN - 1);
	if (bytes > MMIO_END - windows->next) {
		fprintf(stderr, "simctl: no room for the registers of %s\n", name);
		exit(3);
	}
	window = table_add(&windows->windows);
	*window = (struct mmio_window){ name, windows->next, bytes, ops, opaque };
	windows->next += bytes;
	return (void *)window->base;
}

static struct mmio_window *window_of(uintptr_t addr, unsigned int size)
{
	for (uint32_t i = 1; i <= windows->windows.count; i++) {
		struct mmio_window *window = table_at(&windows->windows, i);

		if (addr >= window->base && addr + size <= window->base + window->bytes)
			return window;
	}
	sim_report(SIM_OUT_OF_BOUNDS, "%s accesses registers at %#lx, where no device is",
		   E->current->name, (unsigned long)addr);
}

/* An access of device registers leaves the vCPU: all it stored before is visible then. */
uint64_t sim_mmio_read(const volatile void *addr, unsigned int size)
{
	struct mmio_window *window;
	uint64_t value;

	settle();
	sched_point(SITE_OF_CALLER());
	window = window_of((uintptr_t)addr, size);
	agent_full_barrier();
	value = window->ops->read(window->opaque, (uintptr_t)addr - window->base, size);
	trace_note_at(TRACE_MMIO, E->current, SITE_OF_CALLER(), (uintptr_t)addr - window->base,
		      value, window->name);
	return value;
}

void sim_mmio_write(volatile void *addr, unsigned int size, uint64_t value)
{
	struct mmio_window *window;

	settle();
	sched_point(SITE_OF_CALLER());
	window = window_of((uintptr_t)addr, size);
	agent_full_barrier();
	trace_note_at(TRACE_MMIO, E->current, SITE_OF_CALLER(), (uintptr_t)addr - window->base,
		      value, window->name);
	window->ops->write(window->opaque, (uintptr_t)addr - window->base, size, value);
	settle();
}
