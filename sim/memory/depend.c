/* SPDX-License-Identifier: GPL-2.0-only */
/* depend.c - the last pointers each agent loaded with a marked access. */
#include <memory/depend.h>

#include <string.h>

#include <memory/agent.h>
#include <memory/arena.h>

#define STATIC_OBJECT_BYTES 256

void depend_note_pointer(uint64_t value, const struct message *message)
{
	struct recent_pointers *mine = &agent_current()->recent;
	unsigned int slot = mine->next++ % RECENT_POINTERS;

	mine->pointers[slot].value = value;
	mine->pointers[slot].carried = message->carried;
}

void depend_forget(void)
{
	for (uint32_t i = 0; i < E->cpu_count; i++)
		memset(&agents[i].recent, 0, sizeof(agents[i].recent));
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
	struct recent_pointers *mine = &agent_current()->recent;
	bool any = false;

	if (!mine->next)
		return false;
	for (int i = 0; i < (int)RECENT_POINTERS; i++) {
		if (!mine->pointers[i].value || !same_object(mine->pointers[i].value, addr))
			continue;
		vclock_join(known, history_clock(mine->pointers[i].carried));
		any = true;
	}
	return any;
}
