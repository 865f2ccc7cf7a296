/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * complaint.h - one clear line about bad input, carried from where it is found to the command.
 */
#ifndef TOOLS_COMPLAINT_H
#define TOOLS_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>

#define COMPLAINT_BYTES 768

struct complaint {
	char text[COMPLAINT_BYTES]; /* no newline at its end; empty while all is well */
};

/* Writes the line and returns false, so that a loader can `return complain(...)`. Line breaks and
 * other control characters that came in with the input are shown as '?'. */
__attribute__((format(printf, 2, 3))) bool complain(struct complaint *complaint, const char *fmt,
						    ...);

/*
 * The name nearest to word in a NULL-terminated list by edit distance, or NULL if none is near
 * enough to be meant (a third of the word's length, at least two edits).
 */
const char *nearest_name(const char *word, const char *const *names);

/* "; did you mean 'x'?" or "", for the end of a complaint. */
const char *did_you_mean(const char *word, const char *const *names, char *text, size_t text_bytes);

#endif
