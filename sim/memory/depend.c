/* SPDX-License-Identifier: GPL-2.0-only */
/* depend.c - the last pointers each agent loaded with a marked access. */
#include <memory/depend.h>

#include <string.h>

#include <engine/state.h>
#include <memory/agent.h>
#include <memory/arena.h>

#define RECENT 4
#define STATIC_OBJECT_BYTES 256

struct loaded_pointer {
	uint32_t value; /* an address in the region */
	uint32_t carried; /* what its store carried: clock pool */
};

struct recent_pointers {
	uint32_t next;
	struct loaded_pointer pointers[RECENT];
};

static struct recent_pointers *recent; /* one an agent, in state memory */

void depend_init(void)
{
	recent = state_alloc(AGENTS_MAX * sizeof(*recent));
}

void depend_note(uint64_t value, const struct message *message)
{
	struct recent_pointers *mine = &recent[agent_index()];
	struct loaded_pointer *slot;

	if (!region_has((void *)value) || !message->carried)
		return;
	slot = &mine->pointers[mine->next++ % RECENT];
	slot->value = value;
	slot->carried = message->carried;
}

void depend_forget(void)
{
	memset(recent, 0, AGENTS_MAX * sizeof(*recent));
}

static bool same_object(uintptr_t pointer, uintptr_t addr)
{
	struct allocation *object = arena_find(pointer);

	if (object)
		return addr - object->addr < object->size;
	return addr - pointer < STATIC_OBJECT_BYTES;
}

bool depend_extend(uintptr_t addr, struct vclock *known)
{
	struct recent_pointers *mine = &recent[agent_index()];
	bool any = false;

	for (int i = 0; i < RECENT; i++) {
		if (!mine->pointers[i].value || !same_object(mine->pointers[i].value, addr))
			continue;
		vclock_join(known, history_clock(mine->pointers[i].carried));
		any = true;
	}
	return any;
}
