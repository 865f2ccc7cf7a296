/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_console.h - a console device, its ports, and their queues.
 */
#ifndef VIRTIO_CONSOLE_H
#define VIRTIO_CONSOLE_H

#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/hvc_console.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/virtio.h>
#include <linux/virtio_console.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define VIRTCONS_MAX_PORTS 0x8000

/* The queues of one direction; the lock is for vq and its operations. */
struct console_queue {
	spinlock_t lock;
	struct virtqueue *vq; /* NULL: the device is suspended, or gone */
};

/* The token of each buffer in a port's queues and in the control queue that is read. */
struct port_buffer {
	struct list_head node;
	size_t size; /* bytes of data */
	size_t len; /* of these, what the device wrote */
	size_t offset; /* and what was read already */
	char data[];
};

/* Counted: the device holds it, and so does each port. */
struct ports_device {
	struct kref ref;
	struct list_head list; /* of all devices */
	struct virtio_device *vdev;
	dev_t devt; /* of port 0 */
	u32 max_nr_ports;
	spinlock_t ports_lock; /* ports; also taken in interrupts */
	struct list_head ports;
	struct work_struct control_work;
	struct console_queue c_in;
	struct console_queue c_out;
	struct mutex control_mutex; /* who sends a message; nests inside a port's open_mutex */
	wait_queue_head_t control_wait; /* for the device to read it */
	struct virtio_console_control cpkt; /* the message; the device's while it is on the ring */
	struct virtqueue **vqs; /* all of them, in the order of the device; NULL without any */
	struct console_queue *in; /* of each port */
	struct console_queue *out;
	bool stopping; /* the queues are broken on purpose */
};

/* Counted: its device holds it until it is unplugged, and so does whoever has it open. */
struct port {
	struct kref ref;
	struct list_head list;
	struct ports_device *portdev;
	u32 id;
	struct cdev *cdev;
	wait_queue_head_t waitqueue; /* anything that a reader or writer waits for */
	struct mutex open_mutex; /* who is connected here, and telling the device so */
	struct mutex read_mutex; /* from taking a buffer off received to putting its rest back */

	/* Under the input queue's lock. */
	struct list_head received;
	bool guest_connected; /* somebody here has it open */
	bool host_connected; /* and somebody there */
	bool hangup; /* the connection broke, and the reader does not know yet */
	bool unplugged;
	struct hvc_struct *hvc; /* NULL: it is no console */

	struct list_head console_node;
	u32 vtermno;
};

/* virtio_console_queue.c */

struct port_buffer *console_alloc_buf(size_t bytes, gfp_t gfp);
/* With the lock: the device may write to buf. As virtqueue_add_buf(). */
int console_add_inbuf(struct console_queue *q, struct port_buffer *buf);
/* With the lock: the same if there is room, else buf is freed. */
void console_recycle(struct console_queue *q, struct port_buffer *buf);
/* Gives the device buffers until it has as many as it can take. -ENOMEM: it has none. */
int console_fill_queue(struct console_queue *q);
/* With the lock: frees what the device has read. False: nothing. */
bool console_reclaim(struct console_queue *q);
/* Nobody uses the queue from now on. */
void console_detach_queue(struct console_queue *q);

/* virtio_console_port.c */

extern const struct file_operations port_fops;
/* With a reference, by its number; NULL. Any context. */
struct port *find_port_by_id(struct ports_device *portdev, u32 id);
/* The one that has this device number, on any device. */
struct port *find_port_by_devt(dev_t devt);
void port_put(struct port *port);
/*
 * Sends a buffer, which is the device's if this returns 0; -EAGAIN: not now. wait: polls until the
 * device has read it, which any context may do.
 */
int port_send(struct port *port, struct port_buffer *buf, bool wait);
/*
 * The next buffer with something in it, which is the caller's until port_put_back(); or 1 if there
 * is nothing yet, 0 if nothing will come while the connection is broken, -ENODEV. One reader at a
 * time. Any context.
 */
int port_next_buf(struct port *port, struct port_buffer **buf);
/* What is left of it comes first in the next read, unless the port broke meanwhile. */
void port_put_back(struct port *port, struct port_buffer *buf);
/* With the input queue's lock: takes what the device has written. */
void port_pull(struct port *port, struct console_queue *in);
int add_port(struct ports_device *portdev, u32 id);
void unplug_port(struct port *port);
/* What was under way on the port is lost: the device was reset. */
void port_hang_up(struct port *port);
/* The host end opened or closed. */
void port_set_host_connected(struct port *port, bool connected);

/* virtio_console_hvc.c */

/* The device says that the port is a console. Task context. */
int init_port_console(struct port *port);
void remove_port_console(struct port *port);
/* Characters have come. Any context. */
void port_console_poll(struct port *port);
void port_console_resize(struct port *port, u16 rows, u16 cols);

/* virtio_console_control.c */

/*
 * Tells the device something of a port, and waits until it has read that: what is sent through the
 * port's own queues afterwards reaches a device that knows. Nothing is said to a device that was told
 * to stop. Task context.
 */
void console_send_control(struct ports_device *portdev, u32 id, unsigned int event,
			  unsigned int value);
void console_control_work(struct work_struct *work);

/* virtio_console.c */

void portdev_put(struct ports_device *portdev);

extern struct list_head portdevs;
extern spinlock_t portdevs_lock;

#endif
