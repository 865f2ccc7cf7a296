/* SPDX-License-Identifier: GPL-2.0-only */
/* depend.c - the last pointers each agent loaded with a marked access. */
#include <memory/depend.h>

#include <engine/state.h>
#include <memory/agent.h>
#include <memory/arena.h>

#define RECENT 8
#define STATIC_OBJECT_BYTES 256

struct loaded_pointer {
	uintptr_t value;
	struct vclock clock; /* what the pointer's store carried, and the store itself */
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
	slot->clock = *history_carried(message);
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
		vclock_join(known, &mine->pointers[i].clock);
		any = true;
	}
	return any;
}
