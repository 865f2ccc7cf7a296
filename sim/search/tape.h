/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tape.h - the recorded answers of one run, and a strategy that plays them back.
 *
 * An entry is keyed by (context, kind, site, n-th visit): a replay after a small change of the code
 * still finds most of its entries, and says where it diverged. Tapes live in malloc()ed memory,
 * outside the simulated world.
 */
#ifndef SEARCH_TAPE_H
#define SEARCH_TAPE_H

#include <search/strategy.h>

struct tape_entry {
	uint32_t site;
	uint16_t ctx;
	uint8_t kind;
	uint8_t reserved;
	uint32_t n;
	uint32_t answer;
};

struct tape {
	struct tape_entry *entries; /* malloc()ed: outside the simulated world */
	uint32_t count;
	uint32_t capacity;
};

void tape_free(struct tape *tape);
void tape_push(struct tape *tape, const struct choice *choice, uint32_t answer);

/* Records what inner answers; each run starts with an empty tape. Both pointers stay the caller's
 * and must outlive it. strategy_free() gives it back. */
struct strategy *strategy_record(struct strategy *inner, struct tape *tape);

/*
 * Plays the tape: the n-th question with one (context, kind, site) gets the n-th answer the tape
 * has for it, and 0 when there is none or it is no answer to this question. The tape may be edited
 * between runs. strategy_free() gives it back.
 */
struct strategy *strategy_replay(const struct tape *tape);

/*
 * Of the last replayed run: how often tape and run went different ways (a question the tape does
 * not have, or has elsewhere, or with another number of answers; entries left over at the end), and
 * the number of the question where that happened first, or UINT32_MAX.
 */
uint32_t replay_divergences(void);
uint32_t replay_first_divergence(void);

/*
 * Text form for a finding file: one line of printable ASCII without quotes or backslashes, with
 * the number of entries and a checksum at its end. tape_encode()'s result is malloc()ed.
 * tape_decode() fills an empty tape; false and one line in error when the text is not whole.
 */
char *tape_encode(const struct tape *tape);
bool tape_decode(struct tape *tape, const char *text, char *error, unsigned int error_bytes);

#endif
