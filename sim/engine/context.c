/* SPDX-License-Identifier: GPL-2.0-only */
/* context.c - contexts on Boost.Context fibers. */
#include <engine/context.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/valgrind.h>

#include <engine/cpu.h>
#include <engine/sched.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/shadow.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

struct fiber_transfer {
	void *fiber;
	void *data;
};

/* Boost.Context's three C entry points. */
struct fiber_transfer jump_fcontext(void *to, void *data);
void *make_fcontext(void *stack_top, size_t size, void (*fn)(struct fiber_transfer));

static void *root_fiber; /* valid only while a context runs, so it needs no snapshot */

/* The sanitizer has to be told which stack comes next, and is told again on arrival. */
#ifdef __SANITIZE_ADDRESS__
static const void *root_stack;
static size_t root_stack_bytes;
static void *root_fake_stack;

static void sanitizer_leave(struct sim_ctx *from, struct sim_ctx *to)
{
	void **fake = from ? NULL : &root_fake_stack;

	if (to)
		__sanitizer_start_switch_fiber(fake, (void *)(context_stack_base(to) + 4096),
					       STACK_SLOT_BYTES - 4096);
	else
		__sanitizer_start_switch_fiber(fake, root_stack, root_stack_bytes);
}

static void sanitizer_arrive(struct sim_ctx *at, bool from_root)
{
	const void *stack;
	size_t bytes;

	__sanitizer_finish_switch_fiber(at ? NULL : root_fake_stack, &stack, &bytes);
	if (from_root) {
		root_stack = stack;
		root_stack_bytes = bytes;
	}
}
#else
static inline void sanitizer_leave(struct sim_ctx *from, struct sim_ctx *to)
{
	(void)from, (void)to;
}

static inline void sanitizer_arrive(struct sim_ctx *at, bool from_root)
{
	(void)at, (void)from_root;
}
#endif

static void context_free(struct sim_ctx *ctx)
{
	ctx->state = CTX_DONE;
	E->stack_free[E->stack_free_count++] = ctx->stack_slot;
}

/* The one that jumped here is passed as data; NULL is the root. A dying one has left its stack
 * only now. */
static void store_origin(struct fiber_transfer transfer)
{
	struct sim_ctx *from = transfer.data;

	if (!from)
		root_fiber = transfer.fiber;
	else if (from->state == CTX_DYING)
		context_free(from);
	else
		from->fiber = transfer.fiber;
}

static void context_entry(struct fiber_transfer transfer)
{
	struct sim_ctx *self;

	store_origin(transfer);
	self = E->current;
	sanitizer_arrive(self, !transfer.data);
	agent_learn(&self->known);
	self->fn(self->arg);
	sched_finish();
}

void context_running(const struct sim_ctx *ctx)
{
	E->running = (struct running){
		.stack_base = context_stack_base(ctx),
		/* Host code on a vCPU: what the vCPU owns is not its own. data_race() owns nothing. */
		.owner_word = ctx->exit_depth || ctx->race_ignore ? SHADOW_NOBODY :
								    shadow_owner_word(ctx->cpu),
		.agent = ctx->cpu,
	};
}

void context_switch(struct sim_ctx *from, struct sim_ctx *to)
{
	struct fiber_transfer transfer;

	E->current = to;
	if (to)
		context_running(to);
	sanitizer_leave(from, to);
	transfer = jump_fcontext(to ? to->fiber : root_fiber, from);
	store_origin(transfer);
	sanitizer_arrive(from, !transfer.data);
}

static uint16_t stack_slot_take(void)
{
	static uint8_t registered[CONTEXTS_MAX];
	uint16_t slot;

	if (E->stack_free_count)
		slot = E->stack_free[--E->stack_free_count];
	else
		slot = E->stack_slots++;
	if (RUNNING_ON_VALGRIND && !registered[slot]) {
		uintptr_t base = STACKS_BASE + (uintptr_t)slot * STACK_SLOT_BYTES;

		(void)VALGRIND_STACK_REGISTER(base + 4096, base + STACK_SLOT_BYTES - 1);
		registered[slot] = 1;
	}
	return slot;
}

static struct sim_ctx *ctx_slot_take(void)
{
	for (uint32_t i = 1; i < E->ctx_slots; i++)
		if (E->ctxs[i]->state == CTX_DONE)
			return E->ctxs[i];
	if (!E->ctx_slots)
		E->ctx_slots = 1; /* id 0 is the world outside */
	if (E->ctx_slots == CONTEXTS_MAX) {
		fprintf(stderr, "simctl: more than %d contexts at a time\n", CONTEXTS_MAX);
		exit(3);
	}
	E->ctxs[E->ctx_slots] = state_alloc(sizeof(struct sim_ctx));
	E->ctxs[E->ctx_slots]->id = E->ctx_slots;
	return E->ctxs[E->ctx_slots++];
}

struct sim_ctx *context_new(int machine, enum sim_ctx_kind kind, const char *name, int cpu,
			    void (*fn)(void *), void *arg)
{
	struct sim_ctx *ctx = ctx_slot_take();
	uint16_t id = ctx->id;
	size_t length = strnlen(name, CONTEXT_NAME_BYTES - 1);
	uintptr_t top;

	memset(ctx, 0, sizeof(*ctx));
	ctx->id = id;
	ctx->kind = kind;
	ctx->machine = ctx->home = machine;
	ctx->cpu = cpu;
	ctx->fn = fn;
	ctx->arg = arg;
	memcpy(ctx->name, name, length);
	ctx->stack_slot = stack_slot_take();
	top = context_stack_base(ctx) + STACK_SLOT_BYTES;
#ifdef __SANITIZE_ADDRESS__
	__asan_unpoison_memory_region((void *)(top - STACK_SLOT_BYTES + 4096),
				      STACK_SLOT_BYTES - 4096);
#endif
	ctx->fiber = make_fcontext((void *)top, STACK_SLOT_BYTES - 4096, context_entry);
	return ctx;
}

struct sim_ctx *sim_ctx_current(void)
{
	return E->current;
}

enum sim_ctx_kind sim_ctx_kind(const struct sim_ctx *ctx)
{
	return ctx->kind;
}

int sim_ctx_id(const struct sim_ctx *ctx)
{
	return ctx->id;
}

const char *engine_ctx_name(const struct sim_ctx *ctx)
{
	return ctx->name;
}

void *sim_ctx_task(void)
{
	const struct sim_ctx *ctx = E->current;

	while (!ctx->task && ctx->below && !cpu_in_kernel_exit(ctx))
		ctx = ctx->below;
	return ctx->task;
}

void sim_ctx_set_task(struct sim_ctx *ctx, void *task)
{
	ctx->task = task;
}
