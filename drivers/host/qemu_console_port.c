/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_console_port.c - data and control messages of a virtio-serial device's ports (virtio 1.1,
 * 5.3.6).
 */
#include <qemu/bswap.h>
#include <qemu/error-report.h>
#include <qemu/qdev-properties.h>

#include "qemu_console.h"

#define MESSAGE_BYTES_MAX 65536
#define CHURN_AT 2

int console_churn;
DEFINE_PROP_INT32(churn, console_churn);

int console_hvc;
DEFINE_PROP_INT32(hvc, console_hvc);

/* ---- what goes to the guest ---------------------------------------------------------------- */

void console_forget(ConsoleOutbox *box)
{
	while (box->first) {
		ConsoleMessage *message = box->first;

		box->first = message->next;
		g_free(message);
	}
	box->last = NULL;
}

static ConsoleMessage *outbox_add(ConsoleOutbox *box, size_t bytes)
{
	ConsoleMessage *message = g_malloc(sizeof(*message) + bytes);

	message->next = NULL;
	message->bytes = bytes;
	message->done = 0;
	if (box->last)
		box->last->next = message;
	else
		box->first = message;
	box->last = message;
	return message;
}

static ConsoleOutbox *outbox_of(VirtIOSerial *s, const VirtQueue *vq)
{
	unsigned int pair = vq->queue_index / 2;

	if (pair == 1)
		return &s->control;
	return &s->ports[pair ? pair - 1 : 0].echo;
}

static bool deliver(VirtQueue *vq, ConsoleOutbox *box)
{
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
	ConsoleMessage *message = box->first;
	size_t bytes;

	if (!elem)
		return false;
	bytes = iov_from_buf(elem->in_sg, elem->in_num, 0, message->data + message->done,
			     message->bytes - message->done);
	message->done += bytes;
	virtqueue_push(vq, elem, bytes);
	g_free(elem);
	virtio_notify(vq);
	if (message->done == message->bytes) {
		box->first = message->next;
		if (!box->first)
			box->last = NULL;
		g_free(message);
	}
	return true;
}

/* New buffers are of interest only while something waits for one. */
void console_flush(VirtIOSerial *s, VirtQueue *vq)
{
	ConsoleOutbox *box = outbox_of(s, vq);

	if (s->served.vdev.conf.notify_suppression)
		virtio_queue_set_notification(vq, false);
	while (box->first && !s->served.vdev.broken) {
		if (deliver(vq, box))
			continue;
		virtio_queue_set_notification(vq, true);
		if (virtio_queue_empty(vq))
			return;
	}
}

static void send_control(VirtIOSerial *s, unsigned int id, unsigned int event, unsigned int value)
{
	const struct virtio_console_control cpkt = {
		.id = cpu_to_le32(id),
		.event = cpu_to_le16(event),
		.value = cpu_to_le16(value),
	};
	ConsoleMessage *message = outbox_add(&s->control, sizeof(cpkt));

	memcpy(message->data, &cpkt, sizeof(cpkt));
}

/* Columns and rows follow the message. */
static void send_resize(VirtIOSerial *s, unsigned int id)
{
	const struct {
		struct virtio_console_control cpkt;
		uint16_t cols, rows;
	} message = {
		.cpkt = { .id = cpu_to_le32(id), .event = cpu_to_le16(VIRTIO_CONSOLE_RESIZE) },
		.cols = cpu_to_le16(80),
		.rows = cpu_to_le16(25),
	};

	memcpy(outbox_add(&s->control, sizeof(message))->data, &message, sizeof(message));
}

static void flush_control(VirtIOSerial *s)
{
	console_flush(s, &s->served.vdev.vq[CONSOLE_CONTROL_IN]);
}

/* ---- what comes from the guest ------------------------------------------------------------- */

/* The host's end goes away and comes back, or the whole port does. */
static void churn_port(VirtIOSerial *s, unsigned int id)
{
	VirtIOSerialPort *port = &s->ports[id];

	if (console_churn == CONSOLE_CHURN_OPEN) {
		send_control(s, id, VIRTIO_CONSOLE_PORT_OPEN, 0);
		send_control(s, id, VIRTIO_CONSOLE_PORT_OPEN, 1);
	} else if (console_churn == CONSOLE_CHURN_PORT) {
		port->guest_connected = false;
		console_forget(&port->echo);
		send_control(s, id, VIRTIO_CONSOLE_PORT_REMOVE, 1);
		send_control(s, id, VIRTIO_CONSOLE_PORT_ADD, 1);
	}
	flush_control(s);
}

static void receive(VirtIOSerial *s, unsigned int id, const VirtQueueElement *elem)
{
	size_t bytes = iov_size(elem->out_sg, elem->out_num);
	VirtIOSerialPort *port = &s->ports[id];
	ConsoleMessage *message;

	if (bytes > MESSAGE_BYTES_MAX) {
		virtio_error(&s->served.vdev, "virtio-serial: a message of %zu bytes", bytes);
		return;
	}
	if (!bytes || !port->guest_connected)
		return;
	message = outbox_add(&port->echo, bytes);
	iov_to_buf(elem->out_sg, elem->out_num, 0, message->data, bytes);
	if (++port->messages == CHURN_AT)
		churn_port(s, id);
}

static void give_back(VirtQueue *vq, VirtQueueElement *elem)
{
	virtqueue_push(vq, elem, 0);
	g_free(elem);
	virtio_notify(vq);
}

static bool output_pop(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));

	if (!elem)
		return false;
	receive((VirtIOSerial *)vdev, vq->queue_index / 2 ? vq->queue_index / 2 - 1 : 0, elem);
	give_back(vq, elem);
	return true;
}

void console_handle_output(VirtIOSerial *s, unsigned int id)
{
	virtio_queue_run(&s->served.vdev, console_port_out(s, id), output_pop);
	console_flush(s, console_port_in(s, id));
}

static void port_opened(VirtIOSerial *s, unsigned int id, bool opened)
{
	VirtIOSerialPort *port = &s->ports[id];

	port->guest_connected = opened;
	if (!opened)
		console_forget(&port->echo);
}

static void port_ready(VirtIOSerial *s, unsigned int id, bool ready)
{
	if (!ready) {
		/* The guest may have more luck next time. */
		send_control(s, id, VIRTIO_CONSOLE_PORT_ADD, 1);
		return;
	}
	if (console_hvc) {
		/* A terminal writes as soon as it is there. */
		s->ports[id].guest_connected = true;
		send_control(s, id, VIRTIO_CONSOLE_CONSOLE_PORT, 1);
		send_resize(s, id);
	}
	send_control(s, id, VIRTIO_CONSOLE_PORT_OPEN, 1);
}

static void handle_message(VirtIOSerial *s, const struct virtio_console_control *cpkt)
{
	unsigned int id = le32_to_cpu(cpkt->id);
	bool value = le16_to_cpu(cpkt->value);

	if (le16_to_cpu(cpkt->event) == VIRTIO_CONSOLE_DEVICE_READY) {
		for (id = 0; value && id < s->nr_ports; id++)
			send_control(s, id, VIRTIO_CONSOLE_PORT_ADD, 1);
		return;
	}
	if (id >= s->nr_ports)
		return;
	switch (le16_to_cpu(cpkt->event)) {
	case VIRTIO_CONSOLE_PORT_READY:
		port_ready(s, id, value);
		break;
	case VIRTIO_CONSOLE_PORT_OPEN:
		port_opened(s, id, value);
		break;
	default:
		break;
	}
}

static bool control_pop(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
	struct virtio_console_control cpkt;

	if (!elem)
		return false;
	if (iov_to_buf(elem->out_sg, elem->out_num, 0, &cpkt, sizeof(cpkt)) == sizeof(cpkt))
		handle_message((VirtIOSerial *)vdev, &cpkt);
	give_back(vq, elem);
	return true;
}

/* The guest waits for the end of each message. */
void console_handle_control(VirtIOSerial *s)
{
	virtio_queue_run(&s->served.vdev, &s->served.vdev.vq[CONSOLE_CONTROL_OUT], control_pop);
	flush_control(s);
}
