# SPDX-License-Identifier: GPL-2.0-only
#
# report.sh - the table of a kernel build: who provides what each kernel file needs. Sourced by tools/linux.

# simulator_symbols: what the loader finds in the simulator: in simctl where that is built, else by
# what the sources say.
simulator_symbols() {
	if [ -x "$BUILD/simctl" ]; then
		nm -D --defined-only "$BUILD/simctl" | awk '{ print $3 }'
	else
		grep -ohE '\<sim_[a-z0-9_]+\(' "$ROOT"/sim/include/sim/*.h | tr -d '('
		cat "$ROOT"/sim/memory/*.c | grep -oE '\<__tsan_[a-z0-9_]+'
		printf '__tsan_%s\n' \
			{,unaligned_,volatile_,unaligned_volatile_}{read,write}{1,2,4,8,16}
		printf '__tsan_atomic%s\n' \
			{8,16,32,64}_{load,store,exchange,fetch_{add,sub,and,or,xor,nand}} \
			{8,16,32,64}_compare_exchange_{strong,weak,val}
	fi | grep -E '^(sim_|__tsan_)' | sort -u | sed 's/^/S /'
	printf 'S %s\n' memcpy memmove memset memcmp
}

# report_table WORK [LINES]: prints the table; WORK/missing.txt gets "symbol object..." for what nobody
# has. LINES: "K symbol" for those of kernel modules built elsewhere.
report_table() {
	local work=$1 symbols

	{
		simulator_symbols
		[ $# -lt 2 ] || echo "$2"
	} >"$work/simulator.txt"
	: >"$work/missing.txt"
	(
		cd "$work"
		symbols=$(sed -nE 's/^[a-z_0-9]+_KERNEL := //p' modules.mk | tr ' ' '\n' |
			sed -E 's#(.+)\.o$#sym/obj/\1.sym#')
		symbols+=" $(sed -nE 's/^([a-z_0-9]+)_OWN := /\1 /p' modules.mk |
			awk '{ for (i = 2; i <= NF; i++) { sub(/\.c$/, ".sym", $i); print "sym/own/" $1 "/" $i } }')"
		symbols+=" $(cd "$work" && ls sym/own/*/this.sym 2>/dev/null || true)"
		# shellcheck disable=SC2086
		awk -v missing=missing.txt -f "$ROOT/sim/linux/kbuild/table.awk" simulator.txt \
			$(ls -d $symbols 2>/dev/null)
	)
}

# report_missing WORK TREE: each missing symbol, the kernel file that has it, and who wants it.
report_missing() {
	local work=$1 tree=$2

	[ -s "$work/missing.txt" ] || return 0
	cut -d' ' -f1 "$work/missing.txt" >"$work/missing.names"
	(
		cd "$tree"
		grep -rwF -f "$work/missing.names" --include='*.c' block drivers fs init kernel lib mm || true
	) | awk '
	FNR == NR { wanted[$1] = 1; order[++count] = $1; wants[$1] = $0; next }
	{
		colon = index($0, ":")
		file = substr($0, 1, colon - 1)
		line = substr($0, colon + 1)
		if (match(line, /^(EXPORT_(PER_CPU_)?SYMBOL(_GPL)?|EXPORT_SYMBOL_NS(_GPL)?|SYSCALL_DEFINE[0-9])\([a-z_A-Z0-9]+/)) {
			name = substr(line, RSTART, RLENGTH)
			sub(/.*\(/, "", name)
			if (name in wanted)
				exported[name] = file
		} else if (line ~ /^[a-z]/ && line !~ /^static|;$|^extern|^return/) {
			n = split(line, words, /[^A-Za-z0-9_]+/)
			for (i = 1; i <= n; i++)
				if (words[i] in wanted && !(words[i] in defined))
					defined[words[i]] = file
		}
	}
	END {
		for (i = 1; i <= count; i++) {
			name = order[i]
			file = name in exported ? exported[name] : name in defined ? defined[name] : "?"
			users = wants[name]
			sub(/^[^ ]+ /, "", users)
			printf "missing: %s (%s): %s\n", name, file, users
		}
	}' "$work/missing.txt" -
}
