/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <engine/symbolize.h>
#include <memory/race.h>
#include <model/world_races.h>

#define KNOWN_MAX 128
#define PLACE_BYTES 96

/* "blk-mq.c:blk_mq_run_hw_queue" */
static char known[KNOWN_MAX][PLACE_BYTES];
static unsigned int known_count;

static bool bad_line(const char *path, unsigned int line, const char *why, char *error,
		     unsigned int error_bytes)
{
	snprintf(error, error_bytes, "%s:%u: %s", path, line, why);
	return false;
}

static bool take_line(const char *path, unsigned int number, const char *line, char *error,
		      unsigned int error_bytes)
{
	char place[PLACE_BYTES], reason[8];
	int fields = sscanf(line, " %95s %7s", place, reason);

	if (fields < 1 || place[0] == '#')
		return true;
	if (fields < 2 || !strchr(place, ':'))
		return bad_line(path, number, "expected FILE:FUNCTION and a reason", error,
				error_bytes);
	if (known_count == KNOWN_MAX)
		return bad_line(path, number, "too many known races", error, error_bytes);
	strcpy(known[known_count++], place);
	return true;
}

bool world_races_load(const char *folder, char *error, unsigned int error_bytes)
{
	char path[4096], line[512];
	unsigned int number = 0;
	bool good = true;
	FILE *file;

	known_count = 0;
	snprintf(path, sizeof(path), "%s/races", folder);
	file = fopen(path, "re");
	if (!file)
		return errno == ENOENT || bad_line(path, 0, strerror(errno), error, error_bytes);
	while (good && fgets(line, sizeof(line), file))
		good = take_line(path, ++number, line, error, error_bytes);
	fclose(file);
	return good;
}

static bool is_known(uint32_t site)
{
	char file[64], function[PLACE_BYTES], place[sizeof(file) + sizeof(function)];

	if (!site)
		return false;
	symbolize_site(site, file, sizeof(file));
	symbolize_function(site, function, sizeof(function));
	file[strcspn(file, ":")] = '\0';
	snprintf(place, sizeof(place), "%s:%s", file, function);
	for (unsigned int i = 0; i < known_count; i++)
		if (strcmp(known[i], place) == 0)
			return true;
	return false;
}

bool world_races_excuse(const struct finding *finding)
{
	if (finding->verdict != SIM_DATA_RACE || !known_count)
		return false;
	if (!is_known(finding->site) && !is_known(finding->other_site))
		return false;
	race_excuse(finding->site, finding->other_site);
	return true;
}
