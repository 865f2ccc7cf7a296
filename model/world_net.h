/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_net.h - a world whose guest sends packets through a virtio network card to an echo.
 */
#ifndef MODEL_WORLD_NET_H
#define MODEL_WORLD_NET_H

#include <model/world_device.h>

extern const struct world_device world_net;

#endif
