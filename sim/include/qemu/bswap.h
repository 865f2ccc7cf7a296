/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bswap.h - little-endian values in guest memory; host and guest are both little-endian here.
 */
#ifndef QEMU_BSWAP_H
#define QEMU_BSWAP_H

#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "only little-endian hosts are supported"
#endif

static inline uint16_t le16_to_cpu(uint16_t value)
{
	return value;
}

static inline uint32_t le32_to_cpu(uint32_t value)
{
	return value;
}

static inline uint64_t le64_to_cpu(uint64_t value)
{
	return value;
}

static inline uint16_t cpu_to_le16(uint16_t value)
{
	return value;
}

static inline uint32_t cpu_to_le32(uint32_t value)
{
	return value;
}

static inline uint64_t cpu_to_le64(uint64_t value)
{
	return value;
}

#endif
