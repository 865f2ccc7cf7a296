/* SPDX-License-Identifier: GPL-2.0-only */
/* A tape: recorded, written as text, read back, played; also after the code has changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include <search/tape.h>

struct question {
	enum choice_kind kind;
	uint32_t n;
	uint32_t site;
	uint16_t ctx;
};

#define RUN(site, ctx)                                                                             \
	{                                                                                          \
		CHOICE_RUN, 3, site, ctx                                                           \
	}

static uint32_t ask(struct strategy *strategy, const struct question *question)
{
	const struct choice choice = {
		.kind = question->kind,
		.n = question->n,
		.site = question->site,
		.ctx = question->ctx,
	};

	return strategy->choose(strategy, &choice);
}

static void fill(struct tape *tape, const struct question *questions, const uint32_t *answers,
		 unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		const struct choice choice = {
			.kind = questions[i].kind,
			.n = questions[i].n,
			.site = questions[i].site,
			.ctx = questions[i].ctx,
		};

		tape_push(tape, &choice, answers[i]);
	}
}

/* Asks the questions of a replayed run; answers[] is what has to come. */
static void play(const struct tape *tape, const struct question *questions, const uint32_t *answers,
		 unsigned int count)
{
	struct strategy *replay = strategy_replay(tape);

	replay->begin(replay, 0);
	for (unsigned int i = 0; i < count; i++)
		cr_assert_eq(ask(replay, &questions[i]), answers[i], "question %u", i);
	replay->end(replay);
	strategy_free(replay);
}

static bool same(const struct tape *a, const struct tape *b)
{
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++) {
		const struct tape_entry *x = &a->entries[i], *y = &b->entries[i];

		if (x->site != y->site || x->ctx != y->ctx || x->kind != y->kind || x->n != y->n ||
		    x->answer != y->answer)
			return false;
	}
	return true;
}

/* A long tape of all sorts of entries. */
static void record_random(struct tape *tape, unsigned int count)
{
	struct strategy *random = strategy_random(11);
	struct strategy *record = strategy_record(random, tape);

	record->begin(record, 4);
	for (unsigned int i = 0; i < count; i++) {
		const struct question question = {
			.kind = (enum choice_kind)(i / 3 % CHOICE_KIND_COUNT),
			.n = 2 + i % 5 * (i / 7 % 3),
			.site = i % 11 ? 0x10000000u + i % 17 * 64 : i,
			.ctx = (uint16_t)(i / 5 % 300),
		};

		ask(record, &question);
	}
	record->end(record);
	strategy_free(record);
	strategy_free(random);
}

Test(tape, replay_gives_the_recorded_answers)
{
	static const struct question questions[] = { RUN(1, 1), RUN(2, 1), RUN(1, 1), RUN(1, 2) };
	static const uint32_t answers[] = { 2, 1, 0, 2 };
	struct tape tape = { 0 };

	fill(&tape, questions, answers, 4);
	play(&tape, questions, answers, 4);
	cr_assert_eq(replay_divergences(), 0u);
	cr_assert_eq(replay_first_divergence(), UINT32_MAX);
	tape_free(&tape);
}

Test(tape, recorder_keeps_only_the_latest_run)
{
	struct tape tape = { 0 };
	struct strategy *random = strategy_random(3), *record = strategy_record(random, &tape);
	const struct question question = RUN(5, 6);
	uint32_t answer;

	record->begin(record, 0);
	ask(record, &question);
	ask(record, &question);
	record->begin(record, 1);
	answer = ask(record, &question);
	cr_assert_eq(tape.count, 1u);
	cr_assert_eq(tape.entries[0].answer, answer);
	cr_assert_eq(tape.entries[0].site, 5u);
	cr_assert_eq(tape.entries[0].ctx, 6u);
	cr_assert_eq(tape.entries[0].n, 3u);
	strategy_free(record);
	strategy_free(random);
	tape_free(&tape);
}

/* Somebody added a print: a question that the tape does not know. All others keep their answers. */
Test(tape, a_new_question_gets_0_and_disturbs_nobody)
{
	static const struct question recorded[] = { RUN(1, 1), RUN(2, 1), RUN(1, 1) };
	static const struct question asked[] = { RUN(1, 1), RUN(9, 1), RUN(2, 1), RUN(1, 1) };
	static const uint32_t answers[] = { 2, 1, 1 }, expected[] = { 2, 0, 1, 1 };
	struct tape tape = { 0 };

	fill(&tape, recorded, answers, 3);
	play(&tape, asked, expected, 4);
	cr_assert_eq(replay_divergences(), 1u);
	cr_assert_eq(replay_first_divergence(), 1u);
	tape_free(&tape);
}

Test(tape, a_question_that_is_gone_is_skipped)
{
	static const struct question recorded[] = { RUN(1, 1), RUN(2, 1), RUN(3, 1), RUN(4, 1) };
	static const struct question asked[] = { RUN(1, 1), RUN(3, 1), RUN(4, 1) };
	static const uint32_t answers[] = { 2, 1, 2, 1 }, expected[] = { 2, 2, 1 };
	struct tape tape = { 0 };

	fill(&tape, recorded, answers, 4);
	play(&tape, asked, expected, 3);
	cr_assert_eq(replay_first_divergence(), 1u);
	/* Once for the gap, once for the entry left over at the end. */
	cr_assert_eq(replay_divergences(), 2u);
	tape_free(&tape);
}

Test(tape, keys_are_context_kind_and_site)
{
	static const struct question recorded[] = { { CHOICE_RUN, 3, 1, 1 },
						    { CHOICE_LOAD, 3, 1, 1 },
						    { CHOICE_RUN, 3, 1, 2 } };
	static const struct question asked[] = { { CHOICE_RUN, 3, 1, 2 },
						 { CHOICE_LOAD, 3, 1, 1 },
						 { CHOICE_RUN, 3, 1, 1 },
						 { CHOICE_RUN, 3, 1, 1 } };
	static const uint32_t answers[] = { 1, 2, 1 }, expected[] = { 1, 2, 1, 0 };
	struct tape tape = { 0 };

	fill(&tape, recorded, answers, 3);
	play(&tape, asked, expected, 4);
	cr_assert_eq(replay_first_divergence(), 0u);
	tape_free(&tape);
}

Test(tape, an_answer_that_no_longer_exists_is_0)
{
	static const struct question recorded[] = { { CHOICE_RUN, 6, 1, 1 }, RUN(2, 1) };
	static const struct question asked[] = { { CHOICE_RUN, 4, 1, 1 }, RUN(2, 1) };
	static const uint32_t answers[] = { 5, 2 }, expected[] = { 0, 2 };
	struct tape tape = { 0 };

	fill(&tape, recorded, answers, 2);
	play(&tape, asked, expected, 2);
	cr_assert_eq(replay_divergences(), 1u);
	cr_assert_eq(replay_first_divergence(), 0u);
	tape_free(&tape);
}

Test(tape, a_run_that_ends_early_diverges_at_its_end)
{
	static const struct question questions[] = { RUN(1, 1), RUN(2, 1) };
	static const uint32_t answers[] = { 1, 2 };
	struct tape tape = { 0 };

	fill(&tape, questions, answers, 2);
	play(&tape, questions, answers, 1);
	cr_assert_eq(replay_divergences(), 1u);
	cr_assert_eq(replay_first_divergence(), 1u);
	tape_free(&tape);
}

Test(tape, text_comes_back_as_the_same_tape)
{
	struct tape tape = { 0 }, back = { 0 };
	char error[200], *text;

	record_random(&tape, 5000);
	text = tape_encode(&tape);
	cr_assert(tape_decode(&back, text, error, sizeof(error)), "%s", error);
	cr_assert(same(&tape, &back));
	cr_assert_null(strpbrk(text, "\"\\\n"));
	free(text);
	tape_free(&tape);
	tape_free(&back);
}

Test(tape, text_is_short_where_nothing_happens)
{
	static const struct choice calm = { CHOICE_RUN, 2, 0x10001234, 7 };
	static const struct choice stale = { CHOICE_LOAD, 3, 0x10001234, 7 };
	struct tape tape = { 0 };
	char *text;

	for (int i = 0; i < 100; i++)
		tape_push(&tape, &calm, 0);
	tape_push(&tape, &stale, 2);
	text = tape_encode(&tape);
	cr_assert_eq(strncmp(text, "R7@10001234*100 L/3=2 .101:", 27), 0, "%s", text);
	free(text);
	tape_free(&tape);
}

Test(tape, every_truncation_is_noticed)
{
	struct tape tape = { 0 }, back = { 0 };
	char error[200], *text;

	record_random(&tape, 60);
	text = tape_encode(&tape);
	for (size_t length = strlen(text); length-- > 0;) {
		text[length] = '\0';
		error[0] = '\0';
		cr_assert_not(tape_decode(&back, text, error, sizeof(error)), "%s", text);
		cr_assert_eq(strncmp(error, "tape: ", 6), 0, "%s", error);
		cr_assert_null(back.entries);
	}
	free(text);
	tape_free(&tape);
}

Test(tape, every_changed_character_is_noticed)
{
	struct tape tape = { 0 }, back = { 0 };
	char error[200], *text;
	size_t length;

	record_random(&tape, 40);
	text = tape_encode(&tape);
	length = strlen(text);
	for (size_t i = 0; i < length; i++) {
		char was = text[i];

		text[i] = was == '0' ? '1' : '0';
		/* A leading zero more is the one change that changes nothing. */
		if (tape_decode(&back, text, error, sizeof(error))) {
			cr_assert(same(&tape, &back), "offset %zu", i);
			tape_free(&back);
		}
		text[i] = was;
	}
	free(text);
	tape_free(&tape);
}

static void refused(const char *text, const char *expected)
{
	struct tape tape = { 0 };
	char error[200] = "";

	cr_assert_not(tape_decode(&tape, text, error, sizeof(error)));
	cr_assert_str_eq(error, expected);
}

Test(tape, bad_text_is_named)
{
	refused("", "tape: truncated at offset 0");
	refused("X1@2 .1:0", "tape: 'X' at offset 0 is no kind of choice");
	refused("R1@2/3=3 .1:0", "tape: impossible entry at offset 0");
	refused("R1@2/3=1*0 .0:0", "tape: impossible entry at offset 0");
	refused("R1@2/3=1*99999999 .0:0", "tape: impossible entry at offset 0");
	refused("R1@ .1:0", "tape: number expected at offset 3");
	refused("R99999@2 .1:0", "tape: number too big at offset 1");
	refused("R1@2", "tape: truncated at offset 4");
	refused("R1@2\n.1:0", "tape: blank expected at offset 4");
	refused("R1@2 .2:0", "tape: has 1 entries, its end says 2");
	refused("R1@2 .1:0", "tape: damaged: the checksum does not fit");
	refused(".0:cbf29ce484222325 ", "tape: text behind its end at offset 19");
}

Test(tape, the_empty_tape_is_a_tape)
{
	struct tape tape = { 0 };
	char error[200], *text = tape_encode(&tape);

	cr_assert_str_eq(text, ".0:cbf29ce484222325");
	cr_assert(tape_decode(&tape, text, error, sizeof(error)));
	cr_assert_eq(tape.count, 0u);
	free(text);
}
