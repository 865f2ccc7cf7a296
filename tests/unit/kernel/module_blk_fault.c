/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_blk_fault.c - the block layer when memory is refused: what may fail leaves nothing behind,
 * and what must not fail does not.
 */
#include "blk_test_disk.h"

void create_fails(void);
void create_fails(void)
{
	struct test_disk *disk = disk_try_create(4, REQ_FLUSH);

	if (disk)
		disk_destroy(disk);
}

/* With GFP_NOIO a bio and a request come from the reserves at the latest. */
void io_never_fails(void);
void io_never_fails(void)
{
	struct test_disk *disk;
	struct test_io io[4];
	struct bio *bio;
	unsigned int i;

	do {
		disk = disk_try_create(2, REQ_FLUSH);
	} while (!disk);
	disk_automatic(disk);
	for (i = 0; i < 3; i++)
		io_submit(&io[i], disk, WRITE | REQ_FUA, 10 * i, 512);
	io_submit(&io[3], disk, WRITE_FLUSH, 0, 0);
	for (i = 0; i < 4; i++)
		io_expect(&io[i], 0);

	/* Room for more pieces than a bio has inside. */
	bio = bio_alloc(GFP_NOIO, BIO_INLINE_VECS + 1);
	BUG_ON(!bio || bio->bi_max_vecs != BIO_INLINE_VECS + 1);
	bio->bi_io_vec[BIO_INLINE_VECS].bv_len = 1;
	bio_put(bio);
	bio = bio_alloc(GFP_NOIO, BIO_MAX_PAGES);
	BUG_ON(!bio);
	bio->bi_io_vec[BIO_MAX_PAGES - 1].bv_len = 1;
	bio_put(bio);
	disk_destroy(disk);
}

/* A command may fail for want of memory; then it was not sent, and nothing is lost. */
void execute_fails(void);
void execute_fails(void)
{
	struct test_disk *disk;
	struct request *rq;
	char *buf;
	int err;

	do {
		disk = disk_try_create(2, 0);
	} while (!disk);
	buf = kmalloc(20, GFP_KERNEL | __GFP_NOFAIL);
	disk_automatic(disk);
	rq = blk_get_request(disk->q, READ, GFP_KERNEL);
	BUG_ON(!rq);
	rq->cmd_type = REQ_TYPE_SPECIAL;
	err = blk_rq_map_kern(disk->q, rq, buf, 20, GFP_KERNEL);
	BUG_ON(err && err != -ENOMEM);
	if (!err)
		BUG_ON(blk_execute_rq(disk->q, disk->disk, rq, 0));
	blk_put_request(rq);
	kfree(buf);
	disk_destroy(disk);
}
