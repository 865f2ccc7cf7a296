/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * quiesce.h - nothing can run any more: is that the end, or was something lost?
 *
 * If no context waits for anything, the run is over. Otherwise, in this order: a cycle of contexts
 * that wait for each other is a DEADLOCK; each probe (engine.h) injects one legal spurious event,
 * and if the world moves because of it, then the real event was lost, and the probe's verdict says
 * which; what is left is reported as LOST_REQUEST, or as DEADLOCK if a lock is never released, with
 * who waits for what.
 */
#ifndef CHECK_QUIESCE_H
#define CHECK_QUIESCE_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>

/* Before the first probe is added; adds the built-in one for lost wake-ups (rank 30). */
void quiesce_init(void);

/*
 * The engine calls it on the scheduler's stack when no context can run and no action, watchdogs
 * included, is armed that could change that. True: the run is over, nothing is left to do. Does
 * not return with a finding.
 */
bool quiesce_check(void);

/*
 * A watchdog is about to fire because nothing else can run. Progress that follows, beyond waking
 * the one who set it, is RESCUED_BY_TIMEOUT: reported at the next request that ends, watchdog that
 * fires, or quiescence.
 */
void quiesce_watchdog_fired(const char *name);
/* Reports RESCUED_BY_TIMEOUT if a watchdog fired and things got done since. */
void quiesce_rescue_check(void);

/* ---- what the engine offers for this --------------------------------------------------------- */

/* Some context is parked and not idle, or spins, or was interrupted and never resumed. */
bool engine_work_left(char *text, unsigned int text_bytes);
/* Lets the world go on until nothing can run, but for so many points at most. True if
 * engine_progress_count() moved meanwhile. */
bool engine_run_more(uint64_t points);
/* Contexts that have not ended, in the order of their creation. */
unsigned int engine_ctx_count(void);
struct sim_ctx *engine_ctx_at(unsigned int index);
/* What a context waits for now, with the lock's owner of now; kind SIM_WAIT_NONE if it does not
 * wait. */
const struct sim_wait *engine_ctx_wait(const struct sim_ctx *ctx);

#endif
