/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_console.h - a virtio-serial device inside a device process: ports that echo what they get.
 */
#ifndef QEMU_CONSOLE_H
#define QEMU_CONSOLE_H

#include "qemu_virtqueue_served.h"

/* Behind it: see <qemu/virtio-bus.h>. */
#include <linux/virtio_console.h>

/* The control queues stand behind those of port 0. */
#define CONSOLE_CONTROL_IN 2
#define CONSOLE_CONTROL_OUT 3

/* What the host's end does to a port after its second message; property "churn". */
enum { CONSOLE_CHURN_NONE, CONSOLE_CHURN_OPEN, CONSOLE_CHURN_PORT };

/* Bytes on their way to the guest, until there is a buffer for them. */
typedef struct ConsoleMessage {
	struct ConsoleMessage *next;
	size_t bytes;
	size_t done; /* of them, what is with the guest already */
	uint8_t data[];
} ConsoleMessage;

typedef struct ConsoleOutbox {
	ConsoleMessage *first;
	ConsoleMessage *last;
} ConsoleOutbox;

typedef struct VirtIOSerialPort {
	bool guest_connected;
	unsigned int messages; /* received */
	ConsoleOutbox echo;
} VirtIOSerialPort;

typedef struct VirtIOSerial {
	VirtIOServed served; /* first */
	unsigned int nr_ports;
	VirtIOSerialPort *ports;
	ConsoleOutbox control;
} VirtIOSerial;

extern int console_churn;
extern int console_hvc; /* property "hvc": ports are consoles */

/* The three kinds of queues. */
void console_handle_output(VirtIOSerial *s, unsigned int id);
void console_handle_control(VirtIOSerial *s);
/* Hands the guest what waits for it in this queue. */
void console_flush(VirtIOSerial *s, VirtQueue *vq);
/* Forgets what the guest did not get. */
void console_forget(ConsoleOutbox *box);

static inline VirtQueue *console_port_in(VirtIOSerial *s, unsigned int id)
{
	return &s->served.vdev.vq[id ? 2 * id + 2 : 0];
}

static inline VirtQueue *console_port_out(VirtIOSerial *s, unsigned int id)
{
	return console_port_in(s, id) + 1;
}

#endif
