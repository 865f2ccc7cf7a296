/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scsi_cmnd.h - the one fact a block driver that passes SCSI commands through needs.
 */
#ifndef _SCSI_SCSI_CMND_H
#define _SCSI_SCSI_CMND_H

#define SCSI_SENSE_BUFFERSIZE 96 /* bytes of sense data a request has room for */

#endif
