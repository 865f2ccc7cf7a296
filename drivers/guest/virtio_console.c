/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_console.c - console device with several ports (virtio 1.1, 5.3): queues, interrupts, probe
 * and remove, suspend, module.
 *
 * Re-implements Linux's virtio_console of 2.6.34 (Amit Shah's multiport series) with the fixes up to
 * 6.x: a lock for each queue ("virtio: console: add locking around c_ovq operations", 3.11), ports
 * that are counted and can go at any time, a removal that nobody who polls the ring holds up
 * ("virtio_console: break out of buf poll on remove"). Where Linux relies on user space being frozen,
 * or on a port's device pointer being read in time, this driver takes each queue away under its lock
 * before it resets the device; a connection that a suspend has broken is told to its reader once.
 *
 * virtio_console_port.c holds the device files, virtio_console_control.c the control messages.
 */
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>

#include "virtio_console.h"

/* The control queues stand behind those of port 0. */
#define CONTROL_QUEUE 2

LIST_HEAD(portdevs);
DEFINE_SPINLOCK(portdevs_lock);

static void portdev_free(struct kref *ref)
{
	struct ports_device *portdev = container_of(ref, struct ports_device, ref);

	kfree(portdev->in);
	kfree(portdev->out);
	kfree(portdev);
}

void portdev_put(struct ports_device *portdev)
{
	kref_put(&portdev->ref, portdev_free);
}

/* ---- interrupts ---------------------------------------------------------------------------- */

static struct port *find_port_by_vq(struct virtqueue *vq)
{
	u32 id = vq->index < CONTROL_QUEUE ? 0 : vq->index / 2 - 1;

	return find_port_by_id(vq->vdev->priv, id);
}

static void in_intr(struct virtqueue *vq)
{
	struct port *port = find_port_by_vq(vq);
	struct console_queue *in;
	unsigned long flags;

	if (!port)
		return;
	in = &port->portdev->in[port->id];
	spin_lock_irqsave(&in->lock, flags);
	port_pull(port, in);
	spin_unlock_irqrestore(&in->lock, flags);
	wake_up_all(&port->waitqueue);
	port_console_poll(port);
	port_put(port);
}

static void out_intr(struct virtqueue *vq)
{
	struct port *port = find_port_by_vq(vq);

	if (!port)
		return;
	wake_up_all(&port->waitqueue);
	port_put(port);
}

static void control_intr(struct virtqueue *vq)
{
	struct ports_device *portdev = vq->vdev->priv;

	schedule_work(&portdev->control_work);
}

static void control_read_intr(struct virtqueue *vq)
{
	struct ports_device *portdev = vq->vdev->priv;

	wake_up(&portdev->control_wait);
}

/* ---- queues -------------------------------------------------------------------------------- */

static unsigned int nr_queues(const struct ports_device *portdev)
{
	return 2 * (portdev->max_nr_ports + 1);
}

static struct console_queue *queue_at(struct ports_device *portdev, unsigned int index)
{
	unsigned int id = index < CONTROL_QUEUE ? 0 : index / 2 - 1;

	if (index / 2 == CONTROL_QUEUE / 2)
		return index % 2 ? &portdev->c_out : &portdev->c_in;
	return index % 2 ? &portdev->out[id] : &portdev->in[id];
}

static int init_vqs(struct ports_device *portdev)
{
	unsigned int i, nr = nr_queues(portdev);
	vq_callback_t **callbacks = kcalloc(nr, sizeof(*callbacks), GFP_KERNEL);
	const char **names = kcalloc(nr, sizeof(*names), GFP_KERNEL);
	struct virtqueue **vqs = kcalloc(nr, sizeof(*vqs), GFP_KERNEL);
	int err = -ENOMEM;

	if (!callbacks || !names || !vqs)
		goto free;
	for (i = 0; i < nr; i++) {
		callbacks[i] = i % 2 ? out_intr : in_intr;
		names[i] = i % 2 ? "output" : "input";
	}
	callbacks[CONTROL_QUEUE] = control_intr;
	callbacks[CONTROL_QUEUE + 1] = control_read_intr;
	names[CONTROL_QUEUE] = "control-i";
	names[CONTROL_QUEUE + 1] = "control-o";

	err = virtio_find_vqs(portdev->vdev, nr, vqs, callbacks, names);
	if (err)
		goto free;
	/* Whoever sees a queue may kick it, so the device is live first. */
	virtio_device_ready(portdev->vdev);
	WRITE_ONCE(portdev->stopping, false);
	for (i = 0; i < nr; i++) {
		struct console_queue *q = queue_at(portdev, i);

		spin_lock_irq(&q->lock);
		q->vq = vqs[i];
		spin_unlock_irq(&q->lock);
	}
	portdev->vqs = vqs;
	vqs = NULL;
free:
	kfree(vqs);
	kfree(names);
	kfree(callbacks);
	return err;
}

/* Nobody uses the queues any more. What the control queue holds is no buffer of its own. */
static void remove_vqs(struct ports_device *portdev)
{
	unsigned int i;
	void *buf;

	for (i = 0; i < nr_queues(portdev); i++)
		while ((buf = virtqueue_detach_unused_buf(portdev->vqs[i])))
			if (buf != &portdev->cpkt)
				kfree(buf);
	portdev->vdev->config->del_vqs(portdev->vdev);
	kfree(portdev->vqs);
	portdev->vqs = NULL;
}

/*
 * The device is told to stop once nobody can kick it any more. Who polls a queue under its lock or
 * waits for the device must not hold that up, so the queues are broken first.
 */
static void stop_device(struct ports_device *portdev)
{
	unsigned int i;

	WRITE_ONCE(portdev->stopping, true);
	virtio_break_device(portdev->vdev);
	wake_up(&portdev->control_wait);
	cancel_work_sync(&portdev->control_work);
	/* With the mutex: whoever waited has gone, and does not mistake the next queue for this one. */
	mutex_lock(&portdev->control_mutex);
	for (i = 0; i < nr_queues(portdev); i++)
		console_detach_queue(queue_at(portdev, i));
	mutex_unlock(&portdev->control_mutex);
	virtio_reset_device(portdev->vdev);
	/* An interrupt that was on its way may have queued it again. */
	cancel_work_sync(&portdev->control_work);
}

static int start_device(struct ports_device *portdev)
{
	int err = init_vqs(portdev);

	if (err)
		return err;
	err = console_fill_queue(&portdev->c_in);
	if (err) {
		console_send_control(portdev, VIRTIO_CONSOLE_BAD_ID, VIRTIO_CONSOLE_DEVICE_READY,
				     0);
		stop_device(portdev);
		remove_vqs(portdev);
		return err;
	}
	/* It answers with the ports that there are. */
	console_send_control(portdev, VIRTIO_CONSOLE_BAD_ID, VIRTIO_CONSOLE_DEVICE_READY, 1);
	return 0;
}

/* ---- probe and remove ---------------------------------------------------------------------- */

static struct ports_device *alloc_portdev(struct virtio_device *vdev, u32 ports)
{
	struct ports_device *portdev = kzalloc(sizeof(*portdev), GFP_KERNEL);
	u32 i;

	if (!portdev)
		return NULL;
	kref_init(&portdev->ref);
	portdev->vdev = vdev;
	portdev->max_nr_ports = ports;
	portdev->in = kcalloc(ports, sizeof(*portdev->in), GFP_KERNEL);
	portdev->out = kcalloc(ports, sizeof(*portdev->out), GFP_KERNEL);
	if (!portdev->in || !portdev->out) {
		portdev_put(portdev);
		return NULL;
	}
	for (i = 0; i < ports; i++) {
		spin_lock_init(&portdev->in[i].lock);
		spin_lock_init(&portdev->out[i].lock);
	}
	spin_lock_init(&portdev->c_in.lock);
	spin_lock_init(&portdev->c_out.lock);
	mutex_init(&portdev->control_mutex);
	init_waitqueue_head(&portdev->control_wait);
	spin_lock_init(&portdev->ports_lock);
	INIT_LIST_HEAD(&portdev->ports);
	INIT_WORK(&portdev->control_work, console_control_work);
	return portdev;
}

static int virtcons_probe(struct virtio_device *vdev)
{
	struct ports_device *portdev;
	u32 ports;
	int err;

	if (virtio_cread_feature(vdev, VIRTIO_CONSOLE_F_MULTIPORT, struct virtio_console_config,
				 max_nr_ports, &ports) ||
	    !ports || ports > VIRTCONS_MAX_PORTS) {
		dev_err(&vdev->dev, "no ports\n");
		return -EINVAL;
	}
	portdev = alloc_portdev(vdev, ports);
	if (!portdev)
		return -ENOMEM;
	err = alloc_chrdev_region(&portdev->devt, 0, ports, "virtio-portsdev");
	if (err)
		goto put;

	/* Ports may be opened as soon as the device says that they are there. */
	vdev->priv = portdev;
	spin_lock(&portdevs_lock);
	list_add_tail(&portdev->list, &portdevs);
	spin_unlock(&portdevs_lock);
	err = start_device(portdev);
	if (!err)
		return 0;

	spin_lock(&portdevs_lock);
	list_del(&portdev->list);
	spin_unlock(&portdevs_lock);
	unregister_chrdev_region(portdev->devt, ports);
put:
	portdev_put(portdev);
	return err;
}

static void virtcons_remove(struct virtio_device *vdev)
{
	struct ports_device *portdev = vdev->priv;
	struct port *port, *next;

	spin_lock(&portdevs_lock);
	list_del(&portdev->list);
	spin_unlock(&portdevs_lock);

	stop_device(portdev);
	list_for_each_entry_safe (port, next, &portdev->ports, list)
		unplug_port(port);
	unregister_chrdev_region(portdev->devt, portdev->max_nr_ports);
	/* There are none if the device did not come back from a suspend. */
	if (portdev->vqs)
		remove_vqs(portdev);
	portdev_put(portdev);
}

static int virtcons_freeze(struct virtio_device *vdev)
{
	struct ports_device *portdev = vdev->priv;
	struct port *port;

	stop_device(portdev);
	list_for_each_entry (port, &portdev->ports, list)
		port_hang_up(port);
	remove_vqs(portdev);
	return 0;
}

static int virtcons_restore(struct virtio_device *vdev)
{
	return start_device(vdev->priv);
}

static const struct virtio_device_id virtcons_ids[] = {
	{ VIRTIO_ID_CONSOLE, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static const unsigned int virtcons_features[] = {
	VIRTIO_CONSOLE_F_MULTIPORT,
};

static struct virtio_driver virtio_console = {
	.driver.name = "virtio_console",
	.driver.owner = THIS_MODULE,
	.id_table = virtcons_ids,
	.feature_table = virtcons_features,
	.feature_table_size = ARRAY_SIZE(virtcons_features),
	.probe = virtcons_probe,
	.remove = virtcons_remove,
	.freeze = virtcons_freeze,
	.restore = virtcons_restore,
};

static int __init virtcons_init(void)
{
	return register_virtio_driver(&virtio_console);
}

static void __exit virtcons_exit(void)
{
	unregister_virtio_driver(&virtio_console);
}

module_init(virtcons_init);
module_exit(virtcons_exit);

MODULE_DEVICE_TABLE(virtio, virtcons_ids);
MODULE_DESCRIPTION("Virtio console");
MODULE_LICENSE("GPL");
