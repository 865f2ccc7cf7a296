/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sync_word.h - a word that is only ever changed by acquire and release, as a lock word is.
 *
 * Cheaper than a location with a history: one vector clock that the release leaves and the acquire
 * takes. Once code under test also looks at the word itself (spin_is_locked()), or when every
 * access is tracked, the word's history is kept as well.
 */
#ifndef MEMORY_SYNC_WORD_H
#define MEMORY_SYNC_WORD_H

#include <stdint.h>

#include <memory/vclock.h>

struct sync_word {
	struct vclock released;
};

/* As an atomic exchange with acquire order: reads the newest, then stores value. */
void sync_word_acquire(struct sync_word *sync, uint32_t *word, uint32_t value);
/* As smp_store_release(). */
void sync_word_release(struct sync_word *sync, uint32_t *word, uint32_t value);

#endif
