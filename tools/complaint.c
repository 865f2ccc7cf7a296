/* SPDX-License-Identifier: GPL-2.0-only */
#include "complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WORD_CHARS_MAX 63

bool complain(struct complaint *complaint, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(complaint->text, sizeof(complaint->text), fmt, args);
	va_end(args);
	for (char *at = complaint->text; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
	}
	return false;
}

static unsigned int min3(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein distance, both words at most WORD_CHARS_MAX long. */
static unsigned int edit_distance(const char *a, const char *b)
{
	unsigned int row[WORD_CHARS_MAX + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned int diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			unsigned int above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[b_len];
}

const char *nearest_name(const char *word, const char *const *names)
{
	size_t word_len = strlen(word);
	unsigned int limit = word_len / 3 > 2 ? word_len / 3 : 2;
	const char *best = NULL;

	if (word_len == 0 || word_len > WORD_CHARS_MAX)
		return NULL;
	for (; *names; names++) {
		size_t name_len = strlen(*names);
		unsigned int distance;

		if (name_len > WORD_CHARS_MAX)
			continue;
		distance = edit_distance(word, *names);
		if (distance <= limit && distance < word_len && distance < name_len) {
			limit = distance ? distance - 1 : 0;
			best = *names;
			if (distance == 0)
				break;
		}
	}
	return best;
}

const char *did_you_mean(const char *word, const char *const *names, char *text, size_t text_bytes)
{
	const char *near = nearest_name(word, names);

	if (near)
		snprintf(text, text_bytes, "; did you mean '%s'?", near);
	else
		text[0] = '\0';
	return text;
}
