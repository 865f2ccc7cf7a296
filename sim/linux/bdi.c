/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bdi.c - what writeback knows of a disk: an object that is counted and has a device of its own. No
 * page is dirty, so no writeback goes with it.
 */
#include <linux/backing-dev.h>
#include <linux/device.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include <asm/port.h>

static struct class bdi_class = {
	.name = "bdi",
};

static int __init bdi_class_init(void)
{
	return class_register(&bdi_class);
}
postcore_initcall(bdi_class_init);

struct backing_dev_info *bdi_alloc(int node_id)
{
	struct backing_dev_info *bdi = kzalloc_node(sizeof(*bdi), GFP_KERNEL, node_id);

	if (!bdi)
		return NULL;
	kref_init(&bdi->refcnt);
	bdi->max_ratio = 100;
	INIT_LIST_HEAD(&bdi->bdi_list);
	INIT_LIST_HEAD(&bdi->wb_list);
	init_waitqueue_head(&bdi->wb_waitq);
	bdi->wb.bdi = bdi;
	bdi->capabilities = BDI_CAP_WRITEBACK | BDI_CAP_WRITEBACK_ACCT;
	bdi->ra_pages = (SZ_128K / PAGE_SIZE);
	bdi->io_pages = (SZ_128K / PAGE_SIZE);
	return bdi;
}

int bdi_register(struct backing_dev_info *bdi, const char *fmt, ...)
{
	struct device *dev;
	va_list args;

	if (bdi->dev)
		return 0;
	va_start(args, fmt);
	vsnprintf(bdi->dev_name, sizeof(bdi->dev_name), fmt, args);
	va_end(args);
	dev = device_create(&bdi_class, NULL, MKDEV(0, 0), bdi, "%s", bdi->dev_name);
	if (IS_ERR(dev))
		return PTR_ERR(dev);
	bdi->dev = dev;
	set_bit(WB_registered, &bdi->wb.state);
	return 0;
}

void bdi_set_owner(struct backing_dev_info *bdi, struct device *owner)
{
	WARN_ON(bdi->owner);
	bdi->owner = get_device(owner);
}

void bdi_unregister(struct backing_dev_info *bdi)
{
	clear_bit(WB_registered, &bdi->wb.state);
	if (bdi->dev) {
		device_unregister(bdi->dev);
		bdi->dev = NULL;
	}
	put_device(bdi->owner);
	bdi->owner = NULL;
}

static void bdi_release(struct kref *ref)
{
	struct backing_dev_info *bdi = container_of(ref, struct backing_dev_info, refcnt);

	WARN_ON(test_bit(WB_registered, &bdi->wb.state));
	WARN_ON(bdi->dev);
	kfree(bdi);
}

void bdi_put(struct backing_dev_info *bdi)
{
	kref_put(&bdi->refcnt, bdi_release);
}
