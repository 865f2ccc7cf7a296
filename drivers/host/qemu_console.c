/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_console.c - a virtio-serial device with several ports, each with an echo at its other end.
 *
 * Re-implements hw/char/virtio-serial-bus.c of QEMU (0.13 to 4.0): ports announced, opened and closed
 * by control messages. What the guest has no buffer for waits, so no control message is lost. Served
 * like the block device: in the exit of a vCPU under the big lock, or in an iothread.
 */
#include <qemu/bswap.h>

#include "qemu_console.h"

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn virtio_console_realize;
virtio_unrealize_fn virtio_console_unrealize;
virtio_get_features_fn virtio_console_get_features;
virtio_get_config_fn virtio_console_get_config;
virtio_set_queue_fn virtio_console_set_queue;
virtio_set_status_fn virtio_console_set_status;
virtio_reset_fn virtio_console_reset;
virtio_handle_output_fn virtio_console_handle_output;
virtio_host_notifier_fn virtio_console_host_notifier;

static void console_handle_vq(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIOSerial *s = (VirtIOSerial *)vdev;
	unsigned int index = vq->queue_index;

	if (index == CONSOLE_CONTROL_OUT)
		console_handle_control(s);
	else if (index % 2)
		console_handle_output(s, index / 2 ? index / 2 - 1 : 0);
	else
		console_flush(s, vq);
}

void *virtio_console_realize(const struct virtio_bus_conf *conf)
{
	VirtIOSerial *s = g_new0(VirtIOSerial, 1);

	virtio_served_init(&s->served, "virtio-serial", conf, console_handle_vq);
	s->nr_ports = conf->queues / 2 - 1;
	s->ports = g_new0(VirtIOSerialPort, s->nr_ports);
	return s;
}

/* Nothing of the guest is held between two calls, so there is nothing to drain. */
static void console_stop(VirtIOSerial *s)
{
	if (!virtio_served_stop(&s->served))
		return;
	console_forget(&s->control);
	for (unsigned int id = 0; id < s->nr_ports; id++) {
		console_forget(&s->ports[id].echo);
		s->ports[id].guest_connected = false;
	}
}

void virtio_console_unrealize(void *device)
{
	VirtIOSerial *s = device;

	console_stop(s);
	virtio_served_cleanup(&s->served);
	g_free(s->ports);
	g_free(s);
}

uint64_t virtio_console_get_features(void *device)
{
	VirtIOSerial *s = device;

	return virtio_host_features(&s->served.vdev) | 1ull << VIRTIO_CONSOLE_F_MULTIPORT;
}

unsigned int virtio_console_get_config(void *device, void *config, unsigned int bytes)
{
	VirtIOSerial *s = device;
	struct virtio_console_config console = { .max_nr_ports = cpu_to_le32(s->nr_ports) };

	memcpy(config, &console, MIN(bytes, sizeof(console)));
	return sizeof(console);
}

bool virtio_console_set_queue(void *device, unsigned int index,
			      const struct virtio_bus_queue *queue)
{
	VirtIOSerial *s = device;

	return virtio_queue_set_rings(&s->served.vdev, index, queue);
}

void virtio_console_set_status(void *device, uint8_t status, uint64_t features)
{
	VirtIOSerial *s = device;

	virtio_served_set_status(&s->served, status, features);
}

void virtio_console_reset(void *device)
{
	VirtIOSerial *s = device;

	console_stop(s);
	virtio_reset(&s->served.vdev);
}

void virtio_console_handle_output(void *device, unsigned int index)
{
	VirtIOSerial *s = device;

	virtio_queue_notify_vq(&s->served.vdev.vq[index]);
}

struct sim_eventfd *virtio_console_host_notifier(void *device, unsigned int index)
{
	VirtIOSerial *s = device;

	return &s->served.vdev.vq[index].host_notifier.fd;
}
