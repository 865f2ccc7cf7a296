# SPDX-License-Identifier: GPL-2.0-only
#
# table.awk - who provides what each kernel object needs: awk -f table.awk simulator.txt SYM...
#
# simulator.txt: "S symbol" for each one that the simulator exports, "K symbol" for each one of kernel
# modules that were built elsewhere. The other inputs are what
# link.mk wrote per object; obj/ ones are the kernel's, own/ ones ours. Prints one line per kernel
# object; the missing symbols and who wants them go to the file named by -v missing=FILE.
$1 == "S" { simulator[$2] = 1; next }
$1 == "K" { kernel[$2] = 1; next }
FNR == 1 {
	object = FILENAME
	sub(/^sym\//, "", object)
	sub(/\.sym$/, ".o", object)
	ours = object ~ /^own\//
	sub(/^(obj|own\/[^\/]*)\//, "", object)
	objects[++count] = object
	own[object] = ours
}
$1 == "H" { hooks[object] = $2 }
$1 == "D" { if (ours) port[$2] = 1; else kernel[$2] = 1 }
$1 == "U" { needs[object] = needs[object] " " $2 }

function provided(symbol)
{
	if (symbol in port)
		return "port"
	if (symbol in kernel)
		return "kernel"
	if (symbol in simulator)
		return "simulator"
	return "missing"
}

END {
	printf "%-32s %6s %6s %6s %6s %6s\n", "kernel file", "hooks", "port", "kernel", "sim", "miss"
	for (i = 1; i <= count; i++) {
		object = objects[i]
		split("", sum)
		n = split(needs[object], names, " ")
		for (j = 1; j <= n; j++) {
			if (names[j] == "_GLOBAL_OFFSET_TABLE_" ||
			    names[j] ~ /^__(initcall_|per_cpu_)(start|end)$|^__(start|stop)___(param|modver)$|^__(start|end)_rodata$|^__setup_(start|end)$/)
				continue
			who = provided(names[j])
			sum[who]++
			if (who == "missing")
				wants[names[j]] = wants[names[j]] " " object
		}
		if (!own[object]) {
			file = object
			sub(/\.o$/, ".c", file)
			printf "%-32s %6d %6d %6d %6d %6d\n", file, hooks[object], sum["port"], sum["kernel"],
				sum["simulator"], sum["missing"]
		}
	}
	for (symbol in wants)
		print symbol wants[symbol] | ("LC_ALL=C sort >" missing)
}
