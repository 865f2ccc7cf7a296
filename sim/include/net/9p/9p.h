/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * 9p.h - 9P messages: a size (4 bytes), a type (1), a tag (2), and what belongs to the type. All
 * little endian. The dialect is 9P2000.L.
 */
#ifndef SIM_NET_9P_9P_H
#define SIM_NET_9P_9P_H

#include <linux/types.h>

enum p9_msg_t {
	P9_TLERROR = 6, /* not used */
	P9_RLERROR, /* ecode[4] */
	P9_TVERSION = 100, /* msize[4] version[s] */
	P9_RVERSION, /* msize[4] version[s] */
	P9_TFLUSH = 108, /* oldtag[2] */
	P9_RFLUSH,
	P9_TREAD = 116, /* fid[4] offset[8] count[4] */
	P9_RREAD, /* count[4] data[count] */
	P9_TWRITE = 118, /* fid[4] offset[8] count[4] data[count] */
	P9_RWRITE, /* count[4] */
};

#define P9_NOTAG ((u16)~0)
#define P9_HDRSZ 7
#define P9_RWHDRSZ (P9_HDRSZ + 4 + 8 + 4) /* what stands in front of the data of a Twrite */
#define P9_RDHDRSZ (P9_HDRSZ + 4) /* and of an Rread */

/* One message: capacity bytes of sdata, size of them in use. */
struct p9_fcall {
	u32 size;
	u8 id;
	u16 tag;
	size_t offset; /* how far it is written or read */
	size_t capacity;
	u8 *sdata;
};

#endif
