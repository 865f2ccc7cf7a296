/* SPDX-License-Identifier: GPL-2.0-only */
#include <fcntl.h>
#include <string.h>

#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include <engine/state.h>
#include <model/hostos.h>
#include <model/ring_share.h>
#include <model/world_modules.h>
#include <model/world_refusal.h>
#include <model/world_vhost.h>

#define DISK_NAME "vda"
#define DRIVE 0
#define DRIVE_IRQ 6
#define KICK_IRQ 7 /* makes the guest kick all its queues */
#define CALL_IRQ 8 /* of queue 0; the others follow */

static const char *const linux_modules[] = { "virtio_ring", "virtio", "virtio_blk",
					     "vhost_iotlb", "vhost",  "vhost_sim",
					     NULL };
static const char *const host_modules[] = { NULL };

struct vhost_world {
	int guest;
	uint64_t features;
	struct host_spec host;
	unsigned int queues;
	unsigned int queue_size;
	/* what linux.so and vhost_sim.so export */
	int (*open_file)(unsigned int drive, unsigned int irq, int flags);
	int (*plug)(uint64_t features, unsigned int queues, unsigned int queue_size,
		    unsigned int seg_max, int backing_fd, unsigned int kick_irq,
		    unsigned int call_irq);
	void (*unplug)(void);
	int (*freeze)(void);
	int (*restore)(void);
	int (*churn_start)(unsigned int kind);
	void (*churn_stop)(void);
};

static struct vhost_world *vhost;

static uint64_t bit_if(bool wanted, unsigned int bit)
{
	return wanted ? 1ull << bit : 0;
}

static uint64_t features_of(const struct world_spec *spec)
{
	return bit_if(true, VIRTIO_F_VERSION_1) | bit_if(true, VIRTIO_BLK_F_SEG_MAX) |
	       bit_if(spec->guest.indirect, VIRTIO_RING_F_INDIRECT_DESC) |
	       bit_if(spec->guest.event_idx, VIRTIO_RING_F_EVENT_IDX) |
	       bit_if(spec->guest.queues > 1, VIRTIO_BLK_F_MQ) |
	       bit_if(spec->host.flush, VIRTIO_BLK_F_FLUSH) |
	       bit_if(spec->host.read_only, VIRTIO_BLK_F_RO);
}

static struct disk *vhost_build(const struct world_spec *spec, int guest, int host)
{
	struct disk *disk = world_device_disk(spec, DISK_NAME);

	(void)host;
	vhost = state_alloc(sizeof(*vhost));
	vhost->guest = guest;
	vhost->features = features_of(spec);
	vhost->host = spec->host;
	vhost->queues = spec->guest.queues;
	vhost->queue_size = spec->guest.queue_size;
	hostos_add_drive(DRIVE, disk);
	ring_share_init(guest, KICK_IRQ, CALL_IRQ);
	return disk;
}

static bool vhost_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "backing_file_open", (void **)&vhost->open_file },
		{ "virtio_vhost_plug", (void **)&vhost->plug },
		{ "virtio_vhost_unplug", (void **)&vhost->unplug },
		{ "virtio_vhost_freeze", (void **)&vhost->freeze },
		{ "virtio_vhost_restore", (void **)&vhost->restore },
		{ "virtio_vhost_churn_start", (void **)&vhost->churn_start },
		{ "virtio_vhost_churn_stop", (void **)&vhost->churn_stop },
	};

	(void)spec;
	return world_modules_symbols(vhost->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes);
}

static bool vhost_check(const struct world_spec *spec, const char **field, char *error,
			unsigned int error_bytes)
{
	const char *version = spec->guest.linux_version;
	const struct world_refusal refusals[] = {
		{ "guest.packed", spec->guest.packed, "vhost has no packed rings" },
		{ "host.service", spec->host.service != HOST_IOTHREAD,
		  "vhost serves its rings in a worker" },
		{ "host.notify_suppression", !spec->host.notify_suppression,
		  "vhost always suppresses kicks while it works" },
		{ "faults.spurious_irq", spec->faults.spurious_irq, "vhost interrupts by eventfd" },
		{ "faults.early_irq", spec->faults.early_irq, "vhost interrupts by eventfd" },
		{ "faults.config_change", spec->faults.config_change,
		  "vhost has no configuration space" },
		{ "host.churn",
		  spec->host.churn == CHURN_WORKER && version && strcmp(version, "6.1") == 0,
		  "Linux 6.1's vhost has one worker" },
	};

	return world_refusal_check(refusals, sizeof(refusals) / sizeof(refusals[0]), field, error,
				   error_bytes);
}

static int vhost_plug(void)
{
	int fd = vhost->open_file(DRIVE, DRIVE_IRQ, vhost->host.read_only ? O_RDONLY : O_RDWR);

	if (fd < 0)
		return fd;
	return vhost->plug(vhost->features, vhost->queues, vhost->queue_size, vhost->host.seg_max,
			   fd, KICK_IRQ, CALL_IRQ);
}

static void vhost_unplug(void)
{
	vhost->unplug();
}

static int vhost_freeze(void)
{
	return vhost->freeze();
}

static int vhost_restore(void)
{
	return vhost->restore();
}

static int vhost_load_begins(void)
{
	return vhost->churn_start(vhost->host.churn);
}

static void vhost_load_ended(void)
{
	vhost->churn_stop();
}

const struct world_device world_vhost = {
	.driver = "vhost_sim",
	.disk_name = DISK_NAME,
	.serial = "vqsim-vhost-0",
	.linux_modules = linux_modules,
	.host_modules = host_modules,
	.build = vhost_build,
	.bind = vhost_bind,
	.check = vhost_check,
	.plug = vhost_plug,
	.unplug = vhost_unplug,
	.freeze = vhost_freeze,
	.restore = vhost_restore,
	.load_begins = vhost_load_begins,
	.load_ended = vhost_load_ended,
	.churns = CHURN_BIT(CHURN_FLUSH) | CHURN_BIT(CHURN_BACKEND) | CHURN_BIT(CHURN_WORKER),
};
