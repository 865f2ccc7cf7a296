/* SPDX-License-Identifier: GPL-2.0-only */
/* agent.c - knowledge of agents: release, acquire and the barriers. */
#include <memory/agent.h>

#include <engine/state.h>
#include <engine/site.h>
#include <engine/trace_hash.h>
#include <memory/history.h>
#include <memory/settle.h>

unsigned int vclock_lanes = 1;

/* What full barriers have exchanged so far: each adds what its agent knows and takes the rest. */
static struct vclock *fenced;

void agent_init(void)
{
	fenced = state_alloc(sizeof(*fenced));
	E->cpu_count = 1;
	agent_begin(AGENT_OUTSIDE);
}

void agent_begin(unsigned int index)
{
	if (vclock_lanes <= index / 4)
		vclock_lanes = index / 4 + 1;
	if (!agents[index].known.of[index])
		agents[index].known.of[index] = 1;
}

void agent_teach(struct vclock *into)
{
	struct agent *self = agent_current();

	vclock_join(into, &self->known);
	vclock_join(into, &self->seen);
	agent_tick();
}

void agent_learn(const struct vclock *from)
{
	struct agent *self = agent_current();

	if (engine_config()->memory == MEMORY_TSO)
		history_drain_known(from);
	vclock_join(&self->known, from);
	/* What comes with a hand-over (a lock, a wake-up) travels on with later stores. */
	vclock_join(&self->published, from);
	self->published_ref = 0;
}

void agent_teach_outside(void)
{
	if (E->current)
		agent_teach(&agents[AGENT_OUTSIDE].known);
}

void agent_full_barrier(void)
{
	struct agent *self = agent_current();

	vclock_join(&self->known, &self->seen);
	vclock_join(&self->known, fenced);
	vclock_join(fenced, &self->known);
	self->published = self->known;
	self->published_ref = 0;
	history_drain(agent_index());
	agent_tick();
}

void agent_read_barrier(void)
{
	struct agent *self = agent_current();

	vclock_join(&self->known, &self->seen);
}

void agent_write_barrier(void)
{
	struct agent *self = agent_current();

	self->published.of[agent_index()] = agent_clock();
	self->published_ref = 0;
	agent_tick();
}

uint32_t agent_published_ref(void)
{
	struct agent *self = agent_current();

	if (!self->published_ref)
		self->published_ref = history_clock_copy(&self->published);
	return self->published_ref;
}

void sim_barrier(enum sim_barrier kind)
{
	settle();
	trace_note_at(TRACE_BARRIER, E->current, SITE_OF_CALLER(), kind, 0, NULL);
	switch (kind) {
	case SIM_RMB:
		agent_read_barrier();
		break;
	case SIM_WMB:
		agent_write_barrier();
		break;
	default:
		agent_full_barrier();
		break;
	}
}
