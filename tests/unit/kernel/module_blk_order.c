/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_blk_order.c - what the elevators and the plug make of bios: merging and order.
 */
#include "blk_test_disk.h"

static struct test_disk *disk_with(const char *elevator, unsigned int slots)
{
	struct test_disk *disk = disk_create(slots, 0);

	BUG_ON(elevator_change(disk->q, elevator));
	return disk;
}

static void finish(struct test_disk *disk, struct test_io *io, unsigned int count)
{
	unsigned int i;

	disk_release_hold(disk);
	while (disk_end(disk, 0))
		;
	for (i = 0; i < count; i++)
		io_expect(&io[i], 0);
	disk_destroy(disk);
}

void single_write(void);
void single_write(void)
{
	struct test_disk *disk = disk_with("noop", 4);
	struct test_io io;

	io_submit(&io, disk, WRITE, 8, 4096);
	disk_expect(disk, 0, REQ_WRITE, 8, 4096);
	BUG_ON(io.ended || disk->q->in_flight[0] != 1 || disk->q->in_flight[1]);
	BUG_ON(!disk_end(disk, -EIO));
	BUG_ON(disk->q->in_flight[0] || disk->q->nr_rqs[0]);
	io_expect(&io, -EIO);
	disk_destroy(disk);
}

/* Neighbours join a waiting request at its end, from bios of any length. */
void back_merge(void);
void back_merge(void)
{
	struct test_disk *disk = disk_with("noop", 4);
	struct test_io io[3];

	disk_hold(disk);
	io_submit(&io[0], disk, WRITE, 8, 4096);
	io_submit(&io[1], disk, WRITE, 16, 512);
	io_submit(&io[2], disk, WRITE, 17, 4096);
	BUG_ON(disk->q->nr_rqs[0] != 1);
	disk_release_hold(disk);
	BUG_ON(disk->seen_count != 1);
	disk_expect(disk, 0, REQ_WRITE, 8, 2 * 4096 + 512);
	BUG_ON(disk->seen[0].segments != 3);
	finish(disk, io, 3);
}

void noop_merges(void);
void noop_merges(void)
{
	struct test_disk *disk = disk_with("noop", 4);
	struct test_io io[5];

	disk_hold(disk);
	io_submit(&io[0], disk, WRITE, 8, 4096);
	io_submit(&io[1], disk, WRITE, 16, 512);
	/* Another direction, and a gap. */
	io_submit(&io[2], disk, READ, 17, 512);
	io_submit(&io[3], disk, WRITE, 18, 512);
	/* In front of the last one used: the one-hit cache finds it. */
	io_submit(&io[4], disk, WRITE, 17, 512);
	disk_release_hold(disk);
	BUG_ON(disk->seen_count != 3);
	disk_expect(disk, 0, REQ_WRITE, 8, 4096 + 512 + 512);
	disk_expect(disk, 1, 0, 17, 512);
	disk_expect(disk, 2, REQ_WRITE, 18, 512);
	finish(disk, io, 5);
}

/* What does not fit into one request stays apart. */
void merge_limits(void);
void merge_limits(void)
{
	struct test_disk *disk = disk_with("noop", 8);
	struct test_io io[6];

	blk_queue_max_segments(disk->q, 2);
	blk_queue_max_hw_sectors(disk->q, 16);
	disk_hold(disk);
	io_submit(&io[0], disk, WRITE, 0, 512);
	io_submit(&io[1], disk, WRITE, 1, 512);
	io_submit(&io[2], disk, WRITE, 2, 512); /* a third segment */
	io_submit(&io[3], disk, READ, 0, 4096);
	io_submit(&io[4], disk, READ, 8, 4096);
	io_submit(&io[5], disk, READ, 16, 4096); /* above 16 sectors */
	disk_release_hold(disk);
	BUG_ON(disk->seen_count != 4);
	disk_expect(disk, 0, REQ_WRITE, 0, 1024);
	disk_expect(disk, 1, REQ_WRITE, 2, 512);
	disk_expect(disk, 2, 0, 0, 8192);
	disk_expect(disk, 3, 0, 16, 4096);
	finish(disk, io, 6);
}

/* Deadline: a front merge, a gap that closes, reads before writes, each in sector order. */
void deadline_order(void);
void deadline_order(void)
{
	struct test_disk *disk = disk_with("deadline", 8);
	struct test_io io[8];

	disk_hold(disk);
	io_submit(&io[0], disk, WRITE, 100, 512);
	io_submit(&io[1], disk, WRITE, 50, 512);
	io_submit(&io[2], disk, WRITE, 10, 512);
	io_submit(&io[3], disk, WRITE, 49, 512); /* in front of 50 */
	io_submit(&io[4], disk, WRITE, 12, 512);
	io_submit(&io[5], disk, WRITE, 11, 512); /* closes the gap from 10 to 12 */
	io_submit(&io[6], disk, READ, 300, 512);
	io_submit(&io[7], disk, READ, 200, 512);
	disk_release_hold(disk);
	BUG_ON(disk->seen_count != 5);
	disk_expect(disk, 0, 0, 300, 512); /* the oldest begins the batch */
	disk_expect(disk, 1, 0, 200, 512);
	disk_expect(disk, 2, REQ_WRITE, 100, 512);
	disk_expect(disk, 3, REQ_WRITE, 49, 1024);
	disk_expect(disk, 4, REQ_WRITE, 10, 1536);
	finish(disk, io, 8);
}

/* In a plug nothing reaches the driver; behind it all comes at once, merged. */
void plug_gathers(void);
void plug_gathers(void)
{
	struct test_disk *disk = disk_with("noop", 8);
	struct blk_plug plug, inner;
	struct test_io io[4];

	blk_start_plug(&plug);
	blk_start_plug(&inner);
	io_submit(&io[0], disk, WRITE, 16, 4096);
	io_submit(&io[1], disk, WRITE, 24, 4096);
	io_submit(&io[2], disk, WRITE, 8, 4096);
	blk_finish_plug(&inner);
	io_submit(&io[3], disk, WRITE, 100, 512);
	BUG_ON(disk->calls);
	blk_finish_plug(&plug);
	BUG_ON(disk->seen_count != 2);
	disk_expect(disk, 0, REQ_WRITE, 8, 3 * 4096);
	disk_expect(disk, 1, REQ_WRITE, 100, 512);
	BUG_ON(disk->calls != 1);
	finish(disk, io, 4);
}

/* A plug lets go when its task sleeps: nobody else would end what it waits for. */
void plug_sleeps(void);
void plug_sleeps(void)
{
	struct test_disk *disk = disk_with("deadline", 8);
	struct blk_plug plug;
	struct test_io io[2];

	disk_automatic(disk);
	blk_start_plug(&plug);
	io_submit(&io[0], disk, READ, 0, 512);
	io_submit(&io[1], disk, READ, 9, 512);
	io_expect(&io[0], 0);
	io_expect(&io[1], 0);
	blk_finish_plug(&plug);
	disk_destroy(disk);
}

/* A plugged request joins one that came to the queue meanwhile. */
void plug_joins_queue(void);
void plug_joins_queue(void)
{
	struct test_disk *disk = disk_with("deadline", 8);
	struct blk_plug plug;
	struct test_io io[3];

	disk_hold(disk);
	blk_start_plug(&plug);
	io_submit(&io[0], disk, WRITE, 1, 512);
	/* As another task would: */
	current->plug = NULL;
	io_submit(&io[1], disk, WRITE, 20, 512);
	io_submit(&io[2], disk, WRITE, 0, 512);
	current->plug = &plug;
	BUG_ON(disk->q->nr_sorted != 2 || disk->q->nr_rqs[0] != 3);
	blk_finish_plug(&plug);
	BUG_ON(disk->q->nr_sorted != 2 || disk->q->nr_rqs[0] != 2);
	disk_release_hold(disk);
	disk_expect(disk, 0, REQ_WRITE, 20, 512);
	disk_expect(disk, 1, REQ_WRITE, 0, 1024);
	finish(disk, io, 3);
}

/* A request of its own kind waits for what the elevator holds, unless it goes to the head. */
void own_requests(void);
void own_requests(void)
{
	struct test_disk *disk = disk_with("deadline", 8);
	struct test_io io[1];
	struct request *head, *tail;

	disk_hold(disk);
	io_submit(&io[0], disk, WRITE, 8, 512);
	tail = blk_get_request(disk->q, READ, GFP_KERNEL);
	tail->cmd_type = REQ_TYPE_SPECIAL;
	head = blk_get_request(disk->q, READ, GFP_KERNEL);
	head->cmd_type = REQ_TYPE_SPECIAL;
	elv_add_request(disk->q, tail, ELEVATOR_INSERT_BACK);
	elv_add_request(disk->q, head, ELEVATOR_INSERT_FRONT);
	disk_release_hold(disk);
	BUG_ON(disk->seen_count != 3);
	disk_expect(disk, 0, 0, 0, 0);
	disk_expect(disk, 1, REQ_WRITE, 8, 512);
	disk_expect(disk, 2, 0, 0, 0);
	/* Only what carries data counts as I/O in flight. */
	BUG_ON(disk->q->in_flight[0] != 1 || disk->q->in_flight[1]);
	finish(disk, io, 1);
}

/* Changing the elevator waits for what the old one knows. */
void change_elevator(void);
void change_elevator(void)
{
	struct test_disk *disk = disk_with("noop", 1);
	struct test_io io[3];

	disk_automatic(disk);
	io_submit(&io[0], disk, WRITE, 8, 512);
	io_submit(&io[1], disk, WRITE, 18, 512);
	BUG_ON(elevator_change(disk->q, "cfq") != -EINVAL);
	BUG_ON(elevator_change(disk->q, "deadline"));
	BUG_ON(disk->q->nr_rqs_elvpriv);
	io_submit(&io[2], disk, WRITE, 28, 512);
	io_expect(&io[0], 0);
	io_expect(&io[1], 0);
	io_expect(&io[2], 0);
	disk_destroy(disk);
}
