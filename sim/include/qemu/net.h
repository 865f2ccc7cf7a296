/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net.h - a network card's way to its network, which here sends each packet back to where it came
 * from.
 *
 * Packets that the card cannot take yet wait; it asks for them when it can. All calls come from the
 * loop that serves the card, or where nothing polls it.
 */
#ifndef QEMU_NET_H
#define QEMU_NET_H

#include <qemu/osdep.h>

typedef struct NetClientState NetClientState;
typedef struct NICState NICState;

/* A packet for the card: its size when it was taken or dropped, 0 when it has to wait. */
typedef int64_t NetReceive(NetClientState *nc, const uint8_t *buf, size_t size);

/* A card with so many queue pairs. */
NICState *qemu_new_nic(NetReceive *receive, unsigned int queues, void *opaque);
void qemu_del_nic(NICState *nic);
NetClientState *qemu_get_subqueue(NICState *nic, unsigned int queue_index);
unsigned int qemu_get_queue_index(const NetClientState *nc);
void *qemu_get_nic_opaque(const NetClientState *nc);

/* The card sends a packet. */
void qemu_send_packet(NetClientState *nc, const uint8_t *buf, size_t size);
/* Offers the card what waits for it, as long as it takes some. */
void qemu_flush_queued_packets(NetClientState *nc);
/* Drops what waits. */
void qemu_purge_queued_packets(NetClientState *nc);

#endif
