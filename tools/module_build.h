/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_build.h - compiles sources into a module, with the flags of this build.
 */
#ifndef TOOLS_MODULE_BUILD_H
#define TOOLS_MODULE_BUILD_H

#include "complaint.h"
#include "text_list.h"

enum module_flavour { MODULE_CHECKED, MODULE_PLAIN };

/*
 * Compiles and links sources to the file out, which appears whole or not at all. extra: more
 * compiler arguments (-I, -D). The compiler's own messages go to stderr. False with a complaint.
 */
bool module_build(enum module_flavour flavour, const struct text_list *sources,
		  const struct text_list *extra, const char *out, struct complaint *complaint);

#endif
