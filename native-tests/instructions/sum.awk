# Sums up one file of callgrind: "WORK TIMES INSTRUCTIONS CALLS", where the instructions are those of the library itself (its
# compiled C# has no names, so callgrind counts it as ???) and the calls are those from it into OpenSSL. What OpenSSL and the
# C library do there depends on their versions and on the processor, and is not counted. Nor is the runtime, where work
# allocates: one collection of garbage more or less is thousands of instructions in each piece of work.
function object(line,   id, name) {
    id = line
    sub(/^c?ob=/, "", id)
    name = id
    sub(/ .*/, "", id)
    if (sub(/^[^ ]* /, "", name))
        names[id] = name
    return names[id]
}
function ours(name) { return name == "???" || (work == "hot-path" && name ~ /libstaple32/) }

/^desc: Trigger: Client Request: / { work = $(NF - 1); times = $NF }
/^ob=/ { here = object($0); next }
/^cob=/ { callee = object($0); next }
/^calls=/ {
    if (ours(here) && callee ~ /libcrypto/) {
        split($0, count, /[= ]/)
        calls += count[2]
    }
    callee = ""
    getline # what the callee took
    next
}
/^[+*0-9-]/ { if (ours(here)) instructions += $2 }
END { if (times) print work, times, instructions + 0, calls + 0 }
