/* SPDX-License-Identifier: GPL-2.0-only */
#include "digest.h"

#include <stdio.h>

#include <nettle/sha2.h>

void digest_hex(const uint8_t digest[DIGEST_BYTES], char hex[DIGEST_HEX_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned int i = 0; i < DIGEST_BYTES; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[2 * DIGEST_BYTES] = '\0';
}

void digest_text(const void *bytes, size_t count, char hex[DIGEST_HEX_BYTES])
{
	uint8_t digest[DIGEST_BYTES];
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, count, bytes);
	sha256_digest(&hash, sizeof(digest), digest);
	digest_hex(digest, hex);
}

bool digest_file(const char *path, char hex[DIGEST_HEX_BYTES])
{
	uint8_t digest[DIGEST_BYTES], block[16384];
	struct sha256_ctx hash;
	FILE *file = fopen(path, "rbe");
	size_t got;
	bool good;

	if (!file)
		return false;
	sha256_init(&hash);
	while ((got = fread(block, 1, sizeof(block), file)) > 0)
		sha256_update(&hash, got, block);
	good = !ferror(file);
	fclose(file);
	sha256_digest(&hash, sizeof(digest), digest);
	digest_hex(digest, hex);
	return good;
}
