/* SPDX-License-Identifier: GPL-2.0-only */
#include "text_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"

/* Takes text over. */
static void push(struct text_list *list, char *text)
{
	list->texts = tools_resize(list->texts, list->count + 1, sizeof(*list->texts));
	list->texts[list->count++] = text;
}

void text_list_add(struct text_list *list, const char *text)
{
	push(list, tools_strdup(text));
}

void text_list_addf(struct text_list *list, const char *fmt, ...)
{
	char line[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	push(list, tools_strdup(line));
}

void text_list_free(struct text_list *list)
{
	for (unsigned int i = 0; i < list->count; i++)
		free(list->texts[i]);
	free(list->texts);
	*list = (struct text_list){ 0 };
}
