/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hvc.c - hypervisor virtual consoles: a buffer for each direction between files and a driver.
 *
 * As in Linux a driver is called under the terminal's lock. What it cannot take right now stays in
 * the buffer until somebody polls.
 */
#include <linux/bug.h>
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/fcntl.h>
#include <linux/hvc_console.h>
#include <linux/init.h>
#include <linux/kref.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define N_INBUF 64
#define NAME_BYTES 16

struct hvc_struct {
	struct kref ref;
	struct list_head next; /* of hvc_structs */
	spinlock_t lock; /* all that follows */
	u32 vtermno;
	const struct hv_ops *ops;
	struct winsize ws;
	bool removed;
	wait_queue_head_t wait; /* for room, for characters, and for the end */
	struct cdev *cdev;
	u8 inbuf[N_INBUF];
	size_t n_inbuf;
	size_t n_outbuf;
	size_t outbuf_size;
	u8 outbuf[];
};

static LIST_HEAD(hvc_structs);
static DEFINE_SPINLOCK(hvc_structs_lock);

static void hvc_free(struct kref *ref)
{
	kfree(container_of(ref, struct hvc_struct, ref));
}

void hvc_get(struct hvc_struct *hp)
{
	kref_get(&hp->ref);
}
EXPORT_SYMBOL_GPL(hvc_get);

void hvc_put(struct hvc_struct *hp)
{
	kref_put(&hp->ref, hvc_free);
}
EXPORT_SYMBOL_GPL(hvc_put);

/* With the lock. */
static void hvc_push(struct hvc_struct *hp)
{
	ssize_t n = hp->ops->put_chars(hp->vtermno, hp->outbuf, hp->n_outbuf);

	if (n == -EAGAIN)
		n = 0;
	if (n < 0)
		n = hp->n_outbuf;
	hp->n_outbuf -= n;
	memmove(hp->outbuf, hp->outbuf + n, hp->n_outbuf);
}

bool hvc_poll(struct hvc_struct *hp)
{
	unsigned long flags;
	ssize_t n = 0;
	bool again;

	spin_lock_irqsave(&hp->lock, flags);
	if (hp->n_outbuf && !hp->removed)
		hvc_push(hp);
	while (!hp->removed && hp->n_inbuf < N_INBUF) {
		n = hp->ops->get_chars(hp->vtermno, hp->inbuf + hp->n_inbuf, N_INBUF - hp->n_inbuf);
		if (n <= 0)
			break;
		hp->n_inbuf += n;
	}
	again = hp->n_outbuf && !hp->removed;
	spin_unlock_irqrestore(&hp->lock, flags);
	wake_up_all(&hp->wait);
	return again;
}
EXPORT_SYMBOL_GPL(hvc_poll);

static struct hvc_struct *hvc_find(u32 vtermno)
{
	struct hvc_struct *hp, *found = NULL;

	spin_lock_irq(&hvc_structs_lock);
	list_for_each_entry (hp, &hvc_structs, next) {
		if (hp->vtermno == vtermno) {
			hvc_get(hp);
			found = hp;
		}
	}
	spin_unlock_irq(&hvc_structs_lock);
	return found;
}

/* The next terminal after the one with a number, with a reference. */
static struct hvc_struct *hvc_next(u32 *vtermno)
{
	struct hvc_struct *hp, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&hvc_structs_lock, flags);
	list_for_each_entry (hp, &hvc_structs, next) {
		if (hp->vtermno > *vtermno) {
			hvc_get(hp);
			*vtermno = hp->vtermno;
			found = hp;
			break;
		}
	}
	spin_unlock_irqrestore(&hvc_structs_lock, flags);
	return found;
}

static void hvc_poll_all(struct work_struct *work)
{
	struct hvc_struct *hp;
	u32 vtermno = 0;

	while ((hp = hvc_next(&vtermno))) {
		hvc_poll(hp);
		hvc_put(hp);
	}
}

static DECLARE_WORK(hvc_work, hvc_poll_all);

void hvc_kick(void)
{
	schedule_work(&hvc_work);
}
EXPORT_SYMBOL_GPL(hvc_kick);

void hvc_resize(struct hvc_struct *hp, struct winsize ws)
{
	unsigned long flags;

	spin_lock_irqsave(&hp->lock, flags);
	hp->ws = ws;
	spin_unlock_irqrestore(&hp->lock, flags);
}
EXPORT_SYMBOL_GPL(hvc_resize);

/* ---- files --------------------------------------------------------------------------------- */

static int hvc_open(struct inode *inode, struct file *file)
{
	struct hvc_struct *hp = hvc_find((u32)(unsigned long)inode->i_private);

	file->private_data = hp;
	return hp ? 0 : -ENXIO;
}

static int hvc_release(struct inode *inode, struct file *file)
{
	hvc_put(file->private_data);
	return 0;
}

static bool hvc_readable(struct hvc_struct *hp)
{
	bool readable;

	spin_lock_irq(&hp->lock);
	readable = hp->n_inbuf || hp->removed;
	spin_unlock_irq(&hp->lock);
	return readable;
}

static ssize_t hvc_read(struct file *file, char __user *ubuf, size_t count, loff_t *pos)
{
	struct hvc_struct *hp = file->private_data;
	u8 chars[N_INBUF];

	if (wait_event_interruptible(hp->wait, hvc_readable(hp)))
		return -ERESTARTSYS;
	spin_lock_irq(&hp->lock);
	count = min(count, hp->n_inbuf);
	memcpy(chars, hp->inbuf, count);
	hp->n_inbuf -= count;
	memmove(hp->inbuf, hp->inbuf + count, hp->n_inbuf);
	spin_unlock_irq(&hp->lock);

	/* The driver may have kept what there was no room for. */
	hvc_poll(hp);
	return copy_to_user(ubuf, chars, count) ? -EFAULT : (ssize_t)count;
}

static bool hvc_writable(struct hvc_struct *hp)
{
	bool writable;

	spin_lock_irq(&hp->lock);
	writable = hp->n_outbuf < hp->outbuf_size || hp->removed;
	spin_unlock_irq(&hp->lock);
	return writable;
}

/* As many of them as there is room for; at least one is written unless the terminal is gone. */
static ssize_t hvc_write_some(struct hvc_struct *hp, const u8 *chars, size_t count)
{
	ssize_t ret;

	spin_lock_irq(&hp->lock);
	count = min(count, hp->outbuf_size - hp->n_outbuf);
	if (hp->removed) {
		ret = -EIO;
	} else {
		memcpy(hp->outbuf + hp->n_outbuf, chars, count);
		hp->n_outbuf += count;
		if (hp->n_outbuf)
			hvc_push(hp);
		ret = count;
	}
	spin_unlock_irq(&hp->lock);
	return ret;
}

static ssize_t hvc_write(struct file *file, const char __user *ubuf, size_t count, loff_t *pos)
{
	struct hvc_struct *hp = file->private_data;
	size_t done = 0;

	while (done < count) {
		u8 chars[N_INBUF];
		size_t bytes = min_t(size_t, count - done, sizeof(chars));
		ssize_t ret;

		if (copy_from_user(chars, ubuf + done, bytes))
			return -EFAULT;
		if (wait_event_interruptible(hp->wait, hvc_writable(hp)))
			return -ERESTARTSYS;
		ret = hvc_write_some(hp, chars, bytes);
		if (ret < 0)
			return ret;
		done += ret;
	}
	return done;
}

static const struct file_operations hvc_fops = {
	.open = hvc_open,
	.read = hvc_read,
	.write = hvc_write,
	.release = hvc_release,
};

/* ---- coming and going ---------------------------------------------------------------------- */

static int hvc_make_node(struct hvc_struct *hp)
{
	char name[NAME_BYTES];
	dev_t devt;
	int err;

	hp->cdev = cdev_alloc();
	if (!hp->cdev)
		return -ENOMEM;
	hp->cdev->ops = &hvc_fops;
	hp->cdev->inode.i_private = (void *)(unsigned long)hp->vtermno;
	snprintf(name, sizeof(name), "hvc%u", hp->vtermno);
	err = alloc_chrdev_region(&devt, 0, 1, name);
	if (err) {
		cdev_put(hp->cdev);
		return err;
	}
	return cdev_add(hp->cdev, devt, 1);
}

struct hvc_struct *hvc_alloc(u32 vtermno, const struct hv_ops *ops, size_t outbuf_bytes)
{
	struct hvc_struct *hp = kzalloc(sizeof(*hp) + outbuf_bytes, GFP_KERNEL);
	int err;

	if (!hp)
		return ERR_PTR(-ENOMEM);
	kref_init(&hp->ref);
	spin_lock_init(&hp->lock);
	init_waitqueue_head(&hp->wait);
	hp->vtermno = vtermno;
	hp->ops = ops;
	hp->outbuf_size = outbuf_bytes;
	spin_lock_irq(&hvc_structs_lock);
	list_add_tail(&hp->next, &hvc_structs);
	spin_unlock_irq(&hvc_structs_lock);
	err = hvc_make_node(hp);
	if (err) {
		spin_lock_irq(&hvc_structs_lock);
		list_del(&hp->next);
		spin_unlock_irq(&hvc_structs_lock);
		hvc_put(hp);
		return ERR_PTR(err);
	}
	return hp;
}
EXPORT_SYMBOL_GPL(hvc_alloc);

void hvc_remove(struct hvc_struct *hp)
{
	dev_t devt = hp->cdev->dev;

	spin_lock_irq(&hvc_structs_lock);
	list_del(&hp->next);
	spin_unlock_irq(&hvc_structs_lock);

	spin_lock_irq(&hp->lock);
	hp->removed = true;
	hp->n_inbuf = 0;
	spin_unlock_irq(&hp->lock);
	wake_up_all(&hp->wait);

	cdev_del(hp->cdev);
	unregister_chrdev_region(devt, 1);
	hvc_put(hp);
}
EXPORT_SYMBOL_GPL(hvc_remove);

static void __exit hvc_exit(void)
{
	cancel_work_sync(&hvc_work);
}
__exitcall(hvc_exit);
