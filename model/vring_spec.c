/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_spec.c - watching a ring: from memory accesses to what driver and device did.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <linux/virtio_config.h>

#include <engine/report.h>
#include <engine/state.h>
#include <model/hostile_device.h>
#include <model/transport_private.h>
#include <model/vring_spec_private.h>

#define SPECS_MAX (TRANSPORTS_MAX * TRANSPORT_QUEUES_MAX)
#define TEXT_BYTES 256

/* Filled while the world is built; the elements lie in state memory. */
static struct vring_spec *specs[SPECS_MAX];
static unsigned int spec_count;

struct vring_spec *vring_spec_at(unsigned int index)
{
	return index < spec_count ? specs[index] : NULL;
}

/* The parts of a packed ring fit where those of a split one of that size do. */
static uint64_t part_bytes(enum vring_part part, unsigned int num, bool packed)
{
	if (packed && part != VRING_DESC)
		return sizeof(struct vring_packed_desc_event);
	switch (part) {
	case VRING_DESC:
		return sizeof(struct vring_desc) * num;
	case VRING_AVAIL:
		return RING_ENTRIES + sizeof(uint16_t) * (num + 1);
	default:
		return RING_ENTRIES + sizeof(struct vring_used_elem) * num + sizeof(uint16_t);
	}
}

uint16_t vring_copy_u16(const struct vring_spec *spec, enum vring_part part, uint64_t offset)
{
	uint16_t value;

	memcpy(&value, spec->copy[part] + offset, sizeof(value));
	return value;
}

uint32_t vring_copy_u32(const struct vring_spec *spec, enum vring_part part, uint64_t offset)
{
	uint32_t value;

	memcpy(&value, spec->copy[part] + offset, sizeof(value));
	return value;
}

void vring_broken(const struct vring_spec *spec, const struct mem_access *access, const char *fmt,
		  ...)
{
	char text[TEXT_BYTES];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	finding_report(SIM_RING_PROTOCOL, access ? access->site : 0, 0, "%s queue %u: %s",
		       spec->transport->spec.name, spec->index, text);
}

bool vring_saw_newest(const struct vring_spec *spec, enum vring_part part,
		      const struct vring_touch *touch, uint64_t offset, uint64_t bytes)
{
	uint64_t first = offset > touch->first ? offset : touch->first;
	uint64_t end = offset + bytes < touch->end ? offset + bytes : touch->end;

	return memcmp(touch->seen + (first - touch->first), spec->copy[part] + first,
		      end - first) == 0;
}

static void ring_access(struct mem_watch *watch, const struct mem_access *access)
{
	struct vring_spec *spec = watch->opaque;
	enum vring_part part = watch - spec->watch;
	uintptr_t first = access->addr > watch->base ? access->addr : watch->base;
	uintptr_t end = access->addr + access->bytes;
	struct vring_touch touch = { .access = access };

	if (end > watch->base + watch->bytes)
		end = watch->base + watch->bytes;
	touch.first = first - watch->base;
	touch.end = end - watch->base;
	touch.seen = (const uint8_t *)access->value + (first - access->addr);
	/* What a device that lies writes there is nobody's word. */
	if (spec->hostile && access->machine == spec->host)
		return;
	if (access->write)
		memcpy(spec->copy[part] + touch.first, touch.seen, touch.end - touch.first);
	if (spec->packed) {
		vring_packed_access(spec, part, &touch);
		return;
	}
	if (access->write) {
		if (access->machine == spec->guest)
			vring_driver_wrote(spec, part, &touch);
		else if (access->machine == spec->host)
			vring_device_wrote(spec, part, &touch);
		return;
	}
	if (access->machine == spec->guest)
		vring_driver_read(spec, part, &touch);
	else if (access->machine == spec->host)
		vring_device_read(spec, part, &touch);
}

struct vring_spec *vring_spec_create(struct transport *transport, unsigned int index, int guest,
				     int host, unsigned int num_max)
{
	struct vring_spec *spec = state_alloc(sizeof(*spec));

	spec->transport = transport;
	spec->index = index;
	spec->guest = guest;
	spec->host = host;
	spec->num_max = num_max;
	spec->hostile = hostile_device();
	for (int part = 0; part < VRING_PARTS; part++) {
		spec->copy[part] = state_alloc(part_bytes(part, num_max, false));
		spec->watch[part].access = ring_access;
		spec->watch[part].opaque = spec;
	}
	spec->owner = state_alloc(num_max * sizeof(*spec->owner));
	spec->chains = state_alloc(num_max * sizeof(*spec->chains));
	spec->chain_at = state_alloc(num_max * sizeof(*spec->chain_at));
	spec->returned = state_alloc(num_max * sizeof(*spec->returned));
	specs[spec_count++] = spec;
	vring_probes_add(spec);
	return spec;
}

void vring_spec_start(struct vring_spec *spec, const struct virtio_bus_queue *rings,
		      uint64_t features)
{
	const uint64_t bases[VRING_PARTS] = { rings->desc, rings->avail, rings->used };

	spec->num = rings->num;
	spec->indirect = features & 1ull << VIRTIO_RING_F_INDIRECT_DESC;
	spec->event_idx = features & 1ull << VIRTIO_RING_F_EVENT_IDX;
	spec->packed = features & 1ull << VIRTIO_F_RING_PACKED;
	spec->avail_idx = spec->popped = spec->used_idx = spec->consumed = 0;
	spec->in_flight = 0;
	memset(spec->owner, 0, spec->num_max * sizeof(*spec->owner));
	for (unsigned int i = 0; i < spec->num_max; i++)
		spec->chains[i].in_flight = false;
	for (int part = 0; part < VRING_PARTS; part++) {
		struct mem_watch *watch = &spec->watch[part];

		watch->base = bases[part];
		watch->bytes = part_bytes(part, spec->num, spec->packed);
		mem_read(spec->copy[part], (void *)watch->base, watch->bytes);
		mem_watch_add(watch);
	}
	spec->active = spec->started = true;
	if (spec->packed)
		vring_packed_start(spec);
	else
		vring_expose(spec, NULL, vring_copy_u16(spec, VRING_AVAIL, RING_IDX));
}

void vring_spec_stop(struct vring_spec *spec)
{
	if (!spec->active)
		return;
	for (int part = 0; part < VRING_PARTS; part++)
		mem_watch_remove(&spec->watch[part]);
	spec->active = false;
}

struct vring_counts vring_spec_counts(const struct vring_spec *spec)
{
	return (struct vring_counts){
		.avail_idx = spec->avail_idx,
		.popped = spec->popped,
		.used_idx = spec->used_idx,
		.consumed = spec->consumed,
		.in_flight = spec->in_flight,
	};
}
