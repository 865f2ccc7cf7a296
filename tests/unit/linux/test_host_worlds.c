/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's host side as a scenario names it: what such a world can and cannot be. */
#include <criterion/criterion.h>
#include <string.h>

#include <model/world_spec.h>

static struct world_spec spec;
static const char *field;
static char error[256];

static void spec_of(const char *driver, const char *version)
{
	world_spec_defaults(&spec);
	spec.guest.driver = driver;
	spec.guest.linux_version = version;
	field = NULL;
	error[0] = '\0';
}

static void accepted(void)
{
	cr_assert(world_spec_check(&spec, &field, error, sizeof(error)), "%s: %s", field, error);
}

static void refused(const char *key, const char *words)
{
	cr_assert_not(world_spec_check(&spec, &field, error, sizeof(error)), "%s was accepted",
		      key);
	cr_assert_str_eq(field, key, "blames %s: %s", field, error);
	cr_assert_not_null(strstr(error, words), "says: %s", error);
}

Test(host_worlds, exist_with_linux_only)
{
	spec_of("vhost_sim", NULL);
	refused("guest.driver", "only with Linux");
	spec_of("loop", NULL);
	accepted();
	spec_of("loop", "6.1");
	accepted();
	spec_of("vhost_sim", "6.12");
	accepted();
}

Test(host_worlds, loop_has_no_virtio_device)
{
	spec_of("loop", "6.12");
	spec.guest.event_idx = true;
	refused("guest.event_idx", "no virtio device");
	spec.guest.event_idx = false;
	spec.guest.queues = 2;
	refused("guest.queues", "no virtio device");
	spec.guest.queues = 1;
	spec.host.direct_io = false;
	accepted();
}

Test(host_worlds, vhost_has_split_rings_and_a_worker)
{
	spec_of("vhost_sim", "6.12");
	spec.guest.packed = true;
	refused("guest.packed", "no packed rings");
	spec.guest.packed = false;
	spec.host.service = HOST_VCPU_EXIT;
	refused("host.service", "in a worker");
	spec.host.service = HOST_IOTHREAD;
	spec.guest.queues = 2;
	accepted();
}

Test(host_worlds, several_workers_came_after_6_1)
{
	spec_of("vhost_sim", "6.1");
	spec.host.churn = CHURN_BACKEND;
	accepted();
	spec.host.churn = CHURN_WORKER;
	refused("host.churn", "one worker");
	spec.guest.linux_version = "6.12";
	accepted();
}

Test(host_worlds, keys_of_one_driver_say_nothing_about_another)
{
	spec_of("virtio_blk", "6.12");
	spec.host.churn = CHURN_FLUSH;
	refused("host.churn", "not what one does to driver virtio_blk");
	spec.host.churn = CHURN_NONE;
	spec.host.direct_io = false;
	refused("host.direct_io", "loop only");
}
