/* SPDX-License-Identifier: GPL-2.0-only */
/* race.c - vector-clock race checks on tracked locations. */
#include <memory/race.h>

#include <engine/context.h>
#include <engine/report.h>
#include <engine/cpu.h>
#include <memory/agent.h>
#include <memory/arena.h>
#include <memory/settle.h>

/* What orders an access: what the agent knows, and what it has read and may depend on. */
static bool unordered(const struct vclock *accesses)
{
	const struct agent *self = agent_current();

	return vclock_exceeds(accesses, &self->known, &self->seen);
}

static unsigned int unordered_agent(const struct vclock *accesses)
{
	const struct agent *self = agent_current();

	for (unsigned int i = 0; i < AGENTS_MAX; i++)
		if (accesses->of[i] > self->known.of[i] && accesses->of[i] > self->seen.of[i])
			return i;
	return 0;
}

/* Configuration of the process, not state of a run: open addressing, 0 = free. */
#define EXCUSED_MAX 4096u
static uint64_t excused[EXCUSED_MAX];
static unsigned int excused_count;

static uint64_t *excused_place(uint32_t site, uint32_t other_site)
{
	uint64_t pair = (uint64_t)site << 32 | other_site;
	unsigned int at = pair * 0x9e3779b97f4a7c15ull >> 52;

	while (excused[at] && excused[at] != pair)
		at = (at + 1) % EXCUSED_MAX;
	return &excused[at];
}

void race_excuse(uint32_t site, uint32_t other_site)
{
	uint64_t *place = excused_place(site, other_site);

	if (*place || excused_count == EXCUSED_MAX / 2)
		return;
	*place = (uint64_t)site << 32 | other_site;
	excused_count++;
}

void race_report(uintptr_t addr, bool write, uint32_t site, unsigned int other_agent,
		 uint32_t other_site)
{
	const struct cpu *other = &E->cpus[other_agent];
	const struct allocation *object;
	char place[96] = "memory";
	char by[32];

	if (!engine_config()->check_races || other_agent == AGENT_OUTSIDE || !E->current)
		return;
	if (excused_count && *excused_place(site, other_site))
		return;
	object = arena_find(addr);
	if (object)
		__builtin_snprintf(place, sizeof(place), "%s+%lu", object->name,
				   (unsigned long)(addr - object->addr));
	if (other->number >= 0)
		__builtin_snprintf(by, sizeof(by), "%s CPU %d", machine_name(other->machine),
				   other->number);
	else
		__builtin_snprintf(by, sizeof(by), "a thread of %s", machine_name(other->machine));
	finding_report(SIM_DATA_RACE, site, other_site, "%s %s %s without order to %s by %s",
		       E->current->name, write ? "writes" : "reads", place,
		       write ? "a plain read" : "a write", by);
}

void race_check_read(struct location *location, struct unit *unit, unsigned int count,
		     uintptr_t addr, uint32_t site)
{
	unsigned int self = agent_index();

	for (unsigned int i = 0; i < count; i++) {
		if (unordered(&unit[i].writes)) {
			location->contended = true;
			race_report(addr, false, site, unordered_agent(&unit[i].writes),
				    unit[i].write_site);
		}
		unit[i].reads.of[self] = agent_clock();
		unit[i].read_site = site;
	}
}

void race_check_write(struct location *location, struct unit *unit, unsigned int count,
		      uintptr_t addr, uint32_t site)
{
	for (unsigned int i = 0; i < count; i++) {
		if (!unordered(&unit[i].reads))
			continue;
		location->contended = true;
		race_report(addr, true, site, unordered_agent(&unit[i].reads), unit[i].read_site);
	}
}

void sim_race_ignore_begin(void)
{
	settle();
	E->current->race_ignore++;
	context_running(E->current);
}

void sim_race_ignore_end(void)
{
	settle();
	E->current->race_ignore--;
	context_running(E->current);
}
