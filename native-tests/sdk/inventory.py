"""What our header declares: macros, structures with their fields, types, functions. Nothing is listed by hand."""
import json
import os
import re
import subprocess

INCLUDE = "#include <staple32/wincrypt.h>\n"


def own_flags(headers, defines):
    """Our own declarations, those for systems that are not Windows, laid out as for x64 Windows."""
    return (["clang++", "--target=x86_64-pc-windows-msvc", "-U_WIN32", "-std=c++17", "-ffreestanding", "-w",
             "-I", headers] + ["-D" + name for name in defines])


def inventory(headers, defines):
    flags = own_flags(headers, defines)
    found = declarations(json.loads(run(flags + ["-fsyntax-only", "-Xclang", "-ast-dump=json"])), headers)
    found["macros"].update(macros(run(flags + ["-E", "-dD"]), headers))
    return found


def run(command):
    done = subprocess.run(command + ["-x", "c++", "-"], input=INCLUDE, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit("the header does not compile:\n" + done.stderr[:4000])
    return done.stdout


def macros(preprocessed, headers):
    """Name to number of parameters, None for one without a parameter list."""
    found, here = {}, False
    for line in preprocessed.splitlines():
        marker = re.match(r'# \d+ "(.*?)"', line)
        if marker:
            here = within(marker[1], headers)
        elif here and line.startswith("#undef "):
            found.pop(line.split()[1], None)
        elif here and line.startswith("#define "):
            name, parameters = re.match(r"#define (\w+)(?:\(([^)]*)\))?", line).groups()
            found[name] = None if parameters is None else len(parameters.split(","))
    return found


def declarations(tree, headers):
    found = {"macros": {}, "structures": {}, "types": [], "functions": []}
    file = None

    def note_file(location):
        # clang names a file only where it differs from the one it named last.
        nonlocal file
        for part in (location.get("spellingLoc", {}), location.get("expansionLoc", {}), location):
            file = part.get("file", file)

    def visit(node, outermost):
        note_file(node.get("loc", {}))
        here = outermost and file is not None and within(file, headers)
        for edge in ("begin", "end"):
            note_file(node.get("range", {}).get(edge, {}))
        kind, name = node.get("kind"), node.get("name")
        members = node.get("inner", [])
        if here and kind == "CXXRecordDecl" and node.get("completeDefinition") and name:
            # Members of unnamed unions are the structure's own.
            found["structures"][name] = [member["name"] for member in members
                                         if member.get("kind") in ("FieldDecl", "IndirectFieldDecl") and member.get("name")]
        elif here and kind == "EnumDecl":
            found["macros"].update((member["name"], None) for member in members if member.get("kind") == "EnumConstantDecl")
        elif here and kind == "TypedefDecl":
            found["types"].append(name)
        elif here and kind == "FunctionDecl":
            found["functions"].append(name)
        for child in members:
            visit(child, outermost and kind in ("TranslationUnitDecl", "LinkageSpecDecl"))

    visit(tree, True)
    return found


def within(path, headers):
    return os.path.abspath(path).startswith(os.path.abspath(headers) + os.sep)
