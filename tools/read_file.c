/* SPDX-License-Identifier: GPL-2.0-only */
#include "read_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"

char *read_whole_file(const char *path, size_t bytes_max, size_t *bytes,
		      struct complaint *complaint)
{
	FILE *file = fopen(path, "rbe");
	size_t capacity = 4096, count = 0, got;
	struct stat status;
	char *text;

	if (!file || fstat(fileno(file), &status) < 0 ||
	    (S_ISDIR(status.st_mode) && (errno = EISDIR))) {
		complain(complaint, "%s: %s", path, strerror(errno));
		if (file)
			fclose(file);
		return NULL;
	}
	text = tools_resize(NULL, capacity, 1);
	while ((got = fread(text + count, 1, capacity - count - 1, file)) > 0) {
		count += got;
		if (count > bytes_max)
			break;
		if (capacity - count < 2)
			text = tools_resize(text, capacity *= 2, 1);
	}
	if (count > bytes_max || ferror(file)) {
		complain(complaint, "%s: %s", path,
			 count > bytes_max ? "too large" : strerror(errno));
		free(text);
		text = NULL;
	} else {
		text[count] = '\0';
		*bytes = count;
	}
	fclose(file);
	return text;
}

bool write_whole_file(const char *path, const char *text, size_t bytes, struct complaint *complaint)
{
	char *temporary = tools_asprintf("%s.%d.tmp", path, (int)getpid());
	FILE *file = fopen(temporary, "wbe");
	bool good = file && fwrite(text, 1, bytes, file) == bytes;

	if (file && fclose(file) != 0)
		good = false;
	if (!good || rename(temporary, path) < 0) {
		complain(complaint, "%s: %s", path, strerror(errno));
		unlink(temporary);
		good = false;
	}
	free(temporary);
	return good;
}

bool make_folder(const char *path, struct complaint *complaint)
{
	char *copy = tools_strdup(path);
	bool good = true;

	for (char *at = copy + 1; good && *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		good = mkdir(copy, 0777) == 0 || errno == EEXIST;
		*at = '/';
	}
	good = good && (mkdir(copy, 0777) == 0 || errno == EEXIST);
	if (!good)
		complain(complaint, "%s: %s", path, strerror(errno));
	free(copy);
	return good;
}
