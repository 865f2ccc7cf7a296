/* SPDX-License-Identifier: GPL-2.0-only */
#include <check/finding.h>

#include <stdio.h>

#include <engine/engine.h>
#include <engine/layout.h>
#include <engine/module.h>
#include <engine/symbolize.h>

static struct finding current;

const char *sim_verdict_name(enum sim_verdict verdict)
{
	static const char *const names[] = { "PASS",
#define VERDICT_NAME(name) #name,
					     SIM_VERDICTS(VERDICT_NAME)
#undef VERDICT_NAME
	};

	return (unsigned int)verdict < SIM_VERDICT_COUNT ? names[verdict] : "?";
}

const struct finding *finding_current(void)
{
	return &current;
}

void finding_clear(void)
{
	current.verdict = SIM_PASS;
}

void finding_finish(void)
{
	if (current.verdict != SIM_PASS)
		symbolize_deferred(current.text, sizeof(current.text));
}

/* The top of the stack slot that addr lies in; 0 outside all stacks. */
static uintptr_t stack_top(uintptr_t addr)
{
	if (addr < STACKS_BASE || addr >= STACKS_END)
		return 0;
	return addr - (addr - STACKS_BASE) % STACK_SLOT_BYTES + STACK_SLOT_BYTES;
}

uint32_t finding_walk(const void *frame, uint32_t *frames, uint32_t max)
{
	uintptr_t at = (uintptr_t)frame;
	uintptr_t top = stack_top(at);
	uint32_t count = 0;

	/* A frame holds the caller's frame pointer and, above it, the return address; callers lie
	 * higher up in the same slot. Anything else ends the walk. */
	while (count < max && top && at % sizeof(uintptr_t) == 0 &&
	       at + 2 * sizeof(uintptr_t) <= top) {
		const uintptr_t *words = (const uintptr_t *)at;

		if (words[1] >= IMAGES_BASE && words[1] < IMAGES_END && module_of(words[1]))
			frames[count++] = (uint32_t)words[1];
		if (words[0] <= at || words[0] >= top)
			break;
		at = words[0];
	}
	return count;
}

void finding_raise(enum sim_verdict verdict, uint32_t site, uint32_t other_site, const char *text,
		   const void *frame)
{
	const struct sim_ctx *ctx = sim_ctx_current();

	if (current.verdict != SIM_PASS)
		return;
	current = (struct finding){
		.verdict = verdict,
		.site = site,
		.other_site = other_site,
		.points = engine_points(),
	};
	snprintf(current.text, sizeof(current.text), "%s", text);
	if (frame)
		current.frame_count = finding_walk(frame, current.frames, FINDING_FRAMES_MAX);
	if (!current.site && current.frame_count)
		current.site = current.frames[0];
	if (ctx) {
		current.ctx = (uint16_t)sim_ctx_id(ctx);
		snprintf(current.ctx_name, sizeof(current.ctx_name), "%s", engine_ctx_name(ctx));
	}
}
