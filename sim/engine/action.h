/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * action.h - the armed actions: an event queue in total order (due time, sequence).
 */
#ifndef ENGINE_ACTION_H
#define ENGINE_ACTION_H

#include <engine/cpu.h>

/* Runs the n-th armed action that competes, in order of slots. */
void action_run_nth(unsigned int n);
/* Timed runs: the answer for pick() given the earliest CPU's time and answer; `first` is the
 * number of the first action among the answers. */
unsigned int action_timed(sim_ns cpu_ns, unsigned int first, unsigned int cpu_answer);
/* Nothing else can run: fires the watchdog that is due first. False if none is armed. */
bool action_fire_watchdog(void);

#endif
