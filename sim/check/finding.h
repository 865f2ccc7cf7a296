/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * finding.h - what a run that broke a rule leaves behind, in memory.
 *
 * sim/check fills it when a rule reports; tools/finding_file.c writes and reads the JSON form that
 * docs/findings.md describes. There is one per process, that of the latest run; it lies outside
 * the simulated state, so a restore does not take it away.
 */
#ifndef CHECK_FINDING_H
#define CHECK_FINDING_H

#include <stdint.h>

#include <sim/verdict.h>

#define FINDING_FRAMES_MAX 12
#define FINDING_TEXT_BYTES 512

struct finding {
	enum sim_verdict verdict;
	char text[FINDING_TEXT_BYTES]; /* one line: what rule was broken, by whom */
	uint32_t site; /* where; 0 = nowhere in code (quiescence) */
	uint32_t frames[FINDING_FRAMES_MAX]; /* call stack at site, innermost first */
	uint32_t frame_count;
	uint32_t other_site; /* a race's other access, a freed object's free; 0 = none */
	uint16_t ctx;
	char ctx_name[32];
	uint64_t points; /* scheduling points into the run */
};

/* Of the run that just ended; verdict SIM_PASS if there is none. */
const struct finding *finding_current(void);

/* A new run: no finding yet. */
void finding_clear(void);

/* The run is over, on the scheduler's stack: completes the text. */
void finding_finish(void);

/*
 * Notes what was found; the first one of a run stays, later ones are dropped. site 0 takes the
 * innermost frame of code under test. frame is where the stack walk starts: a frame pointer on the
 * current context's stack (__builtin_frame_address(0)), NULL outside any context or when the stack
 * is not to be trusted. Does not end the run.
 */
void finding_raise(enum sim_verdict verdict, uint32_t site, uint32_t other_site, const char *text,
		   const void *frame);

/* Return addresses within modules, innermost first, along the frame pointers from frame on. */
uint32_t finding_walk(const void *frame, uint32_t *frames, uint32_t max);

#endif
