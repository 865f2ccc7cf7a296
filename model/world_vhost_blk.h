/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_vhost_blk.h - a virtio-blk device on virtio-mmio, whose rings the host's kernel serves:
 * vhost-blk on top of vhost, set up by a device process, over a disk of the host.
 */
#ifndef MODEL_WORLD_VHOST_BLK_H
#define MODEL_WORLD_VHOST_BLK_H

#include <model/world_device.h>

/* What host.churn can be for a device that vhost-blk serves. */
#define VHOST_BLK_CHURNS                                                                           \
	(CHURN_BIT(CHURN_FLUSH) | CHURN_BIT(CHURN_BACKEND) | CHURN_BIT(CHURN_WORKER) |             \
	 CHURN_BIT(CHURN_MEMORY) | CHURN_BIT(CHURN_OWNER) | CHURN_BIT(CHURN_REFUSED) |             \
	 CHURN_BIT(CHURN_LOG))

extern const struct world_device world_vhost_blk;
extern const struct world_device world_vhost_blk_mq;

/* What vmm_churn_start() of model/vmm calls it. */
unsigned int world_vhost_blk_churn(enum host_churn churn);

#endif
