/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run_program.h - another program, run to its end, with simctl's own output and environment.
 */
#ifndef TOOLS_RUN_PROGRAM_H
#define TOOLS_RUN_PROGRAM_H

#include "complaint.h"
#include "text_list.h"

/*
 * The first argument is the program's name or path. False with a complaint if it cannot be started
 * or a signal ended it; otherwise *status is what it exited with.
 */
bool run_program(const struct text_list *arguments, int *status, struct complaint *complaint);

#endif
