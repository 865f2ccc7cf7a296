/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile_device.c - when a hostile device lies, and what about its configuration.
 */
#include <stddef.h>

#include <linux/virtio_ids.h>
#include <linux/virtio_net.h>

#include <engine/site.h>
#include <engine/state.h>
#include <memory/settle.h>
#include <model/hostile_device.h>
#include <model/world_guest.h>
#include <model/world_modules.h>
#include <sim/hostile.h>

#define LIES_MAX 4
#define DEVICE_NAME "virtio0"
#define HOTPLUG_IRQ 6
/* The pull may come after 1, 2, 4 ... of its turns. */
#define DELAYS 8
#define SITE_RATE 0x241
#define SITE_DELAY 0x242
#define SITE_CONFIG 0x243
#define SITE_FEATURE 0x244
#define SITE_QUEUE_SIZE 0x245
#define FEATURE_BITS 32
#define HIGH_FEATURE_BITS 3 /* VERSION_1, ACCESS_PLATFORM, RING_PACKED */

struct hostile {
	int guest;
	unsigned int rate; /* one moment in so many is one for a lie; 0: not chosen yet */
	unsigned int lies;
	struct action pull;
	unsigned int turns; /* of the action, before the device goes */
	bool rescue; /* who waits for an answer is told when the device goes */
	bool going;
	const struct world_load *load;
	void *vdev; /* the driver's device */
	/* what the guest's modules export */
	void *(*find_device)(const char *name);
	void (*break_device)(void *vdev);
};

static struct hostile *hostile;

/* A hot-plug interrupt, which comes even to who spins until the device answers. */
static void unplugged(void *arg)
{
	(void)arg;
	engine_log("the device is torn out");
	hostile->break_device(hostile->vdev);
	hostile->going = true;
	hostile->load->wake();
}

static void turn(struct action *action)
{
	if (hostile->turns--)
		action_arm(action, 0, ACTION_NORMAL);
	else
		engine_irq_raise(hostile->guest, HOTPLUG_IRQ);
}

void hostile_device_build(const struct world_spec *spec, int guest)
{
	hostile = NULL;
	if (!spec->host.hostile)
		return;
	hostile = state_alloc(sizeof(*hostile));
	hostile->guest = guest;
	hostile->pull.fn = turn;
	hostile->pull.name = "the device goes";
}

bool hostile_device(void)
{
	return hostile != NULL;
}

bool hostile_device_goes(void)
{
	return hostile && hostile->going;
}

/* ---- lies ---------------------------------------------------------------------------------- */

/* A device that goes in good order is one that has always told the truth. */
static bool may_lie(void)
{
	return hostile && hostile->lies < LIES_MAX &&
	       (hostile->lies || world_guest_stage() <= GUEST_LOAD);
}

static uint32_t lie(uint32_t kinds, uint32_t site)
{
	if (!may_lie())
		return 0;
	if (!hostile->rate)
		hostile->rate = 2u << engine_choose(CHOICE_HOSTILE, 4, SITE_RATE);
	if (engine_choose(CHOICE_HOSTILE, hostile->rate, site) != 1)
		return 0;
	hostile->lies++;
	return 1 + engine_choose(CHOICE_HOSTILE, kinds, site);
}

uint32_t sim_hostile_lie(uint32_t kinds)
{
	settle();
	return lie(kinds, SITE_OF_CALLER());
}

bool sim_hostile_device(void)
{
	return hostile_device();
}

bool sim_hostile_may_starve(void)
{
	settle();
	return hostile && hostile->rescue;
}

/* A network driver that asks a queue that is none of commands waits for ever, as Linux's does. */
static bool moves_control_queue(uint32_t device_id, unsigned int offset)
{
	return device_id == VIRTIO_ID_NET &&
	       offset == offsetof(struct virtio_net_config, max_virtqueue_pairs);
}

uint64_t hostile_device_config(uint32_t device_id, unsigned int offset, uint64_t value,
			       unsigned int bytes)
{
	const uint64_t lies[] = {
		0, 1, UINT64_MAX, value + 1, value - 1, 1ull << 31, 0x8000, 0x101
	};
	const uint64_t mask = bytes < 8 ? (1ull << 8 * bytes) - 1 : UINT64_MAX;
	uint32_t which = 0;

	if (!moves_control_queue(device_id, offset))
		which = lie(sizeof(lies) / sizeof(lies[0]), SITE_CONFIG);
	if (!which)
		return value;
	engine_log("the device lies about its configuration: %#llx, not %#llx",
		   (unsigned long long)(lies[which - 1] & mask), (unsigned long long)value);
	return lies[which - 1] & mask;
}

uint32_t hostile_device_features(uint32_t device_id, uint32_t value, bool high)
{
	uint32_t bit = lie(high ? HIGH_FEATURE_BITS : FEATURE_BITS, SITE_FEATURE);

	if (!bit || (device_id == VIRTIO_ID_NET && !high &&
		     (bit - 1 == VIRTIO_NET_F_CTRL_VQ || bit - 1 == VIRTIO_NET_F_MQ)))
		return value;
	engine_log("the device lies about feature %u", bit - 1);
	return value ^ 1u << (bit - 1);
}

uint32_t hostile_device_queue_size(uint32_t value)
{
	const uint32_t lies[] = { 0, 1, 2, 3, value / 2 };
	uint32_t which = lie(sizeof(lies) / sizeof(lies[0]), SITE_QUEUE_SIZE);

	if (!which)
		return value;
	engine_log("the device lies about its queue's size: %u", lies[which - 1]);
	return lies[which - 1];
}

/* ---- the end ------------------------------------------------------------------------------- */

void hostile_device_wait(const struct world_load *load)
{
	hostile->turns = 1u << engine_choose(CHOICE_HOSTILE, DELAYS, SITE_DELAY);
	hostile->load = load;
	hostile->vdev = hostile->find_device(DEVICE_NAME);
	sim_irq_request(HOTPLUG_IRQ, unplugged, NULL, "hot-plug");
	action_arm(&hostile->pull, 0, ACTION_NORMAL);
	hostile->rescue = true;
	load->wait_submitted(0);
	hostile->rescue = false;
	action_cancel(&hostile->pull);
	sim_irq_free(HOTPLUG_IRQ);
	hostile->going = false;
}

void hostile_device_pull(void)
{
	void *vdev;

	if (!hostile || !hostile->lies)
		return;
	vdev = hostile->find_device(DEVICE_NAME);
	if (vdev)
		hostile->break_device(vdev);
}

bool hostile_device_bind(char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "virtio_mmio_find_device", (void **)&hostile->find_device },
		{ "virtio_break_device", (void **)&hostile->break_device },
	};

	return !hostile ||
	       world_modules_symbols(hostile->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes);
}
