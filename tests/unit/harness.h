/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * harness.h - what unit tests and stories share: where the build is, scratch files, commands.
 *
 * Criterion runs every test in a process of its own, so a test may build a world (once) and leave
 * everything behind at its end. Each function fails the test if it cannot do what it says.
 */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include <stddef.h>

/* "<build>/modules/checked/NAME.so"; NAME may be "bugs/kick-race/virtio_blk" or
 * "tests/engine/spinner". Valid until the next call. */
const char *harness_module(const char *name);
/* The same of the plain flavour. */
const char *harness_module_plain(const char *name);
/* A path in the source tree: harness_source("scenarios/tour"). Valid until the next call. */
const char *harness_source(const char *path);

/* A fresh folder for the test's files, removed when the test's process ends normally. */
const char *harness_scratch(void);
/* Writes text to a file of the scratch folder; returns its path, valid until the next call. */
const char *harness_write(const char *name, const char *text);
/* The whole file as a string; free() it. */
char *harness_read(const char *path);

/* What a command printed and how it ended. */
struct harness_command {
	int status; /* exit status, or 128 + number of the signal that ended it, as a shell says */
	char *out; /* standard output */
	char *err; /* standard error */
};

/* Runs a shell command, with the build's folder first in PATH ("simctl check x.yaml"). */
__attribute__((format(printf, 1, 2))) struct harness_command harness_command(const char *fmt, ...);
void harness_command_free(struct harness_command *command);

#endif
