/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * resource.c - who has which range of addresses: a tree of ranges that do not overlap.
 */
#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <asm/port.h>

struct resource ioport_resource = {
	.name = "ports",
	.end = 0,
	.flags = IORESOURCE_IO,
};

struct resource iomem_resource = {
	.name = "memory",
	.end = -1,
	.flags = IORESOURCE_MEM,
};

static DEFINE_SPINLOCK(resource_lock); /* the trees */

/* With the lock held: the child in the way, NULL once res is one of parent's children itself. */
static struct resource *link_child(struct resource *parent, struct resource *res)
{
	struct resource **at = &parent->child;

	if (res->end < res->start || !resource_contains(parent, res))
		return parent;
	while (*at && (*at)->end < res->start)
		at = &(*at)->sibling;
	if (*at && (*at)->start <= res->end)
		return *at;
	res->sibling = *at;
	res->parent = parent;
	*at = res;
	return NULL;
}

static void unlink_child(struct resource *res)
{
	struct resource **at = &res->parent->child;

	while (*at != res)
		at = &(*at)->sibling;
	*at = res->sibling;
	res->parent = NULL;
	res->sibling = NULL;
}

int insert_resource(struct resource *parent, struct resource *new)
{
	struct resource *conflict;

	spin_lock(&resource_lock);
	conflict = link_child(parent, new);
	spin_unlock(&resource_lock);
	return conflict ? -EBUSY : 0;
}

int release_resource(struct resource *old)
{
	int err = -EINVAL;

	spin_lock(&resource_lock);
	if (old->parent && !old->child) {
		unlink_child(old);
		err = 0;
	}
	spin_unlock(&resource_lock);
	return err;
}

/*
 * Below the smallest range around it that is no driver's own. NULL if a driver has a part of it, or
 * without memory.
 */
struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t n,
				  const char *name, int flags)
{
	struct resource *res = kzalloc(sizeof(*res), GFP_KERNEL);
	struct resource *conflict;

	if (!res)
		return NULL;
	res->name = name;
	res->start = start;
	res->end = start + n - 1;
	res->flags = resource_type(parent) | IORESOURCE_BUSY | flags;

	spin_lock(&resource_lock);
	for (;;) {
		conflict = link_child(parent, res);
		if (!conflict || conflict == parent || (conflict->flags & IORESOURCE_BUSY))
			break;
		parent = conflict;
	}
	spin_unlock(&resource_lock);
	if (!conflict)
		return res;
	kfree(res);
	return NULL;
}

/* With the lock held: the driver's range of just these bounds. */
static struct resource *find_busy(struct resource *parent, resource_size_t start,
				  resource_size_t end)
{
	struct resource *res = parent->child;

	while (res) {
		if (start < res->start || end > res->end) {
			res = res->sibling;
			continue;
		}
		if (res->flags & IORESOURCE_BUSY)
			return res->start == start && res->end == end ? res : NULL;
		res = res->child;
	}
	return NULL;
}

void __release_region(struct resource *parent, resource_size_t start, resource_size_t n)
{
	struct resource *res;

	spin_lock(&resource_lock);
	res = find_busy(parent, start, start + n - 1);
	if (res)
		unlink_child(res);
	spin_unlock(&resource_lock);
	WARN(!res, "nobody requested the range that is released at %#llx", (u64)start);
	kfree(res);
}

/* ---- ranges that go with their device ------------------------------------------------------- */

struct region {
	struct resource *parent;
	resource_size_t start;
	resource_size_t n;
};

static void region_release(struct device *dev, void *data)
{
	struct region *region = data;

	__release_region(region->parent, region->start, region->n);
}

static int region_match(struct device *dev, void *data, void *wanted)
{
	return !memcmp(data, wanted, sizeof(struct region));
}

struct resource *__devm_request_region(struct device *dev, struct resource *parent,
				       resource_size_t start, resource_size_t n, const char *name)
{
	struct region *region = devres_alloc(region_release, sizeof(*region), GFP_KERNEL);
	struct resource *res;

	if (!region)
		return NULL;
	region->parent = parent;
	region->start = start;
	region->n = n;
	res = __request_region(parent, start, n, name, 0);
	if (res)
		devres_add(dev, region);
	else
		devres_free(region);
	return res;
}

void __devm_release_region(struct device *dev, struct resource *parent, resource_size_t start,
			   resource_size_t n)
{
	struct region wanted = { parent, start, n };

	WARN_ON(devres_release(dev, region_release, region_match, &wanted));
}
