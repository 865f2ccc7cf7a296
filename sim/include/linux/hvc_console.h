/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hvc_console.h - terminals whose characters a driver takes and brings.
 */
#ifndef SIM_LINUX_HVC_CONSOLE_H
#define SIM_LINUX_HVC_CONSOLE_H

#include <linux/types.h>

struct winsize {
	unsigned short ws_row;
	unsigned short ws_col;
};

/*
 * The driver's side. Both are called under the terminal's lock with interrupts off, from any
 * context. put_chars() takes up to count characters and says how many, 0 or -EAGAIN for none right
 * now; after another error they are thrown away. get_chars() brings up to count.
 */
struct hv_ops {
	ssize_t (*get_chars)(u32 vtermno, u8 *buf, size_t count);
	ssize_t (*put_chars)(u32 vtermno, const u8 *buf, size_t count);
};

struct hvc_struct;

/* A terminal that can be opened as "hvc<vtermno>", minor 0; ERR_PTR(). Task context. */
struct hvc_struct *hvc_alloc(u32 vtermno, const struct hv_ops *ops, size_t outbuf_bytes);
/* Hangs it up: whoever has it open gets errors from now on. Drops the reference. Task context. */
void hvc_remove(struct hvc_struct *hp);
/* Counted: its driver holds it, and so does each open file. Any context. */
void hvc_get(struct hvc_struct *hp);
void hvc_put(struct hvc_struct *hp);
/* There are characters to get, or there is room for some: any context. True: it has to be polled
 * again, see hvc_kick(). */
bool hvc_poll(struct hvc_struct *hp);
/* Has every terminal polled, soon. Any context. */
void hvc_kick(void);
void hvc_resize(struct hvc_struct *hp, struct winsize ws);

#endif
