/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile_device.h - a device that lies: when it does, and how it is torn out in the end.
 *
 * The device is QEMU's model with another ring layer (model/hostile_virtqueue), which lies about
 * used buffers; the transport lies about configuration, features and sizes. In such a world the ring
 * rules hold the driver only, and the load takes any end of an operation.
 */
#ifndef MODEL_HOSTILE_DEVICE_H
#define MODEL_HOSTILE_DEVICE_H

#include <model/world_load.h>

/* While the world is built, before its device is. */
void hostile_device_build(const struct world_spec *spec, int guest);
/* Once the modules are loaded; false with one line in error. */
bool hostile_device_bind(char *error, unsigned int error_bytes);
/* This world's device lies. */
bool hostile_device(void);

/* What the driver reads of bytes bytes (1, 2, 4), where the truth is value. */
uint64_t hostile_device_config(uint32_t device_id, unsigned int offset, uint64_t value,
			       unsigned int bytes);
uint32_t hostile_device_features(uint32_t device_id, uint32_t value, bool high);
uint32_t hostile_device_queue_size(uint32_t value);

/* The device is about to go, although the load is not done. */
bool hostile_device_goes(void);
/* Sleeps until the load is done, or the device is about to go. Guest task context. */
void hostile_device_wait(const struct world_load *load);
/* Before the driver is removed: a device that has lied is not there any more (surprise removal), so
 * that nobody waits for its answers. Guest task context. */
void hostile_device_pull(void);

#endif
