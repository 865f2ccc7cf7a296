/* SPDX-License-Identifier: GPL-2.0-only */
/* hostile.c - what a peer that lies does next, by the schedule's choice. */
#include <engine/engine.h>
#include <engine/site.h>
#include <memory/settle.h>
#include <sim/hostile.h>

uint32_t sim_hostile(uint32_t n)
{
	settle();
	return engine_choose(CHOICE_HOSTILE, n, SITE_OF_CALLER());
}
