/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk_media.c - durable contents, the volatile cache, flush and power cut.
 */
#include <string.h>

#include <model/disk_media.h>

#define SITE_POWER_CUT 0x201

static disk_content content_of(struct disk_media *media, uint64_t sector,
			       const uint8_t from[DISK_SECTOR_BYTES])
{
	uint32_t version;

	if (disk_pattern_parse(sector, from, &version) && version < DISK_CONTENT_RAW)
		return version;
	media->raw = state_array_grow(media->raw, &media->raw_capacity, media->raw_count,
				      DISK_SECTOR_BYTES);
	memcpy(media->raw[media->raw_count], from, DISK_SECTOR_BYTES);
	return DISK_CONTENT_RAW | media->raw_count++;
}

void disk_media_write(struct disk_media *media, uint64_t sector,
		      const uint8_t from[DISK_SECTOR_BYTES], bool durable)
{
	uint32_t index = sector_map_add(&media->map, sector);
	struct media_sector *state;
	struct media_version *version;
	disk_content content = content_of(media, sector, from);

	media->sectors = state_array_grow(media->sectors, &media->sectors_capacity, index,
					  sizeof(*media->sectors));
	state = &media->sectors[index];
	media->seq++;
	if (durable) {
		state->durable = content;
		state->cached = 0;
		return;
	}
	media->versions_count++;
	media->versions = state_array_grow(media->versions, &media->versions_capacity,
					   media->versions_count, sizeof(*media->versions));
	version = &media->versions[media->versions_count];
	version->content = content;
	version->older = state->cached;
	version->seq = media->seq;
	state->cached = media->versions_count;
}

disk_content disk_media_newest(const struct disk_media *media, uint32_t index)
{
	const struct media_sector *state = &media->sectors[index];

	return state->cached ? media->versions[state->cached].content : state->durable;
}

void disk_media_read(const struct disk_media *media, uint64_t sector, uint8_t to[DISK_SECTOR_BYTES])
{
	uint32_t index = sector_map_find(&media->map, sector);
	disk_content content = index == SECTOR_MAP_NONE ? 0 : disk_media_newest(media, index);

	if (content & DISK_CONTENT_RAW)
		memcpy(to, media->raw[content & ~DISK_CONTENT_RAW], DISK_SECTOR_BYTES);
	else
		disk_pattern(sector, content, to);
}

void disk_media_flush(struct disk_media *media, uint64_t seq)
{
	for (uint32_t i = 0; i < media->map.count; i++) {
		struct media_sector *state = &media->sectors[i];
		uint32_t *link = &state->cached;

		while (*link && media->versions[*link].seq > seq)
			link = &media->versions[*link].older;
		if (*link) {
			state->durable = media->versions[*link].content;
			*link = 0;
		}
	}
}

void disk_media_power_cut(struct disk_media *media)
{
	for (uint32_t i = 0; i < media->map.count; i++) {
		struct media_sector *state = &media->sectors[i];
		unsigned int count = 0, survivor;
		uint32_t at;

		for (at = state->cached; at; at = media->versions[at].older)
			count++;
		if (!count)
			continue;
		survivor = engine_choose(CHOICE_DEVICE, count + 1, SITE_POWER_CUT);
		for (at = state->cached; at && survivor; at = media->versions[at].older)
			survivor--;
		if (at)
			state->durable = media->versions[at].content;
		state->cached = 0;
	}
}
