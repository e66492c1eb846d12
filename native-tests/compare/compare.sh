#!/usr/bin/env bash
# compare.sh AREA DIFFERENCES OURS OTHER...: has two programs print what they see in one area and fails for every line that
# differs, unless DIFFERENCES lists it with both texts. OURS is a program, OTHER a command. What it prints for a new difference
# can be put into the file, below a heading that says which document decides and who is right.
set -uo pipefail
area=$1 differences=$2 ours=$3
shift 3
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/ours" "$work/other" "$work/ours.files" "$work/other.files"
for side in ours other; do
    (cd "$work/$side" && if [ $side = ours ]; then "$ours" "$work/ours.files" "$area"; else "$@" "$work/other.files" "$area"; fi) >"$work/$side.raw" 2>"$work/$side.err"
    code=$?
    sed 's/\r$//' "$work/$side.raw" >"$work/$side.txt"
    [ "$code" -eq 0 ] && [ "$(tail -n 1 "$work/$side.txt")" = end ] && continue
    echo "$area: $side ended with $code after: $(grep -v '^end$' "$work/$side.txt" | tail -n 1)"
    tail -n 5 "$work/$side.err"
    exit 1
done

awk -v area="$area" '
    function split_line(line) { at = index(line, ": "); name = substr(line, 1, at - 1); text = substr(line, at + 2) }
    function fail(what) { print what; failed = 1 }
    FILENAME == ARGV[1] {
        if (/^(#|==|$)/) next
        if (/^    ours: /) { listed_ours[entry] = substr($0, 11); next }
        if (/^    wine: /) { listed_other[entry] = substr($0, 11); next }
        entry = $0
        if (index(entry, area ".") == 1) { if (entry in listed) fail("listed twice: " entry); listed[entry] = 1; all[entry] = 1 }
        next
    }
    $0 == "end" { next }
    { split_line($0); all[name] = 1 }
    FILENAME == ARGV[2] { if (name in ours) fail("two lines of that name: " name); ours[name] = text; order[++lines] = name; next }
    { other[name] = text; if (!(name in ours)) order[++lines] = name }
    END {
        if (!lines) fail("nothing was printed")
        for (i = 1; i <= lines; i++) {
            name = order[i]
            o = name in ours ? ours[name] : "(no such line)"
            w = name in other ? other[name] : "(no such line)"
            if (name in listed && o != w && o == listed_ours[name] && w == listed_other[name]) { delete listed[name]; continue }
            if (o == w && !(name in listed)) continue
            if (name in listed) { print o == w ? "there is no difference any more:" : "it is another difference now:"; delete listed[name] }
            fail(name "\n    ours: " o "\n    wine: " w)
        }
        for (name in listed) fail("listed, but not printed by either side: " name)
        exit failed
    }' "$differences" "$work/ours.txt" "$work/other.txt"
