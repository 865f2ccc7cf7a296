/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_report.h"

#include <check/finding.h>

static const char *observation(const struct litmus_outcome *outcome)
{
	if (!outcome->positive)
		return "Never";
	return outcome->negative ? "Sometimes" : "Always";
}

static bool satisfied(const struct litmus_test *test, const struct litmus_outcome *outcome)
{
	switch (test->quantifier) {
	case LITMUS_NOT_EXISTS:
		return !outcome->positive;
	case LITMUS_FORALL:
		return !outcome->negative;
	default:
		return outcome->positive;
	}
}

static enum litmus_judgement judge_sometimes(const struct litmus_outcome *outcome,
					     enum memory_model memory)
{
	if (outcome->positive && !outcome->negative)
		return memory == MEMORY_WEAK ? LITMUS_MISSED : LITMUS_AS_EXPECTED;
	if (!outcome->positive && memory == MEMORY_WEAK)
		return LITMUS_UNSEEN;
	return LITMUS_AS_EXPECTED;
}

enum litmus_judgement litmus_judge(const struct litmus_test *test,
				   const struct litmus_outcome *outcome, enum memory_model memory)
{
	bool good = false;

	if (outcome->finding_count)
		return LITMUS_MISSED;
	switch (test->expected) {
	case LITMUS_NEVER:
		good = !outcome->positive;
		break;
	case LITMUS_ALWAYS:
		good = outcome->positive && !outcome->negative;
		break;
	case LITMUS_DEADLOCK:
		good = !outcome->positive && !outcome->negative;
		break;
	case LITMUS_SOMETIMES:
		return judge_sometimes(outcome, memory);
	case LITMUS_UNKNOWN:
		good = test->quantifier == LITMUS_EXISTS || satisfied(test, outcome);
		break;
	}
	return good ? LITMUS_AS_EXPECTED : LITMUS_MISSED;
}

static void print_value(FILE *out, const struct litmus_test *test,
			const struct litmus_outcome *outcome, long value)
{
	for (unsigned int i = 0; i < test->variable_count; i++) {
		if (outcome->addresses[i] == value) {
			fputs(test->variables[i].name, out);
			return;
		}
	}
	fprintf(out, "%ld", value);
}

static void print_state(FILE *out, const struct litmus_test *test,
			const struct litmus_outcome *outcome, unsigned int index)
{
	const long *values = litmus_state(&outcome->states, index);

	fprintf(out, "%-8llu%c>", (unsigned long long)outcome->states.counts[index],
		outcome->holds[index] ? '*' : ':');
	for (unsigned int i = 0; i < test->observed_count; i++) {
		fputs(i ? " " : "", out);
		litmus_location_print(out, test, test->observed[i]);
		fputc('=', out);
		print_value(out, test, outcome, values[i]);
		fputc(';', out);
	}
	fputc('\n', out);
}

void litmus_report(FILE *out, const struct litmus_test *test, const struct litmus_outcome *outcome)
{
	static const char *const demands[] = {
		[LITMUS_EXISTS] = "Allowed",
		[LITMUS_NOT_EXISTS] = "Forbidden",
		[LITMUS_FORALL] = "Required",
	};
	static const char *const quantifiers[] = {
		[LITMUS_EXISTS] = "exists",
		[LITMUS_NOT_EXISTS] = "~exists",
		[LITMUS_FORALL] = "forall",
	};
	unsigned long long positive = outcome->positive, negative = outcome->negative;

	fprintf(out, "Test %s %s\nStates %u\n", test->name, demands[test->quantifier],
		outcome->states_passed);
	for (unsigned int i = 0; i < outcome->states.count; i++)
		if (outcome->passes[i])
			print_state(out, test, outcome, i);
	fprintf(out, "%s\nWitnesses\nPositive: %llu Negative: %llu\nCondition %s (",
		satisfied(test, outcome) ? "Ok" : "No", positive, negative,
		quantifiers[test->quantifier]);
	litmus_condition_print(out, test, test->condition);
	fprintf(out, ")\nObservation %s %s %llu %llu\n", test->name, observation(outcome), positive,
		negative);
	for (unsigned int i = 0; i < SIM_VERDICT_COUNT; i++)
		if (outcome->findings[i].count)
			fprintf(out, "Finding %s %s %llu: %s\n", test->name, sim_verdict_name(i),
				(unsigned long long)outcome->findings[i].count,
				outcome->findings[i].text);
}
