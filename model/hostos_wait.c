/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos_wait.c - threads of a device process that sleep in a system call; futexes, and time.
 */
#include <errno.h>

#include <check/quiesce.h>
#include <engine/cpu.h>
#include <engine/sched.h>
#include <engine/site.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/settle.h>
#include <model/hostos_private.h>

#define TICK_NS 1000
#define JUMP_NS 1000000
#define SITE_JUMP 0x251

struct hostos_wait {
	struct host_sleeper *first;
	sim_ns elapsed_ns; /* by calls that ask for the time */
};

static struct hostos_wait *state;

void hostos_wait_init(void)
{
	state = state_alloc(sizeof(*state));
}

void hostos_sleep_begin(struct host_sleeper *sleeper, const void *key, uint64_t fds)
{
	struct host_sleeper **last = &state->first;

	while (*last)
		last = &(*last)->next;
	*sleeper = (struct host_sleeper){
		.ctx = E->current,
		.key = key,
		.fds = fds,
		.machine = E->current->machine,
	};
	*last = sleeper;
}

void hostos_sleep_cancel(struct host_sleeper *sleeper)
{
	struct host_sleeper **at = &state->first;

	while (*at != sleeper)
		at = &(*at)->next;
	*at = sleeper->next;
}

bool hostos_sleep(struct host_sleeper *sleeper, const struct sim_wait *wait)
{
	sim_park(&sleeper->woken, 1, wait);
	hostos_sleep_cancel(sleeper);
	return sleeper->woken;
}

static bool wake_one(struct host_sleeper *sleeper)
{
	if (sleeper->woken)
		return false;
	sleeper->woken = 1;
	sim_unpark(sleeper->ctx);
	return true;
}

unsigned int hostos_wake(const void *key, unsigned int count)
{
	unsigned int woken = 0;

	for (struct host_sleeper *at = state->first; at && woken < count; at = at->next)
		if (at->key == key && key)
			woken += wake_one(at);
	return woken;
}

void hostos_wake_fd(const struct host_file *file)
{
	for (struct host_sleeper *at = state->first; at; at = at->next)
		if (at->machine == file->machine && at->fds >> file->fd & 1)
			wake_one(at);
}

/* ---- futexes ------------------------------------------------------------------------------- */

int sim_sys_futex_wait(const uint32_t *word, uint32_t value, const struct sim_wait *wait)
{
	struct host_sleeper sleeper;
	uint32_t now;

	settle();
	sched_point(SITE_OF_CALLER());
	agent_full_barrier();
	mem_read(&now, word, sizeof(now));
	if (now != value)
		return -EAGAIN;
	hostos_sleep_begin(&sleeper, word, 0);
	return hostos_sleep(&sleeper, wait) ? 0 : -EINTR;
}

int sim_sys_futex_wake(const uint32_t *word, int count)
{
	settle();
	sched_point(SITE_OF_CALLER());
	agent_full_barrier();
	return (int)hostos_wake(word, (unsigned int)count);
}

/* ---- time ---------------------------------------------------------------------------------- */

sim_ns sim_sys_clock_gettime(void)
{
	settle();
	if (engine_config()->timed)
		return sim_now();
	state->elapsed_ns += TICK_NS;
	if (engine_choose(CHOICE_DEVICE, 2, SITE_JUMP))
		state->elapsed_ns += JUMP_NS;
	return sim_now() + state->elapsed_ns;
}
