"""Has clang work out what a set of names means under one header: one constant of the compiled program per question."""
import os
import re
import subprocess

from inventory import INCLUDE, own_flags

GENUINE = "#define WIN32_LEAN_AND_MEAN\n" + "".join(
    f"#include <{name}.h>\n" for name in ("windows", "wincrypt", "wininet", "wintrust"))

# A type is told by the name that the compiler gives it, all typedefs resolved; a structure also by how many initialisers it
# takes, which shows a member that hides in padding.
PRELUDE = """
template <unsigned long long N, class C> struct text { C value[N]; };
template <unsigned long long N, class C> constexpr text<N, C> copy(const C (&from)[N])
{
    text<N, C> to{};
    for (unsigned long long i = 0; i < N; ++i)
        to.value[i] = from[i];
    return to;
}
template <class T> constexpr auto name() { return copy(__PRETTY_FUNCTION__); }

struct anything { template <class T> constexpr operator T() const; };
template <class T, class... A> constexpr auto takes(int) -> decltype(T{A{}...}, true) { return true; }
template <class T, class... A> constexpr bool takes(...) { return false; }
template <class T, class... A> constexpr unsigned long long members()
{
    if constexpr (!takes<T, A..., anything>(0))
        return sizeof...(A);
    else
        return members<T, A..., anything>();
}
"""

# What stands for the parameter of a macro; one that cannot take a number gets a string.
NUMBERS = ["0", "1", "0x10001", "0x80070057", "0xFFFFFFFF"]
STRING = ['"text"']


def ours(headers, defines, found, scratch):
    """What our header says: question to answer."""
    flags = own_flags(headers, defines)
    types = answers(flags, INCLUDE, questions_of_types(found), scratch)
    for name, parameters in found["macros"].items():
        if parameters is not None and ("macro", uses(name, parameters, NUMBERS)[0]) in types:
            types.pop(("macro", uses(name, parameters, STRING)[0]), None)
    return types | answers(flags, INCLUDE, questions_of_values(found, types), scratch)


def genuine(sdk, defines, found, our_answers, scratch):
    """What the SDK says to the questions that our header answers."""
    asked = questions_of_types(found) | questions_of_values(found, our_answers)
    return answers(genuine_flags(sdk, defines, scratch), GENUINE, {key: asked[key] for key in our_answers}, scratch)


def questions_of_types(found):
    """(kind, name) to declaration, one line each, @ being the name of the answer."""
    asked = {}
    for name, parameters in found["macros"].items():
        for use in uses(name, parameters, NUMBERS[:1] + STRING):
            asked["macro", use] = f"extern const auto @ = name<decltype(({use}))>();"
    for name, fields in found["structures"].items():
        asked["size", name] = f"extern const unsigned long long @ = sizeof({name});"
        asked["members", name] = f"extern const unsigned long long @ = members<{name}>();"
        for field in fields:
            asked["offset", f"{name}.{field}"] = f"extern const unsigned long long @ = __builtin_offsetof({name}, {field});"
            asked["field", f"{name}.{field}"] = f"extern const auto @ = name<decltype({name}::{field})>();"
    for name in found["types"]:
        asked["type", name] = f"extern const auto @ = name<{name}>();"
    for name in found["functions"]:
        asked["function", name] = f"extern const auto @ = name<decltype({name})>();"
    return asked


def questions_of_values(found, types):
    """Of the macros that are expressions, by the type that they have; the name of a function has no value of its own."""
    asked = {}
    for name, parameters in found["macros"].items():
        for arguments in (NUMBERS, STRING):
            all_uses = uses(name, parameters, arguments)
            kind = types.get(("macro", all_uses[0]), "()")
            for use in all_uses:
                if kind.endswith("*"):
                    asked["pointer", use] = f"extern const void *const @ = (const void *)({use});"
                elif kind.endswith("]"):
                    asked["string", use] = f"extern const auto @ = copy({use});"
                elif not kind.endswith(")"):
                    asked["value", use] = f"extern const unsigned long long @ = (unsigned long long)({use});"
    return asked


def uses(name, parameters, arguments):
    return [name] if parameters is None else [f"{name}({', '.join([a] * parameters)})" for a in arguments]


def genuine_flags(sdk, defines, scratch):
    # What the headers need besides themselves is shared with the programs that are compiled against them.
    wine = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wine")
    overlay = os.path.join(scratch, "overlay.yaml")
    subprocess.run([os.path.join(wine, "sdk-headers.sh"), sdk, overlay], check=True)
    flags = ["clang++", "--target=x86_64-pc-windows-msvc", "-std=c++17", "-w", "-ivfsoverlay", overlay, "-isystem", os.path.join(wine, "msvc")]
    for folder in ("um", "shared", "ucrt"):
        flags += ["-isystem", os.path.join(sdk, folder)]
    return flags + ["-D" + name for name in defines]


def answers(flags, include, asked, scratch):
    """Question to answer, for the questions that have one under this header."""
    asked = list(asked.items())
    head = include + PRELUDE + 'extern "C" {\n'
    program = os.path.join(scratch, "questions.cpp")
    while True:
        with open(program, "w", encoding="utf-8") as file:
            file.write(head)
            file.writelines(declaration.replace("@", f"answer_{i}") + "\n" for i, (_, declaration) in enumerate(asked))
            file.write("}\n")
        done = subprocess.run(flags + ["-ferror-limit=0", "-S", "-emit-llvm", "-o", "-", program],
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        lines = {int(line) - head.count("\n") - 1 for line in re.findall(re.escape(program) + r":(\d+):\d+: ", done.stderr)}
        unanswered = {i for i in lines if 0 <= i < len(asked)}
        if not unanswered:
            raise SystemExit("the questions do not compile:\n" + done.stderr[:4000])
        asked = [question for i, question in enumerate(asked) if i not in unanswered]
    found = re.findall(r"^@answer_(\d+) = \S* ?constant (.*), align \d+$", done.stdout, re.M)
    return {asked[int(number)][0]: readable(value) for number, value in found}


def readable(value):
    """The compiler's notation of a constant, less what differs without meaning: numbering, two names for one width."""
    value = re.sub(r"^%struct\.text[.\d]* ", "", value)
    name = re.search(r'c"auto name\(\) \[T = (.*)\]\\00"', value)
    if not name:
        return value
    same = {"unsigned long": "unsigned int", "long": "int", "wchar_t": "char16_t"}
    return re.sub(r"\b(?:unsigned )?long long\b|\bunsigned long\b|\blong\b|\bwchar_t\b", lambda m: same.get(m[0], m[0]), name[1])
