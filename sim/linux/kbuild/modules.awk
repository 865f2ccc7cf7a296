# SPDX-License-Identifier: GPL-2.0-only
#
# modules.awk - the list of modules as a make fragment: awk -v version=6.1 -v root=DIR.
#
#   MODULES := NAME...   KERNEL := all kernel objects   NAME_KERNEL := ...   NAME_OWN := sources
function own_files(name, pattern,    command, file, base)
{
	command = "cd '" root "' && ls -d " pattern " 2>/dev/null"
	while ((command | getline file) > 0) {
		base = file
		sub(/.*\//, "", base)
		if (base != "module_this.c")
			own[name] = own[name] " " file
	}
	close(command)
}

{ sub(/#.*/, "") }
NF == 0 { next }
{
	head = $0
	sub(/:.*/, "", head)
	sub(/^[^:]*:/, "")
	only = ""
	if (match(head, /\[.*\]/)) {
		only = substr(head, RSTART + 1, RLENGTH - 2)
		head = substr(head, 1, RSTART - 1)
	}
	gsub(/[ \t]/, "", head)
	if (only != "" && only != version)
		next
	if (!(head in seen)) {
		seen[head] = 1
		order[++count] = head
	}
	for (i = 1; i <= NF; i++)
		if ($i ~ /\.o$/) {
			kernel[head] = kernel[head] " " $i
			all = all " " $i
		} else {
			own_files(head, $i)
		}
}
END {
	printf "MODULES :="
	for (i = 1; i <= count; i++)
		printf " %s", order[i]
	printf "\nKERNEL :=%s\n", all
	for (i = 1; i <= count; i++) {
		printf "%s_KERNEL :=%s\n", order[i], kernel[order[i]]
		printf "%s_OWN :=%s\n", order[i], own[order[i]]
	}
}
