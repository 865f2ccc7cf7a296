/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio.c - the virtio bus: matches drivers with devices, negotiates features, and walks a device
 * through the states of its life (virtio 1.1, 3.1).
 *
 * Configuration changes reach a driver only between the end of probe (or restore) and the beginning
 * of remove (or freeze); one that comes earlier is kept for later, as since Linux 3.18
 * (22b7050a024d "virtio: defer config changed notifications").
 */
#include <linux/device.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

static DEFINE_IDA(virtio_index_ida);

static void virtio_add_status(struct virtio_device *vdev, unsigned int status)
{
	vdev->config->set_status(vdev, vdev->config->get_status(vdev) | status);
}

/* Task context, before a driver may hear of changes again. */
static void virtio_config_disable(struct virtio_device *vdev)
{
	spin_lock_irq(&vdev->config_lock);
	vdev->config_enabled = false;
	spin_unlock_irq(&vdev->config_lock);
}

/* Under config_lock. */
static void virtio_config_deliver(struct virtio_device *vdev)
{
	struct virtio_driver *drv = drv_to_virtio(vdev->dev.driver);

	if (!vdev->config_enabled) {
		vdev->config_change_pending = true;
		return;
	}
	vdev->config_change_pending = false;
	if (drv->config_changed)
		drv->config_changed(vdev);
}

static void virtio_config_enable(struct virtio_device *vdev)
{
	spin_lock_irq(&vdev->config_lock);
	vdev->config_enabled = true;
	if (vdev->config_change_pending)
		virtio_config_deliver(vdev);
	spin_unlock_irq(&vdev->config_lock);
}

void virtio_config_changed(struct virtio_device *vdev)
{
	unsigned long flags;

	spin_lock_irqsave(&vdev->config_lock, flags);
	virtio_config_deliver(vdev);
	spin_unlock_irqrestore(&vdev->config_lock, flags);
}
EXPORT_SYMBOL_GPL(virtio_config_changed);

static bool virtio_driver_offers(const struct virtio_driver *drv, unsigned int bit)
{
	unsigned int i;

	for (i = 0; i < drv->feature_table_size; i++)
		if (drv->feature_table[i] == bit)
			return true;
	return false;
}

void virtio_check_driver_offered_feature(const struct virtio_device *vdev, unsigned int bit)
{
	BUG_ON(!virtio_driver_offers(drv_to_virtio(vdev->dev.driver), bit));
}
EXPORT_SYMBOL_GPL(virtio_check_driver_offered_feature);

void virtio_cread_many(struct virtio_device *vdev, unsigned int offset, void *buf, size_t count,
		       size_t bytes_each)
{
	u32 before, after;
	size_t i;

	might_sleep();
	do {
		before = vdev->config->generation ? vdev->config->generation(vdev) : 0;
		for (i = 0; i < count; i++)
			vdev->config->get(vdev, offset + i * bytes_each,
					  (char *)buf + i * bytes_each, bytes_each);
		after = vdev->config->generation ? vdev->config->generation(vdev) : 0;
	} while (before != after);
}
EXPORT_SYMBOL_GPL(virtio_cread_many);

void virtio_device_ready(struct virtio_device *vdev)
{
	unsigned int status = vdev->config->get_status(vdev);

	BUG_ON(status & VIRTIO_CONFIG_S_DRIVER_OK);
	vdev->config->set_status(vdev, status | VIRTIO_CONFIG_S_DRIVER_OK);
}
EXPORT_SYMBOL_GPL(virtio_device_ready);

void virtio_reset_device(struct virtio_device *vdev)
{
	vdev->config->reset(vdev);
}
EXPORT_SYMBOL_GPL(virtio_reset_device);

/*
 * Settles on what device and driver both know. Features of the transport are its own to judge, in
 * finalize_features. The device has the last word (virtio 1.1, 3.1.1, steps 4 to 6).
 */
static int virtio_negotiate(struct virtio_device *vdev, const struct virtio_driver *drv)
{
	u64 offered = vdev->config->get_features(vdev);
	unsigned int i;
	int err;

	vdev->features = 0;
	for (i = 0; i < drv->feature_table_size; i++)
		vdev->features |= offered & BIT_ULL(drv->feature_table[i]);
	for (i = VIRTIO_TRANSPORT_F_START; i < VIRTIO_TRANSPORT_F_END; i++)
		vdev->features |= offered & BIT_ULL(i);

	err = vdev->config->finalize_features(vdev);
	if (err || !virtio_has_feature(vdev, VIRTIO_F_VERSION_1))
		return err;

	virtio_add_status(vdev, VIRTIO_CONFIG_S_FEATURES_OK);
	if (!(vdev->config->get_status(vdev) & VIRTIO_CONFIG_S_FEATURES_OK)) {
		dev_err(&vdev->dev, "device refuses features 0x%llx\n",
			(unsigned long long)vdev->features);
		return -ENODEV;
	}
	return 0;
}

/* A driver that did not make its device live itself leaves that to us. */
static void virtio_ensure_ready(struct virtio_device *vdev)
{
	if (!(vdev->config->get_status(vdev) & VIRTIO_CONFIG_S_DRIVER_OK))
		virtio_device_ready(vdev);
}

static int virtio_dev_probe(struct device *dev)
{
	struct virtio_device *vdev = dev_to_virtio(dev);
	struct virtio_driver *drv = drv_to_virtio(dev->driver);
	int err;

	virtio_add_status(vdev, VIRTIO_CONFIG_S_DRIVER);
	err = virtio_negotiate(vdev, drv);
	if (!err)
		err = drv->probe(vdev);
	if (err) {
		virtio_add_status(vdev, VIRTIO_CONFIG_S_FAILED);
		return err;
	}

	virtio_ensure_ready(vdev);
	if (drv->scan)
		drv->scan(vdev);
	virtio_config_enable(vdev);
	return 0;
}

static void virtio_dev_remove(struct device *dev)
{
	struct virtio_device *vdev = dev_to_virtio(dev);
	struct virtio_driver *drv = drv_to_virtio(dev->driver);

	virtio_config_disable(vdev);
	drv->remove(vdev);

	/* The driver should have reset it. */
	WARN_ON(vdev->config->get_status(vdev));
	/* Known, and without a driver again. */
	virtio_add_status(vdev, VIRTIO_CONFIG_S_ACKNOWLEDGE);
}

static bool virtio_id_matches(const struct virtio_device *vdev, const struct virtio_device_id *id)
{
	if (id->device != vdev->id.device && id->device != VIRTIO_DEV_ANY_ID)
		return false;
	return id->vendor == VIRTIO_DEV_ANY_ID || id->vendor == vdev->id.vendor;
}

static int virtio_dev_match(struct device *dev, struct device_driver *driver)
{
	const struct virtio_device_id *id;

	for (id = drv_to_virtio(driver)->id_table; id->device; id++)
		if (virtio_id_matches(dev_to_virtio(dev), id))
			return 1;
	return 0;
}

static struct bus_type virtio_bus = {
	.name = "virtio",
	.match = virtio_dev_match,
	.probe = virtio_dev_probe,
	.remove = virtio_dev_remove,
};

int register_virtio_driver(struct virtio_driver *driver)
{
	BUG_ON(driver->feature_table_size && !driver->feature_table);
	driver->driver.bus = &virtio_bus;
	return driver_register(&driver->driver);
}
EXPORT_SYMBOL_GPL(register_virtio_driver);

void unregister_virtio_driver(struct virtio_driver *driver)
{
	driver_unregister(&driver->driver);
}
EXPORT_SYMBOL_GPL(unregister_virtio_driver);

int register_virtio_device(struct virtio_device *vdev)
{
	int err;

	vdev->dev.bus = &virtio_bus;
	device_initialize(&vdev->dev);
	spin_lock_init(&vdev->config_lock);
	spin_lock_init(&vdev->vqs_list_lock);
	INIT_LIST_HEAD(&vdev->vqs);
	vdev->config_enabled = false;
	vdev->config_change_pending = false;

	err = ida_simple_get(&virtio_index_ida, 0, 0, GFP_KERNEL);
	if (err < 0)
		return err;
	vdev->index = err;
	err = dev_set_name(&vdev->dev, "virtio%u", vdev->index);
	if (err)
		goto remove_index;

	/* Whatever used the device before us (firmware, a crashed kernel) may have left it running. */
	virtio_reset_device(vdev);
	virtio_add_status(vdev, VIRTIO_CONFIG_S_ACKNOWLEDGE);

	err = device_add(&vdev->dev);
	if (!err)
		return 0;
	virtio_add_status(vdev, VIRTIO_CONFIG_S_FAILED);
remove_index:
	ida_simple_remove(&virtio_index_ida, vdev->index);
	return err;
}
EXPORT_SYMBOL_GPL(register_virtio_device);

void unregister_virtio_device(struct virtio_device *vdev)
{
	int index = vdev->index; /* vdev may be gone with the device */

	device_unregister(&vdev->dev);
	ida_simple_remove(&virtio_index_ida, index);
}
EXPORT_SYMBOL_GPL(unregister_virtio_device);

int virtio_device_freeze(struct virtio_device *vdev)
{
	struct virtio_driver *drv;
	int err = 0;

	virtio_config_disable(vdev);
	vdev->failed = vdev->config->get_status(vdev) & VIRTIO_CONFIG_S_FAILED;
	if (!vdev->dev.driver)
		return 0;

	drv = drv_to_virtio(vdev->dev.driver);
	if (drv->freeze)
		err = drv->freeze(vdev);
	if (err)
		virtio_config_enable(vdev);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_device_freeze);

int virtio_device_restore(struct virtio_device *vdev)
{
	struct virtio_driver *drv;
	int err;

	/* The device may come back in any state: from the beginning again. */
	virtio_reset_device(vdev);
	virtio_add_status(vdev, VIRTIO_CONFIG_S_ACKNOWLEDGE);
	if (vdev->failed)
		virtio_add_status(vdev, VIRTIO_CONFIG_S_FAILED);
	if (!vdev->dev.driver)
		return 0;

	drv = drv_to_virtio(vdev->dev.driver);
	virtio_add_status(vdev, VIRTIO_CONFIG_S_DRIVER);
	err = virtio_negotiate(vdev, drv);
	if (!err && drv->restore)
		err = drv->restore(vdev);
	if (err) {
		virtio_add_status(vdev, VIRTIO_CONFIG_S_FAILED);
		return err;
	}

	virtio_ensure_ready(vdev);
	virtio_config_enable(vdev);
	return 0;
}
EXPORT_SYMBOL_GPL(virtio_device_restore);

static int __init virtio_init(void)
{
	return bus_register(&virtio_bus);
}
core_initcall(virtio_init);

static void __exit virtio_exit(void)
{
	bus_unregister(&virtio_bus);
	ida_destroy(&virtio_index_ida);
}
__exitcall(virtio_exit);
