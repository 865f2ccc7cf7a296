/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_build.h - from a litmus test to a module: the compiler, run on generated C.
 */
#ifndef TOOLS_LITMUS_BUILD_H
#define TOOLS_LITMUS_BUILD_H

#include "complaint.h"
#include "litmus_test.h"

/* A fresh folder for sources and modules; removed with litmus_folder_remove(). */
bool litmus_folder_make(char *path, size_t path_bytes, struct complaint *complaint);
void litmus_folder_remove(const char *path);

/*
 * Compiles the test as code under test (checked flavour) into module, an .so file; the source is
 * kept beside it as .c. What the compiler has against a process's body is reported at its place in
 * the litmus file.
 */
bool litmus_build(const struct litmus_test *test, const char *module, struct complaint *complaint);

#endif
