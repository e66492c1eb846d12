#!/usr/bin/env python3
"""Holds staple32/wincrypt.h against the wincrypt.h of the genuine Windows SDK, both compiled by clang for x64 Windows.

compare.py measure HEADERS BUILD   restores the SDK's headers and asks both; what they say is kept for the cases
compare.py CASE HEADERS BUILD      one of the cases below; exit code 77 means skipped
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import measure
from inventory import inventory

LENGTHENED = [name + "_HAS_EXTRA_FIELDS" for name in ("CERT_CHAIN_PARA", "CERT_REVOCATION_PARA", "CERT_CHAIN_FIND_BY_ISSUER_PARA")]
CONFIGURATIONS = {"plain": [], "lengthened": LENGTHENED, "unicode": ["UNICODE"], "prefixed": ["WINCRYPT_USE_SYMBOL_PREFIX"]}

# Which kinds of questions belong to a case.
CASES = {
    "constants": ("macro", "value", "pointer", "string"),
    "structures": ("size", "members", "offset", "field"),
    "types": ("type",),
    "prototypes": ("function",),
}

# Macros that are no expressions. The SDK defines them too, for its own compilers.
NOT_EXPRESSIONS = {"WINAPI", "CALLBACK", "VOID", "CONST"}
SKIPPED = 77


def main(case, headers, build):
    kept = os.path.join(build, "sdk-measured.json")
    if case == "measure":
        return measure_both(headers, build, kept)
    if not os.path.exists(kept):
        return skip("the SDK's headers were not measured")
    with open(kept, encoding="utf-8") as file:
        measured = json.load(file)
    if case == "every_macro_is_compared":
        return report(f"{name}: {macro} is not an expression and not known to be none"
                      for name, entry in measured["configurations"].items() for macro in uncompared(entry))
    if case == "a_wrong_header_is_noticed":
        return wrong_header(headers, measured["sdk"])
    names = {re.split(r"[ .(]", key)[1] for entry in measured["configurations"].values()
             for key in entry["ours"] if key.split(" ", 1)[0] in CASES[case]}
    print(f"{len(names)} {case} compared")
    return report(f"{name}: {line}" for name, entry in measured["configurations"].items()
                  for line in differences(entry["ours"], entry["genuine"], CASES[case]))


def measure_both(headers, build, kept):
    if os.path.exists(kept):
        os.remove(kept)
    restored = subprocess.run([os.path.join(os.path.dirname(os.path.abspath(__file__)), "restore.sh"), build],
                              capture_output=True, text=True, check=False)
    if restored.returncode != 0:
        return skip("Microsoft.Windows.SDK.CPP cannot be restored: " + restored.stderr.strip())
    sdk = restored.stdout.strip()
    found = {name: both(headers, sdk, defines) for name, defines in CONFIGURATIONS.items()}
    with open(kept + ".new", "w", encoding="utf-8") as file:
        json.dump({"sdk": sdk, "configurations": found}, file)
    os.replace(kept + ".new", kept)
    return 0


def both(headers, sdk, defines):
    with tempfile.TemporaryDirectory() as scratch:
        found = inventory(headers, defines)
        ours = measure.ours(headers, defines, found, scratch)
        genuine = measure.genuine(sdk, defines, found, ours, scratch)
    return {"macros": found["macros"], "ours": flat(ours), "genuine": flat(genuine)}


def flat(answers):
    return {" ".join(key): answer for key, answer in answers.items()}


def differences(ours, genuine, kinds):
    for key, answer in ours.items():
        if key.split(" ", 1)[0] in kinds and genuine.get(key) != answer:
            yield f"{key} is {answer}, in the SDK {genuine.get(key, 'there is none')}"


def uncompared(entry):
    compared = {re.match(r"macro (\w+)", key)[1] for key in entry["ours"] if key.startswith("macro ")}
    rest = set(entry["macros"]) - compared - NOT_EXPRESSIONS
    return sorted(name for name in rest if not re.fullmatch(r"STAPLE32_\w+_H", name))


# One mistake of each sort that a comparison is there to find: pattern, replacement, what must be reported.
MISTAKES = [
    (r"(#define CERT_FIND_ANY +)0x00000000", r"\g<1>0x00000001", "value CERT_FIND_ANY"),
    (r"(#define CERT_STORE_PROV_MEMORY +\(\(LPCSTR\))2", r"\g<1>3", "pointer CERT_STORE_PROV_MEMORY"),
    (r'(#define szOID_COMMON_NAME +"2\.5\.4\.)3', r"\g<1>4", "string szOID_COMMON_NAME"),
    (r"(#define CERT_TRUST_NO_ERROR)", r"#define CERT_TRUST_NO_SUCH_THING 1\n\1", "macro CERT_TRUST_NO_SUCH_THING"),
    (r"(DWORD cbCertEncoded;\n)( +PCERT_INFO pCertInfo;\n)", r"\2\1", "offset _CERT_CONTEXT.pCertInfo"),
    (r"DWORD dwType; /\* USAGE_MATCH_TYPE", r"LONG dwType; /* USAGE_MATCH_TYPE", "field _CERT_USAGE_MATCH.dwType"),
    (r"(    GUID ChainId;\n)", r"\1    DWORD more;\n", "members _CERT_CHAIN_CONTEXT"),
    (r"typedef ULONG_PTR HCRYPTPROV;", "typedef ULONG HCRYPTPROV;", "type HCRYPTPROV"),
    (r"BOOL WINAPI CertCloseStore\(HCERTSTORE hCertStore /\*opt\*/, DWORD", "BOOL WINAPI CertCloseStore(HCERTSTORE hCertStore, LONG",
     "function CertCloseStore"),
]


def wrong_header(headers, sdk):
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(os.path.join(headers, "staple32"), os.path.join(copy, "staple32"))
        path = os.path.join(copy, "staple32", "wincrypt.h")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for pattern, replacement, _ in MISTAKES:
            text, times = re.subn(pattern, replacement, text)
            if times != 1:
                return report([f"{pattern} stands {times} times in the header"])
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        entry = both(copy, sdk, LENGTHENED)
    found = list(differences(entry["ours"], entry["genuine"], sum(CASES.values(), ())))
    return report(f"unnoticed: {mistake}" for _, _, mistake in MISTAKES if not any(line.startswith(mistake + " ") for line in found))


def report(lines):
    lines = list(lines)
    print("\n".join(lines))
    return 1 if lines else 0


def skip(why):
    print("skipped: " + why)
    return SKIPPED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
