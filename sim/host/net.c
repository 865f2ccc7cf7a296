/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net.c - the network behind a card: looks at what it gets, and sends back what asks for it.
 */
#include <linux/if_ether.h>

#include <sim/net.h>
#include <sim/port.h>
#include <sim/traffic.h>

#include <qemu/net.h>

typedef struct NetPacket {
	struct NetPacket *next;
	size_t size;
	uint8_t data[];
} NetPacket;

struct NetClientState {
	NICState *nic;
	unsigned int queue_index;
	NetPacket *first;
	NetPacket *last;
};

struct NICState {
	NetReceive *receive;
	void *opaque;
	unsigned int queues;
	NetClientState ncs[];
};

NICState *qemu_new_nic(NetReceive *receive, unsigned int queues, void *opaque)
{
	NICState *nic = g_malloc0(sizeof(*nic) + queues * sizeof(nic->ncs[0]));

	nic->receive = receive;
	nic->opaque = opaque;
	nic->queues = queues;
	for (unsigned int i = 0; i < queues; i++) {
		nic->ncs[i].nic = nic;
		nic->ncs[i].queue_index = i;
	}
	return nic;
}

void qemu_del_nic(NICState *nic)
{
	for (unsigned int i = 0; i < nic->queues; i++)
		qemu_purge_queued_packets(&nic->ncs[i]);
	g_free(nic);
}

NetClientState *qemu_get_subqueue(NICState *nic, unsigned int queue_index)
{
	return &nic->ncs[queue_index];
}

unsigned int qemu_get_queue_index(const NetClientState *nc)
{
	return nc->queue_index;
}

void *qemu_get_nic_opaque(const NetClientState *nc)
{
	return nc->nic->opaque;
}

static NetPacket *take_first(NetClientState *nc)
{
	NetPacket *packet = nc->first;

	nc->first = packet->next;
	if (!nc->first)
		nc->last = NULL;
	return packet;
}

/* Tells the workload; anybody else's packet is lost. True if it is to come back. */
static bool packet_arrived(const uint8_t *buf, size_t size)
{
	struct sim_net_header header;
	struct ethhdr eth;

	sim_point();
	if (size < sizeof(eth) + sizeof(header))
		return false;
	memcpy(&eth, buf, sizeof(eth));
	memcpy(&header, buf + sizeof(eth), sizeof(header));
	if (eth.h_proto != __builtin_bswap16(SIM_NET_ETHERTYPE))
		return false;
	sim_traffic_arrived(header.id, 0, buf + sizeof(eth) + sizeof(header),
			    (uint32_t)(size - sizeof(eth) - sizeof(header)));
	return header.echo;
}

void qemu_send_packet(NetClientState *nc, const uint8_t *buf, size_t size)
{
	NetPacket *packet;

	if (!packet_arrived(buf, size))
		return;
	packet = g_malloc(sizeof(*packet) + size);
	packet->next = NULL;
	packet->size = size;
	memcpy(packet->data, buf, size);
	if (nc->last)
		nc->last->next = packet;
	else
		nc->first = packet;
	nc->last = packet;
}

void qemu_flush_queued_packets(NetClientState *nc)
{
	while (nc->first && nc->nic->receive(nc, nc->first->data, nc->first->size))
		g_free(take_first(nc));
}

void qemu_purge_queued_packets(NetClientState *nc)
{
	while (nc->first)
		g_free(take_first(nc));
}
