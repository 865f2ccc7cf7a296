/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tape.h - the recorded answers of one run, and a strategy that plays them back.
 *
 * An entry is keyed by (context, site, n-th visit): a replay after a small change of the code still
 * finds most of its entries, and says where it diverged.
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

/* Records what inner answers. */
struct strategy *strategy_record(struct strategy *inner, struct tape *tape);
/* Plays the tape; answers 0 once it has ended or no entry fits. */
struct strategy *strategy_replay(const struct tape *tape);
/* Of the last replayed run: entries that did not fit; the first such position, or UINT32_MAX. */
uint32_t replay_divergences(void);
uint32_t replay_first_divergence(void);

/* Text form for a finding file: run-length text of (kind:ctx:site:n=answer); NULL and one line in
 * error when the text is not a whole tape. */
char *tape_encode(const struct tape *tape);
bool tape_decode(struct tape *tape, const char *text, char *error, unsigned int error_bytes);

#endif
