/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_console_control.c - what driver and device tell each other about ports (virtio 1.1,
 * 5.3.6.2).
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/virtio_config.h>

#include "virtio_console.h"

/* The packet is free for the next message; or the device is told to stop, and is told no more. */
static bool console_control_read(struct ports_device *portdev)
{
	struct console_queue *q = &portdev->c_out;
	unsigned int len;
	bool done;

	spin_lock_irq(&q->lock);
	done = !q->vq || virtqueue_get_buf(q->vq, &len) || virtqueue_is_broken(q->vq);
	spin_unlock_irq(&q->lock);
	return done;
}

void console_send_control(struct ports_device *portdev, u32 id, unsigned int event,
			  unsigned int value)
{
	struct console_queue *q = &portdev->c_out;
	struct virtio_console_control *cpkt = &portdev->cpkt;
	struct scatterlist sg;
	int ret = -ENODEV;

	mutex_lock(&portdev->control_mutex);
	spin_lock_irq(&q->lock);
	if (q->vq && !virtqueue_is_broken(q->vq)) {
		cpkt->id = cpu_to_virtio32(portdev->vdev, id);
		cpkt->event = cpu_to_virtio16(portdev->vdev, event);
		cpkt->value = cpu_to_virtio16(portdev->vdev, value);
		sg_init_one(&sg, cpkt, sizeof(*cpkt));
		ret = virtqueue_add_buf(q->vq, &sg, 1, 0, cpkt, GFP_ATOMIC);
		virtqueue_kick(q->vq);
	}
	spin_unlock_irq(&q->lock);
	if (ret >= 0)
		wait_event(portdev->control_wait, console_control_read(portdev));
	mutex_unlock(&portdev->control_mutex);
}

/* The port is new, or the device is: it was reset, and knows nothing of the port. */
static void console_announce_port(struct port *port)
{
	struct ports_device *portdev = port->portdev;

	console_fill_queue(&portdev->in[port->id]);
	console_send_control(portdev, port->id, VIRTIO_CONSOLE_PORT_READY, 1);
	mutex_lock(&port->open_mutex);
	if (port->guest_connected)
		console_send_control(portdev, port->id, VIRTIO_CONSOLE_PORT_OPEN, 1);
	mutex_unlock(&port->open_mutex);
	/* What a console could not write meanwhile. */
	hvc_kick();
}

static void console_handle_add(struct ports_device *portdev, u32 id)
{
	struct port *port = find_port_by_id(portdev, id);

	if (port) {
		console_announce_port(port);
		port_put(port);
	} else if (id >= portdev->max_nr_ports) {
		dev_warn(&portdev->vdev->dev, "there can be no port %u\n", id);
	} else if (add_port(portdev, id)) {
		dev_err(&portdev->vdev->dev, "cannot add port %u\n", id);
		console_send_control(portdev, id, VIRTIO_CONSOLE_PORT_READY, 0);
	}
}

/* Behind the message: columns, then rows. */
static void console_handle_resize(struct port *port, const struct port_buffer *buf)
{
	struct virtio_device *vdev = port->portdev->vdev;
	__virtio16 size[2];

	if (buf->len < sizeof(struct virtio_console_control) + sizeof(size))
		return;
	memcpy(size, buf->data + sizeof(struct virtio_console_control), sizeof(size));
	port_console_resize(port, virtio16_to_cpu(vdev, size[1]), virtio16_to_cpu(vdev, size[0]));
}

static void console_handle_message(struct ports_device *portdev, const struct port_buffer *buf)
{
	const struct virtio_console_control *cpkt = (const void *)buf->data;
	struct virtio_device *vdev = portdev->vdev;
	struct port *port;
	u32 id;

	if (buf->len < sizeof(*cpkt))
		return;
	id = virtio32_to_cpu(vdev, cpkt->id);
	if (virtio16_to_cpu(vdev, cpkt->event) == VIRTIO_CONSOLE_PORT_ADD) {
		console_handle_add(portdev, id);
		return;
	}
	port = find_port_by_id(portdev, id);
	if (!port) {
		dev_warn(&vdev->dev, "a message about port %u, which there is not\n", id);
		return;
	}
	switch (virtio16_to_cpu(vdev, cpkt->event)) {
	case VIRTIO_CONSOLE_PORT_REMOVE:
		unplug_port(port);
		break;
	case VIRTIO_CONSOLE_PORT_OPEN:
		port_set_host_connected(port, virtio16_to_cpu(vdev, cpkt->value));
		break;
	case VIRTIO_CONSOLE_CONSOLE_PORT:
		if (init_port_console(port))
			dev_err(&vdev->dev, "port %u cannot be a console\n", id);
		break;
	case VIRTIO_CONSOLE_RESIZE:
		console_handle_resize(port, buf);
		break;
	default:
		break;
	}
	port_put(port);
}

void console_control_work(struct work_struct *work)
{
	struct ports_device *portdev = container_of(work, struct ports_device, control_work);
	struct console_queue *q = &portdev->c_in;
	struct port_buffer *buf;
	unsigned int len;

	spin_lock_irq(&q->lock);
	while (q->vq && (buf = virtqueue_get_buf(q->vq, &len))) {
		spin_unlock_irq(&q->lock);
		buf->len = min_t(size_t, len, buf->size);
		console_handle_message(portdev, buf);
		spin_lock_irq(&q->lock);
		console_recycle(q, buf);
	}
	spin_unlock_irq(&q->lock);
}
