/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_bio.h - the disk and its bios, for whichever block layer the guest has: this project's kernel
 * library (load_bio_request_era.c) or a real kernel's own (load_bio_linux.c).
 */
#ifndef LOAD_BIO_H
#define LOAD_BIO_H

#include "load.h"

/* The disk called disk, opened and tuned as an administrator would; or an ERR_PTR. */
struct block_device *load_disk_open(const char *disk);
/* The disk is closed when it returns. */
void load_disk_close(struct block_device *bdev);
/* What `cat /sys/block/DISK/serial` gives: a length or a negative error. text is a page. */
ssize_t load_disk_serial(struct block_device *bdev, char *text);

/* A bio for the I/O, with room for its parts. At its end load_io_ended() is called. */
struct bio *load_bio_alloc(struct load_io *io);
void load_bio_submit(struct bio *bio, const struct load_io *io);

#endif
