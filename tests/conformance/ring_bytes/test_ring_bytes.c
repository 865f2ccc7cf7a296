/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Our virtqueue and the kernel's own, driven by the same operations: after each of them ring memory
 * and answers are the same, byte for byte. Only the addresses of indirect tables are each world's
 * own; their contents are compared instead.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "../../unit/harness.h"
#include "record.h"
#include "ring_world.h"

/* What the sequences went through: what never happens is not compared. */
struct coverage {
	unsigned int steps, refused, tables, broken, interrupts, kicks_needed, kicks_spared;
	unsigned int wraps; /* of a ring: an available index that is a multiple of its size */
	unsigned int index_wraps;
};

struct comparison {
	bool differs;
	char text[240]; /* where they differ first */
	struct coverage coverage;
};

static struct sequence sequence;

static const char *keep(const char *path)
{
	char *copy = strdup(path);

	cr_assert_not_null(copy);
	return copy;
}

static struct ring_world own_world(const char *ring)
{
	return (struct ring_world){
		.name = ring,
		.modules = { keep(harness_module("kernel")), keep(harness_module(ring)),
			     keep(harness_module("tests/ring_bytes/ring_script")) },
	};
}

static void count(struct coverage *coverage, const struct record *record)
{
	const struct ring_op *op = &sequence.ops[record->step - 1];
	const struct vring_desc *desc = (const struct vring_desc *)record->ring;
	const struct vring_avail *avail = (const struct vring_avail *)&desc[sequence.num];
	bool add = op->kind == RING_ADD_ARRAY || op->kind == RING_ADD_LISTS;

	coverage->steps++;
	coverage->refused += add && record->result.ret == -ENOSPC;
	coverage->tables += record->tables;
	coverage->broken += record->result.broken;
	coverage->interrupts += op->kind == RING_INTERRUPT && record->result.ret;
	coverage->kicks_needed += op->kind == RING_KICK_PREPARE && record->result.ret;
	coverage->kicks_spared += op->kind == RING_KICK_PREPARE && !record->result.ret;
	coverage->wraps += add && !record->result.ret && avail->idx % sequence.num == 0;
	coverage->index_wraps += add && !record->result.ret && avail->idx == 0;
}

/* Reads the next record of both. False at the end of both, or if one ended early. */
static bool next_pair(struct ring_process *a, struct ring_process *b, struct record *record_a,
		      struct record *record_b, struct comparison *comparison)
{
	bool has_a = record_read(a->records, record_a);
	bool has_b = record_read(b->records, record_b);

	if (has_a != has_b) {
		comparison->differs = true;
		snprintf(comparison->text, sizeof(comparison->text), "%s world ended early",
			 has_a ? "the second" : "the first");
	}
	return has_a && has_b;
}

static void describe(struct comparison *comparison, const struct record *record, const char *what)
{
	const struct ring_op op = record->step ? sequence.ops[record->step - 1] :
						 (struct ring_op){ .kind = RING_RENEW };

	comparison->differs = true;
	snprintf(comparison->text, sizeof(comparison->text),
		 "%s (%u entries, features 0x%llx), step %u, %s: %s", sequence.name, sequence.num,
		 (unsigned long long)sequence.features, record->step, ring_op_name(op.kind), what);
}

static struct comparison compare(const struct ring_world *world_a, const struct ring_world *world_b)
{
	static struct record record_a, record_b;
	struct ring_process a = ring_world_start(world_a);
	struct ring_process b = ring_world_start(world_b);
	struct comparison comparison = { 0 };
	unsigned int loaded = UINT_MAX;
	char what[120];

	while (!comparison.differs && next_pair(&a, &b, &record_a, &record_b, &comparison)) {
		if (record_a.sequence != loaded)
			sequence_get(&sequence, loaded = record_a.sequence);
		if (record_differs(&sequence, &record_a, &record_b, what, sizeof(what)))
			describe(&comparison, &record_a, what);
		else if (record_a.step)
			count(&comparison.coverage, &record_a);
	}
	if (comparison.differs) {
		ring_world_stop(&a);
		ring_world_stop(&b);
		return comparison;
	}
	cr_assert_eq(loaded, sequence_total() - 1);
	cr_assert(ring_world_finish(&a) & ring_world_finish(&b));
	return comparison;
}

static void expect_same(const struct ring_world *a, const struct ring_world *b)
{
	struct comparison comparison = compare(a, b);
	const struct coverage *seen = &comparison.coverage;

	cr_assert_not(comparison.differs, "%s and %s: %s", a->name, b->name, comparison.text);
	cr_expect_gt(seen->steps, 2000000);
	cr_expect_gt(seen->refused, 1000);
	cr_expect_gt(seen->tables, 10000);
	cr_expect_gt(seen->broken, 1000);
	cr_expect_gt(seen->interrupts, 1000);
	cr_expect_gt(seen->kicks_needed, 500);
	cr_expect_gt(seen->kicks_spared, 500);
	cr_expect_gt(seen->wraps, 1000);
	cr_expect_geq(seen->index_wraps, 8);
}

Test(ring_bytes, same_ring)
{
	struct ring_world a = own_world("virtio_ring"), b = own_world("virtio_ring");

	expect_same(&a, &b);
}

/* Skips the test if the build leaves this version out. */
static struct ring_world linux_world(const char *version)
{
	struct ring_world world = { .name = version };
	static const char *const names[] = { "linux", "virtio_ring", "ring_script" };
	char name[64];

	snprintf(name, sizeof(name), ",%s,", version);
	if (!strstr("," RING_LINUX_VERSIONS ",", name))
		cr_skip_test("Linux %s is not built", version);
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(name, sizeof(name), "linux/%s/%s", version, names[i]);
		world.modules[i] = keep(harness_module(name));
	}
	return world;
}

/*
 * One exception, about which the specification says nothing: a fix that 6.12 has and 6.1 has not.
 * On a broken queue virtqueue_enable_cb_delayed() answers at once instead of looking at the ring, so
 * that nobody waits for a device that has died. Ours has it too.
 */
Test(ring_bytes, linux_6_1)
{
	struct ring_world own = own_world("virtio_ring"), kernel = linux_world("6.1");

	own.poll_when_broken = kernel.poll_when_broken = true;
	expect_same(&own, &kernel);
}

Test(ring_bytes, linux_6_12)
{
	struct ring_world own = own_world("virtio_ring"), kernel = linux_world("6.12");

	expect_same(&own, &kernel);
}

struct wrong {
	char name[40]; /* wrong/<name>.patch */
	char seen[40]; /* what the first difference is about */
};

ParameterizedTestParameters(ring_bytes, wrong_ring)
{
	static struct wrong all[] = {
		{ "last-next-zero", ": desc[" },
		{ "one-spare", "return value" },
		{ "indirect-next", ": table of desc[" },
		{ "used-event-late", "used_event" },
		{ "flags-with-event-index", "avail->flags" },
		{ "delayed-half", "used_event" },
		{ "kick-at-event", "return value" },
		{ "detach-keeps-index", "avail->idx" },
	};

	return cr_make_param_array(struct wrong, all, sizeof(all) / sizeof(all[0]));
}

/* Each small change of our ring is noticed, and in the right place. */
ParameterizedTest(struct wrong *wrong, ring_bytes, wrong_ring)
{
	struct ring_world right = own_world("virtio_ring"), other;
	struct comparison comparison;
	char ring[PATH_MAX];

	snprintf(ring, sizeof(ring), "bugs/ring_bytes/%s/virtio_ring", wrong->name);
	other = own_world(ring);
	comparison = compare(&right, &other);
	cr_assert(comparison.differs, "%s: no difference", wrong->name);
	cr_assert_not_null(strstr(comparison.text, wrong->seen), "%s: %s", wrong->name,
			   comparison.text);
}
