/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * story.h - who did what before a rule broke, in columns per CPU.
 *
 * Told from the records of the run that just ended in this process.
 */
#ifndef TOOLS_STORY_H
#define TOOLS_STORY_H

#include "text_list.h"

#define STORY_LINES_MAX 40
/* What sim/check logs when it begins to look for what was lost. */
#define STORY_QUIET_LOG "nothing can run any more"

/* At most STORY_LINES_MAX lines: a head line with the columns' names, then the last steps that
 * matter, oldest first. */
void story_tell(struct text_list *story);

#endif
