/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_balloon.c - memory balloon: gives pages to the host and takes them back as the host asks.
 *
 * Re-implements Linux's virtio_balloon as it is since 4.6 (works instead of a thread: "virtio_balloon:
 * Use a workqueue instead of \"vballoon\" kthread", Petr Mladek), with the OOM notifier of 5.7, without
 * page migration, free page hinting and reporting. What that driver leaves open is closed here: the
 * statistics buffer is not written while the device has it, nothing is kicked before DRIVER_OK, a
 * buffer that cannot be exposed loses no page, and suspend waits for the works itself.
 *
 * Queues: inflate, deflate, statistics (virtio 1.1, 5.5). The first two carry arrays of page frame
 * numbers, one at a time under balloon_lock; the third is the statistics work's alone.
 */
#include <linux/balloon_compaction.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/oom.h>
#include <linux/slab.h>
#include <linux/virtio.h>
#include <linux/virtio_balloon.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

/* Page frames of a balloon are 4 KiB whatever the guest's page is (virtio 1.1, 5.5.6). */
#define VIRTIO_BALLOON_PAGES_PER_PAGE (PAGE_SIZE >> VIRTIO_BALLOON_PFN_SHIFT)
#define VIRTIO_BALLOON_ARRAY_PFNS_MAX 256
#define VIRTIO_BALLOON_OOM_NR_PAGES 256
#define VIRTIO_BALLOON_RETRY_MS 200

enum virtio_balloon_vq {
	VIRTIO_BALLOON_VQ_INFLATE,
	VIRTIO_BALLOON_VQ_DEFLATE,
	VIRTIO_BALLOON_VQ_STATS,
	VIRTIO_BALLOON_VQ_MAX,
};

struct virtio_balloon {
	struct virtio_device *vdev;
	struct virtqueue *vqs[VIRTIO_BALLOON_VQ_MAX];
	bool has_vqs; /* false after a resume that failed */

	struct work_struct update_balloon_size_work;
	struct work_struct update_balloon_stats_work;

	/* Nothing queues a work once stop_update is set under the lock. */
	spinlock_t stop_update_lock;
	bool stop_update;

	wait_queue_head_t acked; /* the host has used a buffer of inflate or deflate */

	/* Protects the two queues, pfns, and changes of num_pages and of what is in the balloon. */
	struct mutex balloon_lock;
	struct balloon_dev_info vb_dev_info;
	unsigned int num_pages; /* in the balloon */
	unsigned int num_pfns;
	__le32 pfns[VIRTIO_BALLOON_ARRAY_PFNS_MAX];

	bool stats_owned; /* the buffer is ours to fill; the statistics work's */
	unsigned int stats_rounds;
	struct virtio_balloon_stat stats[VIRTIO_BALLOON_S_NR];

	struct notifier_block oom_nb;
};

/* ---- pages --------------------------------------------------------------------------------- */

static void balloon_ack(struct virtqueue *vq)
{
	struct virtio_balloon *vb = vq->vdev->priv;

	wake_up(&vb->acked);
}

/* Exposes pfns and waits until the host has used them, or is not there any more. Under balloon_lock. */
static int tell_host(struct virtio_balloon *vb, struct virtqueue *vq)
{
	struct scatterlist sg, *sgs[] = { &sg };
	bool answered = false;
	unsigned int len;
	int err;

	sg_init_one(&sg, vb->pfns, sizeof(vb->pfns[0]) * vb->num_pfns);
	err = virtqueue_add_sgs(vq, sgs, 1, 0, vb, GFP_KERNEL);
	if (err)
		return err;
	virtqueue_kick(vq);
	wait_event(vb->acked, (answered = virtqueue_get_buf(vq, &len)) || virtqueue_is_broken(vq));
	return answered ? 0 : -EIO;
}

/* Takes all pages off a list to make pfns of them, and puts them on another. */
static void set_page_pfns(struct virtio_balloon *vb, struct list_head *from, struct list_head *to)
{
	struct page *page;

	vb->num_pfns = 0;
	while ((page = balloon_page_pop(from))) {
		vb->pfns[vb->num_pfns++] = cpu_to_le32(page_to_pfn(page));
		balloon_page_push(to, page);
	}
}

static void release_pages_balloon(struct list_head *pages)
{
	struct page *page;

	while ((page = balloon_page_pop(pages)))
		put_page(page);
}

/* What the host sees of us; under balloon_lock, so that the last value stands. */
static void update_balloon_size(struct virtio_balloon *vb)
{
	__le32 actual = cpu_to_le32(vb->num_pages);

	virtio_cwrite(vb->vdev, struct virtio_balloon_config, actual, &actual);
}

static void change_num_pages(struct virtio_balloon *vb, int change)
{
	WRITE_ONCE(vb->num_pages, vb->num_pages + change);
	update_balloon_size(vb);
}

/* Memory is allocated without balloon_lock, which who runs out of memory needs in order to deflate. */
static size_t fill_balloon(struct virtio_balloon *vb, size_t num)
{
	LIST_HEAD(allocated);
	LIST_HEAD(pages);
	size_t filled;
	int err;

	num = min(num, (size_t)VIRTIO_BALLOON_ARRAY_PFNS_MAX);
	for (filled = 0; filled < num; filled++) {
		struct page *page = balloon_page_alloc();

		if (!page) {
			dev_info(&vb->vdev->dev, "no memory: %zu of %zu pages\n", filled, num);
			/* The host asks for more than there is: no busy loop. */
			msleep(VIRTIO_BALLOON_RETRY_MS);
			break;
		}
		balloon_page_push(&allocated, page);
	}
	if (!filled)
		return 0;

	mutex_lock(&vb->balloon_lock);
	set_page_pfns(vb, &allocated, &pages);
	err = tell_host(vb, vb->vqs[VIRTIO_BALLOON_VQ_INFLATE]);
	if (!err) {
		balloon_page_list_enqueue(&vb->vb_dev_info, &pages);
		change_num_pages(vb, filled);
	}
	mutex_unlock(&vb->balloon_lock);

	if (err) {
		release_pages_balloon(&pages);
		msleep(VIRTIO_BALLOON_RETRY_MS);
		return 0;
	}
	return filled;
}

/* The host is told first: until it has answered, a page may be gone (VIRTIO_BALLOON_F_MUST_TELL_HOST). */
static size_t leak_balloon(struct virtio_balloon *vb, size_t num)
{
	LIST_HEAD(dequeued);
	LIST_HEAD(pages);
	size_t leaked;

	num = min(num, (size_t)VIRTIO_BALLOON_ARRAY_PFNS_MAX);
	mutex_lock(&vb->balloon_lock);
	leaked = balloon_page_list_dequeue(&vb->vb_dev_info, &dequeued, num);
	if (leaked) {
		set_page_pfns(vb, &dequeued, &pages);
		if (tell_host(vb, vb->vqs[VIRTIO_BALLOON_VQ_DEFLATE])) {
			balloon_page_list_enqueue(&vb->vb_dev_info, &pages);
			leaked = 0;
		} else {
			change_num_pages(vb, -(int)leaked);
		}
	}
	release_pages_balloon(&pages);
	mutex_unlock(&vb->balloon_lock);
	return leaked;
}

/* ---- what the host asks for ---------------------------------------------------------------- */

/* Queues a work unless the device goes. Any context. */
static void queue_update(struct virtio_balloon *vb, struct work_struct *work)
{
	unsigned long flags;

	spin_lock_irqsave(&vb->stop_update_lock, flags);
	if (!vb->stop_update)
		queue_work(system_freezable_wq, work);
	spin_unlock_irqrestore(&vb->stop_update_lock, flags);
}

static s64 towards_target(struct virtio_balloon *vb)
{
	u32 num_pages;

	virtio_cread(vb->vdev, struct virtio_balloon_config, num_pages, &num_pages);
	return (s64)num_pages - READ_ONCE(vb->num_pages);
}

static void update_balloon_size_func(struct work_struct *work)
{
	struct virtio_balloon *vb =
		container_of(work, struct virtio_balloon, update_balloon_size_work);
	s64 diff = towards_target(vb);

	if (diff > 0)
		diff -= fill_balloon(vb, diff);
	else if (diff < 0)
		diff += leak_balloon(vb, -diff);
	if (diff)
		queue_update(vb, work);
}

/* Hardirq context. */
static void virtballoon_changed(struct virtio_device *vdev)
{
	struct virtio_balloon *vb = vdev->priv;

	queue_update(vb, &vb->update_balloon_size_work);
}

/* The host has read the last statistics and wants new ones. */
static void stats_request(struct virtqueue *vq)
{
	struct virtio_balloon *vb = vq->vdev->priv;

	queue_update(vb, &vb->update_balloon_stats_work);
}

/* Nobody counts page faults here: the rounds of statistics stand for them. */
static unsigned int update_balloon_stats(struct virtio_balloon *vb)
{
	const u64 values[][2] = {
		{ VIRTIO_BALLOON_S_MINFLT, ++vb->stats_rounds },
		{ VIRTIO_BALLOON_S_CACHES, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		vb->stats[i].tag = cpu_to_le16(values[i][0]);
		vb->stats[i].val = cpu_to_le64(values[i][1]);
	}
	return i;
}

static void update_balloon_stats_func(struct work_struct *work)
{
	struct virtio_balloon *vb =
		container_of(work, struct virtio_balloon, update_balloon_stats_work);
	struct virtqueue *vq = vb->vqs[VIRTIO_BALLOON_VQ_STATS];
	struct scatterlist sg, *sgs[] = { &sg };
	unsigned int len;

	/* A callback without cause: the buffer is still the host's. */
	if (!vb->stats_owned && !virtqueue_get_buf(vq, &len))
		return;
	vb->stats_owned = true;

	sg_init_one(&sg, vb->stats, sizeof(vb->stats[0]) * update_balloon_stats(vb));
	if (virtqueue_add_sgs(vq, sgs, 1, 0, vb, GFP_KERNEL)) {
		msleep(VIRTIO_BALLOON_RETRY_MS);
		queue_update(vb, work);
		return;
	}
	vb->stats_owned = false;
	virtqueue_kick(vq);
}

static int virtio_balloon_oom_notify(struct notifier_block *nb, unsigned long action, void *parm)
{
	struct virtio_balloon *vb = container_of(nb, struct virtio_balloon, oom_nb);
	unsigned long *freed = parm;

	*freed += leak_balloon(vb, VIRTIO_BALLOON_OOM_NR_PAGES) / VIRTIO_BALLOON_PAGES_PER_PAGE;
	return NOTIFY_OK;
}

/* ---- life ---------------------------------------------------------------------------------- */

static int init_vqs(struct virtio_balloon *vb)
{
	vq_callback_t *callbacks[] = { balloon_ack, balloon_ack, stats_request };
	static const char *const names[] = { "inflate", "deflate", "stats" };
	bool stats = virtio_has_feature(vb->vdev, VIRTIO_BALLOON_F_STATS_VQ);
	unsigned int count = stats ? VIRTIO_BALLOON_VQ_MAX : VIRTIO_BALLOON_VQ_STATS;
	int err = virtio_find_vqs(vb->vdev, count, vb->vqs, callbacks, names);

	vb->has_vqs = !err;
	return err;
}

/* With queues: the device goes live, gets its first statistics, and what it has asked for. */
static void start_updates(struct virtio_balloon *vb)
{
	virtio_device_ready(vb->vdev);
	vb->stats_owned = true;
	spin_lock_irq(&vb->stop_update_lock);
	vb->stop_update = false;
	spin_unlock_irq(&vb->stop_update_lock);
	if (virtio_has_feature(vb->vdev, VIRTIO_BALLOON_F_STATS_VQ))
		queue_update(vb, &vb->update_balloon_stats_work);
	queue_update(vb, &vb->update_balloon_size_work);
}

static void stop_updates(struct virtio_balloon *vb)
{
	spin_lock_irq(&vb->stop_update_lock);
	vb->stop_update = true;
	spin_unlock_irq(&vb->stop_update_lock);
	cancel_work_sync(&vb->update_balloon_size_work);
	cancel_work_sync(&vb->update_balloon_stats_work);
}

/* All pages come home, the device is reset. An OOM notifier may still come, and finds none. */
static void remove_common(struct virtio_balloon *vb)
{
	LIST_HEAD(pages);

	while (leak_balloon(vb, READ_ONCE(vb->num_pages)))
		;
	mutex_lock(&vb->balloon_lock);
	virtio_reset_device(vb->vdev);
	/* What the host could not be told of: a device that was reset has no pages. */
	balloon_page_list_dequeue(&vb->vb_dev_info, &pages, vb->num_pages);
	release_pages_balloon(&pages);
	WRITE_ONCE(vb->num_pages, 0);
	mutex_unlock(&vb->balloon_lock);
	if (vb->has_vqs)
		vb->vdev->config->del_vqs(vb->vdev);
	vb->has_vqs = false;
}

static int virtballoon_probe(struct virtio_device *vdev)
{
	struct virtio_balloon *vb = kzalloc(sizeof(*vb), GFP_KERNEL);
	int err;

	if (!vb)
		return -ENOMEM;
	vdev->priv = vb;
	vb->vdev = vdev;
	vb->stop_update = true;
	INIT_WORK(&vb->update_balloon_size_work, update_balloon_size_func);
	INIT_WORK(&vb->update_balloon_stats_work, update_balloon_stats_func);
	spin_lock_init(&vb->stop_update_lock);
	mutex_init(&vb->balloon_lock);
	init_waitqueue_head(&vb->acked);
	balloon_devinfo_init(&vb->vb_dev_info);

	err = init_vqs(vb);
	if (err) {
		kfree(vb);
		return err;
	}
	start_updates(vb);
	if (virtio_has_feature(vdev, VIRTIO_BALLOON_F_DEFLATE_ON_OOM)) {
		vb->oom_nb.notifier_call = virtio_balloon_oom_notify;
		register_oom_notifier(&vb->oom_nb);
	}
	return 0;
}

static void virtballoon_remove(struct virtio_device *vdev)
{
	struct virtio_balloon *vb = vdev->priv;

	/* A device that was torn out answers nobody. */
	wake_up(&vb->acked);
	if (virtio_has_feature(vdev, VIRTIO_BALLOON_F_DEFLATE_ON_OOM))
		unregister_oom_notifier(&vb->oom_nb);
	stop_updates(vb);
	remove_common(vb);
	kfree(vb);
}

static int virtballoon_freeze(struct virtio_device *vdev)
{
	struct virtio_balloon *vb = vdev->priv;

	stop_updates(vb);
	remove_common(vb);
	return 0;
}

static int virtballoon_restore(struct virtio_device *vdev)
{
	struct virtio_balloon *vb = vdev->priv;
	int err = init_vqs(vb);

	if (!err)
		start_updates(vb);
	return err;
}

static const struct virtio_device_id id_table[] = {
	{ VIRTIO_ID_BALLOON, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static const unsigned int features[] = {
	VIRTIO_BALLOON_F_MUST_TELL_HOST,
	VIRTIO_BALLOON_F_STATS_VQ,
	VIRTIO_BALLOON_F_DEFLATE_ON_OOM,
};

static struct virtio_driver virtio_balloon_driver = {
	.driver.name = "virtio_balloon",
	.driver.owner = THIS_MODULE,
	.id_table = id_table,
	.feature_table = features,
	.feature_table_size = ARRAY_SIZE(features),
	.probe = virtballoon_probe,
	.remove = virtballoon_remove,
	.config_changed = virtballoon_changed,
	.freeze = virtballoon_freeze,
	.restore = virtballoon_restore,
};

static int __init virtio_balloon_init(void)
{
	return register_virtio_driver(&virtio_balloon_driver);
}

static void __exit virtio_balloon_exit(void)
{
	unregister_virtio_driver(&virtio_balloon_driver);
}

module_init(virtio_balloon_init);
module_exit(virtio_balloon_exit);

MODULE_DEVICE_TABLE(virtio, id_table);
MODULE_DESCRIPTION("Virtio memory balloon");
MODULE_LICENSE("GPL v2");
