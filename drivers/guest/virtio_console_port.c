/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_console_port.c - ports: what their device files do, how they come and go.
 *
 * Readers and writers sleep on the port's wait queue. What changes under them is the connection, the
 * room in the ring, and the port itself, which stays until the last file is closed.
 */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/minmax.h>
#include <linux/poll.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "virtio_console.h"

#define PORT_WRITE_BYTES_MAX (32 * 1024)

static struct console_queue *port_in(const struct port *port)
{
	return &port->portdev->in[port->id];
}

static struct console_queue *port_out(const struct port *port)
{
	return &port->portdev->out[port->id];
}

struct port *find_port_by_id(struct ports_device *portdev, u32 id)
{
	struct port *port, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&portdev->ports_lock, flags);
	list_for_each_entry (port, &portdev->ports, list) {
		if (port->id == id) {
			kref_get(&port->ref);
			found = port;
			break;
		}
	}
	spin_unlock_irqrestore(&portdev->ports_lock, flags);
	return found;
}

struct port *find_port_by_devt(dev_t devt)
{
	struct ports_device *portdev;
	struct port *port = NULL;

	spin_lock(&portdevs_lock);
	list_for_each_entry (portdev, &portdevs, list)
		if (MAJOR(portdev->devt) == MAJOR(devt))
			port = find_port_by_id(portdev, MINOR(devt));
	spin_unlock(&portdevs_lock);
	return port;
}

static void port_free(struct kref *ref)
{
	struct port *port = container_of(ref, struct port, ref);

	portdev_put(port->portdev);
	kfree(port);
}

void port_put(struct port *port)
{
	kref_put(&port->ref, port_free);
}

/*
 * What nobody reads goes back to the device only when the ring is empty: a device that uses buffers as
 * fast as it gets them does not keep us here.
 */
void port_pull(struct port *port, struct console_queue *in)
{
	struct port_buffer *buf, *next;
	LIST_HEAD(unread);
	unsigned int len;

	while (in->vq && (buf = virtqueue_get_buf(in->vq, &len))) {
		buf->len = min_t(size_t, len, buf->size);
		buf->offset = 0;
		list_add_tail(&buf->node,
			      buf->len && port->guest_connected ? &port->received : &unread);
	}
	list_for_each_entry_safe (buf, next, &unread, node)
		console_recycle(in, buf);
}

/* With the input queue's lock. */
static void port_discard(struct port *port)
{
	struct console_queue *in = port_in(port);
	struct port_buffer *buf, *next;

	list_for_each_entry_safe (buf, next, &port->received, node)
		console_recycle(in, buf);
	INIT_LIST_HEAD(&port->received);
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool port_may_read(struct port *port)
{
	struct console_queue *in = port_in(port);
	bool may;

	spin_lock_irq(&in->lock);
	may = port->unplugged || port->hangup || !port->host_connected ||
	      !list_empty(&port->received);
	spin_unlock_irq(&in->lock);
	return may;
}

int port_next_buf(struct port *port, struct port_buffer **buf)
{
	struct console_queue *in = port_in(port);
	unsigned long flags;
	int ret = 1;

	*buf = NULL;
	spin_lock_irqsave(&in->lock, flags);
	if (port->unplugged) {
		ret = -ENODEV;
	} else if (port->hangup) {
		port->hangup = false;
		ret = 0;
	} else if (!list_empty(&port->received)) {
		*buf = list_first_entry(&port->received, struct port_buffer, node);
		list_del(&(*buf)->node);
	} else if (!port->host_connected) {
		ret = 0;
	}
	spin_unlock_irqrestore(&in->lock, flags);
	return ret;
}

void port_put_back(struct port *port, struct port_buffer *buf)
{
	struct console_queue *in = port_in(port);
	unsigned long flags;

	spin_lock_irqsave(&in->lock, flags);
	if (buf->offset < buf->len && !port->unplugged && !port->hangup)
		list_add(&buf->node, &port->received);
	else
		console_recycle(in, buf);
	spin_unlock_irqrestore(&in->lock, flags);
}

/* What is there, at most one buffer; *again: nothing yet. */
static ssize_t port_read_once(struct port *port, char __user *ubuf, size_t count, bool *again)
{
	struct port_buffer *buf;
	int ret = port_next_buf(port, &buf);

	*again = ret == 1 && !buf;
	if (!buf)
		return *again ? -EAGAIN : ret;
	count = min(count, buf->len - buf->offset);
	count -= copy_to_user(ubuf, buf->data + buf->offset, count);
	buf->offset += count;
	port_put_back(port, buf);
	return count ? (ssize_t)count : -EFAULT;
}

static ssize_t port_fops_read(struct file *file, char __user *ubuf, size_t count, loff_t *pos)
{
	struct port *port = file->private_data;
	ssize_t ret;
	bool again;

	if (!count)
		return 0;
	for (;;) {
		mutex_lock(&port->read_mutex);
		ret = port_read_once(port, ubuf, count, &again);
		mutex_unlock(&port->read_mutex);
		if (!again || file->f_flags & O_NONBLOCK)
			return ret;
		ret = wait_event_interruptible(port->waitqueue, port_may_read(port));
		if (ret)
			return ret;
	}
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool port_may_write(struct port *port)
{
	struct console_queue *out = port_out(port);
	bool may;

	if (READ_ONCE(port->unplugged))
		return true;
	if (!READ_ONCE(port->host_connected))
		return false;
	spin_lock_irq(&out->lock);
	console_reclaim(out);
	may = out->vq && !READ_ONCE(port->portdev->stopping) &&
	      (out->vq->num_free || virtqueue_is_broken(out->vq));
	spin_unlock_irq(&out->lock);
	return may;
}

int port_send(struct port *port, struct port_buffer *buf, bool wait)
{
	struct console_queue *out = port_out(port);
	struct scatterlist sg;
	unsigned long flags;
	int ret;

	if (READ_ONCE(port->unplugged))
		return -ENODEV;
	if (!wait && !READ_ONCE(port->host_connected))
		return -EAGAIN;
	sg_init_one(&sg, buf->data, buf->size);
	spin_lock_irqsave(&out->lock, flags);
	console_reclaim(out);
	ret = out->vq ? virtqueue_add_buf(out->vq, &sg, 1, 0, buf, GFP_ATOMIC) : -ENOSPC;
	if (ret >= 0)
		virtqueue_kick(out->vq);
	while (ret >= 0 && wait && !console_reclaim(out) && !virtqueue_is_broken(out->vq))
		cpu_relax();
	spin_unlock_irqrestore(&out->lock, flags);
	if (ret == -ENOSPC || (ret == -EIO && READ_ONCE(port->portdev->stopping)))
		return -EAGAIN;
	return ret < 0 ? ret : 0;
}

static ssize_t port_fops_write(struct file *file, const char __user *ubuf, size_t count,
			       loff_t *pos)
{
	struct port *port = file->private_data;
	struct port_buffer *buf;
	ssize_t ret;

	if (!count)
		return 0;
	count = min_t(size_t, count, PORT_WRITE_BYTES_MAX);
	buf = console_alloc_buf(count, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	ret = copy_from_user(buf->data, ubuf, count) ? -EFAULT : port_send(port, buf, false);
	while (ret == -EAGAIN && !(file->f_flags & O_NONBLOCK)) {
		ret = wait_event_interruptible(port->waitqueue, port_may_write(port));
		if (!ret)
			ret = port_send(port, buf, false);
	}
	if (ret)
		kfree(buf);
	return ret ? ret : (ssize_t)count;
}

/* ---- opening, closing, polling ------------------------------------------------------------- */

static __poll_t port_fops_poll(struct file *file, poll_table *wait)
{
	struct port *port = file->private_data;
	__poll_t mask = 0;

	poll_wait(file, &port->waitqueue, wait);
	if (READ_ONCE(port->unplugged))
		return EPOLLHUP;
	if (port_may_read(port))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (port_may_write(port))
		mask |= EPOLLOUT;
	if (!READ_ONCE(port->host_connected))
		mask |= EPOLLHUP;
	return mask;
}

/* One at a time: two who read would have the bytes shuffled between them. */
static int port_connect_guest(struct port *port)
{
	struct console_queue *in = port_in(port);
	int err = 0;

	spin_lock_irq(&in->lock);
	if (port->unplugged || port->hvc) {
		err = -ENXIO;
	} else if (port->guest_connected) {
		err = -EBUSY;
	} else {
		/* What came while nobody had it open is for nobody. */
		port_pull(port, in);
		WRITE_ONCE(port->guest_connected, true);
	}
	spin_unlock_irq(&in->lock);
	return err;
}

static int port_fops_open(struct inode *inode, struct file *file)
{
	struct port *port = find_port_by_devt(inode->i_rdev);
	int err;

	if (!port)
		return -ENXIO;
	mutex_lock(&port->open_mutex);
	err = port_connect_guest(port);
	if (!err)
		console_send_control(port->portdev, port->id, VIRTIO_CONSOLE_PORT_OPEN, 1);
	mutex_unlock(&port->open_mutex);
	if (err)
		port_put(port);
	else
		file->private_data = port;
	return err;
}

static int port_fops_release(struct inode *inode, struct file *file)
{
	struct port *port = file->private_data;
	struct console_queue *in = port_in(port), *out = port_out(port);

	mutex_lock(&port->open_mutex);
	/* It may have become a console since, which is open for as long as it is one; or another port
	 * may have its number by now. */
	if (!port->hvc && !port->unplugged)
		console_send_control(port->portdev, port->id, VIRTIO_CONSOLE_PORT_OPEN, 0);
	spin_lock_irq(&in->lock);
	WRITE_ONCE(port->guest_connected, port->hvc != NULL);
	port->hangup = false;
	if (!port->hvc)
		port_discard(port);
	spin_unlock_irq(&in->lock);
	mutex_unlock(&port->open_mutex);

	spin_lock_irq(&out->lock);
	console_reclaim(out);
	spin_unlock_irq(&out->lock);
	port_put(port);
	return 0;
}

const struct file_operations port_fops = {
	.owner = THIS_MODULE,
	.open = port_fops_open,
	.read = port_fops_read,
	.write = port_fops_write,
	.poll = port_fops_poll,
	.release = port_fops_release,
};

/* ---- coming and going ---------------------------------------------------------------------- */

/* In the control work. */
int add_port(struct ports_device *portdev, u32 id)
{
	struct port *port = kzalloc(sizeof(*port), GFP_KERNEL);
	struct console_queue *in = &portdev->in[id];
	int err = -ENOMEM;

	if (!port)
		return -ENOMEM;
	kref_init(&port->ref);
	port->id = id;
	init_waitqueue_head(&port->waitqueue);
	mutex_init(&port->read_mutex);
	mutex_init(&port->open_mutex);
	INIT_LIST_HEAD(&port->received);
	port->cdev = cdev_alloc();
	if (!port->cdev)
		goto free_port;
	port->cdev->ops = &port_fops;
	err = console_fill_queue(in);
	if (err)
		goto put_cdev;
	kref_get(&portdev->ref);
	port->portdev = portdev;

	spin_lock_irq(&portdev->ports_lock);
	list_add_tail(&port->list, &portdev->ports);
	spin_unlock_irq(&portdev->ports_lock);
	console_send_control(portdev, id, VIRTIO_CONSOLE_PORT_READY, 1);
	return cdev_add(port->cdev, portdev->devt + id, 1);

put_cdev:
	cdev_put(port->cdev);
free_port:
	kfree(port);
	return err;
}

void unplug_port(struct port *port)
{
	struct ports_device *portdev = port->portdev;
	struct console_queue *in = port_in(port);

	spin_lock_irq(&portdev->ports_lock);
	list_del(&port->list);
	spin_unlock_irq(&portdev->ports_lock);

	mutex_lock(&port->open_mutex);
	spin_lock_irq(&in->lock);
	WRITE_ONCE(port->unplugged, true);
	WRITE_ONCE(port->host_connected, false);
	port_discard(port);
	spin_unlock_irq(&in->lock);
	mutex_unlock(&port->open_mutex);
	wake_up_all(&port->waitqueue);

	remove_port_console(port);
	cdev_del(port->cdev);
	port_put(port);
}

void port_hang_up(struct port *port)
{
	struct console_queue *in = port_in(port);

	spin_lock_irq(&in->lock);
	WRITE_ONCE(port->host_connected, false);
	port->hangup = port->guest_connected;
	port_discard(port);
	spin_unlock_irq(&in->lock);
	wake_up_all(&port->waitqueue);
}

void port_set_host_connected(struct port *port, bool connected)
{
	struct console_queue *in = port_in(port);

	spin_lock_irq(&in->lock);
	WRITE_ONCE(port->host_connected, connected);
	spin_unlock_irq(&in->lock);
	wake_up_all(&port->waitqueue);
}
