/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * read_file.h - whole small files in and out.
 */
#ifndef TOOLS_READ_FILE_H
#define TOOLS_READ_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "complaint.h"

/* The file's bytes with a NUL behind, malloc()ed; refuses more than bytes_max. */
char *read_whole_file(const char *path, size_t bytes_max, size_t *bytes,
		      struct complaint *complaint);
/* Writes to a temporary file beside path, then renames it over: all or nothing. */
bool write_whole_file(const char *path, const char *text, size_t bytes,
		      struct complaint *complaint);
/* mkdir -p. */
bool make_folder(const char *path, struct complaint *complaint);

#endif
