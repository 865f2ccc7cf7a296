/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * text_list.h - a growing list of owned strings.
 */
#ifndef TOOLS_TEXT_LIST_H
#define TOOLS_TEXT_LIST_H

struct text_list {
	char **texts;
	unsigned int count;
};

void text_list_add(struct text_list *list, const char *text);
__attribute__((format(printf, 2, 3))) void text_list_addf(struct text_list *list, const char *fmt,
							  ...);
void text_list_free(struct text_list *list);

#endif
