/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_balloon.c - a virtio memory balloon as a user-space process has it (virtio 1.1, 5.5).
 *
 * Re-implements hw/virtio/virtio-balloon.c of QEMU 1.x to 4.x: pages of the inflate queue are
 * discarded, those of the deflate queue populated again; a statistics buffer is kept until somebody
 * asks for new statistics. Other than QEMU it remembers which pages it has, and does not go on with a
 * guest that gives one twice or takes back what it never gave. A reset gives all of them back.
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>
#include <qemu/qapi-events.h>
#include <qemu/ram.h>

#include "qemu_balloon.h"

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn virtio_balloon_realize;
virtio_unrealize_fn virtio_balloon_unrealize;
virtio_get_features_fn virtio_balloon_get_features;
virtio_get_config_fn virtio_balloon_get_config;
virtio_set_config_fn virtio_balloon_set_config;
virtio_set_queue_fn virtio_balloon_set_queue;
virtio_set_status_fn virtio_balloon_set_status;
virtio_reset_fn virtio_balloon_reset;
virtio_handle_output_fn virtio_balloon_handle_output;
virtio_host_notifier_fn virtio_balloon_host_notifier;

#define BALLOON_PAGE_BYTES (1u << VIRTIO_BALLOON_PFN_SHIFT)

static VirtIOBalloon *balloon; /* the one that the administrator sees; under the big lock */

/* ---- pages --------------------------------------------------------------------------------- */

static BalloonPage **find_page(VirtIOBalloon *s, uint32_t pfn)
{
	BalloonPage **link = &s->pages;

	while (*link && (*link)->pfn != pfn)
		link = &(*link)->next;
	return link;
}

static bool inflate_page(VirtIOBalloon *s, uint32_t pfn)
{
	hwaddr addr = (hwaddr)pfn << VIRTIO_BALLOON_PFN_SHIFT;
	BalloonPage *page;

	if (*find_page(s, pfn) ||
	    ram_block_discard_range(&s->served.vdev.as, addr, BALLOON_PAGE_BYTES))
		return false;
	page = g_new(BalloonPage, 1);
	page->pfn = pfn;
	page->next = s->pages;
	s->pages = page;
	return true;
}

static bool deflate_page(VirtIOBalloon *s, uint32_t pfn)
{
	BalloonPage **link = find_page(s, pfn);
	BalloonPage *page = *link;

	if (!page)
		return false;
	ram_block_populate_range(&s->served.vdev.as, (hwaddr)pfn << VIRTIO_BALLOON_PFN_SHIFT,
				 BALLOON_PAGE_BYTES);
	*link = page->next;
	g_free(page);
	return true;
}

static bool handle_pages(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIOBalloon *s = container_of(vdev, VirtIOBalloon, served.vdev);
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
	size_t offset = 0;
	bool good = true;
	uint32_t pfn;

	if (!elem)
		return false;
	while (good &&
	       iov_to_buf(elem->out_sg, elem->out_num, offset, &pfn, sizeof(pfn)) == sizeof(pfn)) {
		pfn = le32_to_cpu(pfn);
		good = vq->queue_index == BALLOON_INFLATE ? inflate_page(s, pfn) :
							    deflate_page(s, pfn);
		offset += sizeof(pfn);
	}
	if (!good)
		virtio_error(vdev, "%s: page %#x cannot be %s", vdev->name, pfn,
			     vq->queue_index == BALLOON_INFLATE ? "given" : "taken back");
	virtqueue_push(vq, elem, 0);
	g_free(elem);
	virtio_notify(vq);
	return good;
}

/* ---- statistics ---------------------------------------------------------------------------- */

static void stats_give_back(VirtIOBalloon *s, VirtQueue *vq)
{
	virtqueue_push(vq, s->stats_vq_elem, 0);
	g_free(s->stats_vq_elem);
	s->stats_vq_elem = NULL;
	virtio_notify(vq);
}

/* False if they are not newer than the last. */
static bool stats_read(VirtIOBalloon *s, const VirtQueueElement *elem)
{
	struct virtio_balloon_stat stat;
	bool newer = false;

	for (size_t offset = 0;
	     iov_to_buf(elem->out_sg, elem->out_num, offset, &stat, sizeof(stat)) == sizeof(stat);
	     offset += sizeof(stat)) {
		if (le16_to_cpu(stat.tag) != VIRTIO_BALLOON_S_MINFLT)
			continue;
		newer = le64_to_cpu(stat.val) > s->stats_rounds;
		s->stats_rounds = le64_to_cpu(stat.val);
	}
	return newer;
}

static bool handle_stats(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIOBalloon *s = container_of(vdev, VirtIOBalloon, served.vdev);
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));

	if (!elem)
		return false;
	if (s->stats_vq_elem || !stats_read(s, elem)) {
		virtio_error(vdev, "%s: statistics that were not asked for", vdev->name);
		virtqueue_push(vq, elem, 0);
		g_free(elem);
		return false;
	}
	s->stats_vq_elem = elem;
	return true;
}

static void poll_stats_in_loop(void *opaque)
{
	VirtIOBalloon *s = opaque;

	if (s->served.vdev.started && s->stats_vq_elem)
		stats_give_back(s, &s->served.vdev.vq[BALLOON_STATS]);
	virtio_served_end(&s->served);
}

void qmp_balloon_stats(void)
{
	if (!balloon)
		return;
	virtio_served_begin(&balloon->served);
	aio_bh_schedule_oneshot(balloon->served.ctx, poll_stats_in_loop, balloon);
}

void qmp_balloon(uint32_t pages)
{
	if (!balloon)
		return;
	atomic_set(&balloon->num_pages, pages);
	virtio_bus_notify_config(&balloon->served.vdev.conf);
}

/* ---- the device ---------------------------------------------------------------------------- */

static void handle_vq(VirtIODevice *vdev, VirtQueue *vq)
{
	virtio_queue_run(vdev, vq, vq->queue_index == BALLOON_STATS ? handle_stats : handle_pages);
}

void *virtio_balloon_realize(const struct virtio_bus_conf *conf)
{
	VirtIOBalloon *s = g_new0(VirtIOBalloon, 1);

	virtio_served_init(&s->served, "virtio-balloon", conf, handle_vq);
	balloon = s;
	return s;
}

static void set_actual(VirtIOBalloon *s, uint32_t pages)
{
	atomic_set(&s->actual, pages);
	qapi_event_send_balloon_change(pages);
}

/* The guest forgets its pages in a reset, so they are its own again. */
void virtio_balloon_reset(void *device)
{
	VirtIOBalloon *s = device;

	if (virtio_served_stop(&s->served))
		virtio_served_drain(&s->served);
	if (s->stats_vq_elem) {
		virtqueue_detach_element(&s->served.vdev.vq[BALLOON_STATS], s->stats_vq_elem);
		g_free(s->stats_vq_elem);
		s->stats_vq_elem = NULL;
	}
	while (s->pages)
		deflate_page(s, s->pages->pfn);
	set_actual(s, 0);
	virtio_reset(&s->served.vdev);
}

void virtio_balloon_unrealize(void *device)
{
	VirtIOBalloon *s = device;

	balloon = NULL;
	virtio_balloon_reset(s);
	virtio_served_drain(&s->served);
	virtio_served_cleanup(&s->served);
	g_free(s);
}

uint64_t virtio_balloon_get_features(void *device)
{
	VirtIOBalloon *s = device;

	return virtio_host_features(&s->served.vdev) | 1ull << VIRTIO_BALLOON_F_MUST_TELL_HOST |
	       1ull << VIRTIO_BALLOON_F_STATS_VQ | 1ull << VIRTIO_BALLOON_F_DEFLATE_ON_OOM;
}

static void fill_config(VirtIOBalloon *s, struct virtio_balloon_config *config)
{
	memset(config, 0, sizeof(*config));
	config->num_pages = cpu_to_le32(atomic_read(&s->num_pages));
	config->actual = cpu_to_le32(atomic_read(&s->actual));
}

unsigned int virtio_balloon_get_config(void *device, void *config, unsigned int bytes)
{
	struct virtio_balloon_config balloon;

	fill_config(device, &balloon);
	memcpy(config, &balloon, MIN(bytes, sizeof(balloon)));
	return sizeof(balloon);
}

/* Only one field is the guest's to write. */
void virtio_balloon_set_config(void *device, unsigned int offset, const void *config,
			       unsigned int bytes)
{
	uint32_t actual;

	if (offset != offsetof(struct virtio_balloon_config, actual) || bytes != sizeof(actual))
		return;
	memcpy(&actual, config, sizeof(actual));
	set_actual(device, le32_to_cpu(actual));
}

bool virtio_balloon_set_queue(void *device, unsigned int index,
			      const struct virtio_bus_queue *queue)
{
	VirtIOBalloon *s = device;

	return virtio_queue_set_rings(&s->served.vdev, index, queue);
}

void virtio_balloon_set_status(void *device, uint8_t status, uint64_t features)
{
	VirtIOBalloon *s = device;

	virtio_served_set_status(&s->served, status, features);
}

void virtio_balloon_handle_output(void *device, unsigned int index)
{
	VirtIOBalloon *s = device;

	virtio_queue_notify_vq(&s->served.vdev.vq[index]);
}

struct sim_eventfd *virtio_balloon_host_notifier(void *device, unsigned int index)
{
	VirtIOBalloon *s = device;

	return &s->served.vdev.vq[index].host_notifier.fd;
}
