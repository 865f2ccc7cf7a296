/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_races.h - data races that a kernel is known to have and lives with.
 *
 * Linux leaves some accesses unmarked on purpose or by habit: a search over a bitmap that others
 * set bits in, a counter that is only a hint. By KCSAN's rules these are data races, so they are
 * reported as such; a file `races` beside the modules names those that a run goes on past, by the
 * place of one of the two accesses, each with its reason (sim/linux/races). All other races count.
 */
#ifndef MODEL_WORLD_RACES_H
#define MODEL_WORLD_RACES_H

#include <stdbool.h>

#include <check/finding.h>

/* Reads folder/races; no such file: no race is excused. False with one line in error. */
bool world_races_load(const char *folder, char *error, unsigned int error_bytes);
/* True if the finding is a known race: the same schedule, run again, goes on past it. From the
 * scheduler's stack. */
bool world_races_excuse(const struct finding *finding);

#endif
