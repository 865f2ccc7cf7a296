/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_console_hvc.c - ports that are consoles: between a terminal and the port's queues.
 *
 * A terminal writes with a spin lock held, so the driver polls until the device has read what it
 * sends, as Linux's does.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/idr.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "virtio_console.h"

static LIST_HEAD(consoles);
static DEFINE_SPINLOCK(consoles_lock); /* inside of a terminal's lock */
static DEFINE_IDA(vtermno_ida);

static struct port *find_port_by_vtermno(u32 vtermno)
{
	struct port *port, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&consoles_lock, flags);
	list_for_each_entry (port, &consoles, console_node) {
		if (port->vtermno == vtermno) {
			kref_get(&port->ref);
			found = port;
			break;
		}
	}
	spin_unlock_irqrestore(&consoles_lock, flags);
	return found;
}

static ssize_t put_chars(u32 vtermno, const u8 *chars, size_t count)
{
	struct port *port = find_port_by_vtermno(vtermno);
	struct port_buffer *buf;
	ssize_t ret = -ENOMEM;

	if (!port)
		return -EPIPE;
	buf = console_alloc_buf(count, GFP_ATOMIC);
	if (buf) {
		memcpy(buf->data, chars, count);
		ret = port_send(port, buf, true);
		if (ret)
			kfree(buf);
	}
	port_put(port);
	return ret ? ret : (ssize_t)count;
}

static ssize_t get_chars(u32 vtermno, u8 *chars, size_t count)
{
	struct port *port = find_port_by_vtermno(vtermno);
	struct port_buffer *buf;

	if (!port)
		return -EPIPE;
	port_next_buf(port, &buf);
	count = buf ? min(count, buf->len - buf->offset) : 0;
	if (buf) {
		memcpy(chars, buf->data + buf->offset, count);
		buf->offset += count;
		port_put_back(port, buf);
	}
	port_put(port);
	return count;
}

static const struct hv_ops hv_ops = {
	.get_chars = get_chars,
	.put_chars = put_chars,
};

static struct console_queue *port_in(const struct port *port)
{
	return &port->portdev->in[port->id];
}

/* With a reference; NULL. */
static struct hvc_struct *port_hvc(struct port *port)
{
	struct console_queue *in = port_in(port);
	struct hvc_struct *hvc;
	unsigned long flags;

	spin_lock_irqsave(&in->lock, flags);
	hvc = port->hvc;
	if (hvc)
		hvc_get(hvc);
	spin_unlock_irqrestore(&in->lock, flags);
	return hvc;
}

void port_console_poll(struct port *port)
{
	struct hvc_struct *hvc = port_hvc(port);

	if (!hvc)
		return;
	if (hvc_poll(hvc))
		hvc_kick();
	hvc_put(hvc);
}

void port_console_resize(struct port *port, u16 rows, u16 cols)
{
	struct hvc_struct *hvc = port_hvc(port);

	if (!hvc)
		return;
	hvc_resize(hvc, (struct winsize){ .ws_row = rows, .ws_col = cols });
	hvc_put(hvc);
}

static void forget_console(struct port *port)
{
	spin_lock_irq(&consoles_lock);
	list_del(&port->console_node);
	spin_unlock_irq(&consoles_lock);
	ida_free(&vtermno_ida, port->vtermno);
}

/* The port is open for as long as it is a console. What came before is for nobody. */
static void connect_console(struct port *port, bool connected)
{
	struct console_queue *in = port_in(port);

	spin_lock_irq(&in->lock);
	port_pull(port, in);
	WRITE_ONCE(port->guest_connected, connected);
	spin_unlock_irq(&in->lock);
}

static void set_console(struct port *port, struct hvc_struct *hvc)
{
	struct console_queue *in = port_in(port);

	spin_lock_irq(&in->lock);
	port->hvc = hvc;
	spin_unlock_irq(&in->lock);
}

/*
 * The control work is the only one who makes or removes consoles. A terminal is used as soon as it is
 * there, so the device knows before that the port is open, or it would drop what is written.
 */
int init_port_console(struct port *port)
{
	struct hvc_struct *hvc;
	bool was_connected;
	int vtermno;

	if (port->hvc)
		return 0;
	vtermno = ida_alloc_min(&vtermno_ida, 1, GFP_KERNEL);
	if (vtermno < 0)
		return vtermno;
	port->vtermno = vtermno;
	spin_lock_irq(&consoles_lock);
	list_add_tail(&port->console_node, &consoles);
	spin_unlock_irq(&consoles_lock);

	mutex_lock(&port->open_mutex);
	was_connected = port->guest_connected;
	connect_console(port, true);
	/* Whoever had the port open before may just have closed it. */
	console_send_control(port->portdev, port->id, VIRTIO_CONSOLE_PORT_OPEN, 1);
	hvc = hvc_alloc(vtermno, &hv_ops, PAGE_SIZE);
	if (IS_ERR(hvc)) {
		connect_console(port, was_connected);
		console_send_control(port->portdev, port->id, VIRTIO_CONSOLE_PORT_OPEN,
				     was_connected);
		forget_console(port);
	} else {
		set_console(port, hvc);
	}
	mutex_unlock(&port->open_mutex);
	/* What came while the interrupt did not know the terminal. */
	port_console_poll(port);
	return IS_ERR(hvc) ? PTR_ERR(hvc) : 0;
}

void remove_port_console(struct port *port)
{
	struct hvc_struct *hvc = port->hvc;

	if (!hvc)
		return;
	mutex_lock(&port->open_mutex);
	set_console(port, NULL);
	mutex_unlock(&port->open_mutex);
	hvc_remove(hvc);
	forget_console(port);
}
