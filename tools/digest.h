/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * digest.h - SHA-256 in hexadecimal, by nettle.
 */
#ifndef TOOLS_DIGEST_H
#define TOOLS_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_BYTES 32
#define DIGEST_HEX_BYTES (2 * DIGEST_BYTES + 1)

void digest_hex(const uint8_t digest[DIGEST_BYTES], char hex[DIGEST_HEX_BYTES]);
void digest_text(const void *bytes, size_t count, char hex[DIGEST_HEX_BYTES]);
/* False when the file cannot be read. */
bool digest_file(const char *path, char hex[DIGEST_HEX_BYTES]);

#endif
