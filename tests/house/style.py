#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the house style that a machine can hold, and prints how long files and functions are.

Usage: style.py ROOT
"""
import json
import pathlib
import re
import subprocess
import sys

FILE_LIMIT = 600
FUNCTION_LIMIT = 60
MEDIAN_FUNCTION_LIMIT = 13
P90_FUNCTION_LIMIT = 50
P90_FILE_LIMIT = 500
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
TEST_NAME = re.compile(r"^TEST(?:_F|_P)?\(\w+, *([A-Z]\w*|\w*[a-z][A-Z]\w*)\)")
CODE = {".cpp", ".hpp", ".c", ".h", ".S", ".py"}


def tracked(root):
    out = subprocess.run(["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"],
                         capture_output=True, text=True, check=True).stdout
    return [pathlib.Path(line) for line in out.splitlines() if (root / line).is_file()]


def exceptions(root):
    """Functions that may be longer, with the reason: lines of `file:function reason`."""
    rows = {}
    for line in (root / "tests/house/long_functions.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            place, _, reason = line.partition(" ")
            rows[place] = reason.strip()
    return rows


def functions(root, files):
    """(file, function, lines) of every C++ function, as Universal Ctags sees them."""
    names = "\n".join(str(f) for f in files)
    out = subprocess.run(["ctags", "--output-format=json", "--fields=+ne", "--kinds-C++=f", "--kinds-C=f", "-L", "-"],
                         input=names, capture_output=True, text=True, check=True, cwd=root).stdout
    for line in out.splitlines():
        tag = json.loads(line)
        if "end" in tag:
            yield tag["path"], tag["name"], tag["end"] - tag["line"] + 1


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0


def check_text(root, path):
    text = (root / path).read_text()
    lines = text.split("\n")
    head = "\n".join(lines[:3])
    if "SPDX-License-Identifier: Apache-2.0" not in head:
        yield f"{path}: its first lines lack the SPDX line"
    if path.suffix == ".hpp" and "#pragma once" not in text:
        yield f"{path}: lacks #pragma once"
    if path.suffix == ".hpp" and len(lines) > 1 and not lines[1].startswith("//"):
        yield f"{path}: the second line must begin to say what the file is"
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield f"{path}: must end with exactly one newline"
    if len(lines) - 1 > FILE_LIMIT:
        yield f"{path}: {len(lines) - 1} lines; split at {FILE_LIMIT}"
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line) and "UNFINISHED" not in line:
            yield f"{path}:{number}: unfinished: {line.strip()}"
        if name := TEST_NAME.match(line):
            yield f"{path}:{number}: a test's name is a sentence in snake_case, not '{name[1]}'"
        if "\t" in line and path.suffix != ".S":
            yield f"{path}:{number}: a tab"
        if line.rstrip() != line:
            yield f"{path}:{number}: blanks at the end of the line"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    files = [f for f in tracked(root) if f.suffix in CODE]
    said = [line for f in files for line in check_text(root, f)]
    code = [f for f in files if f.suffix in {".cpp", ".hpp"}]
    lengths = [len((root / f).read_text().splitlines()) for f in code]
    longest = max(code, key=lambda f: len((root / f).read_text().splitlines()))
    spans = list(functions(root, [f for f in code if "_test" not in f.name]))
    excused = exceptions(root)
    for path, name, length in spans:
        if length > FUNCTION_LIMIT and f"{path}:{name}" not in excused:
            said.append(f"{path}: {name} has {length} lines; a screen is {FUNCTION_LIMIT}")
    sizes = [length for _, _, length in spans]
    median, p90 = percentile(sizes, 0.5), percentile(sizes, 0.9)
    print(f"files:     {len(code)}, median {percentile(lengths, 0.5)}, 90 % {percentile(lengths, 0.9)}, "
          f"longest {max(lengths)} ({longest})")
    print(f"functions: {len(sizes)}, median {median}, 90 % {p90}, longest {max(sizes, default=0)}")
    if median > MEDIAN_FUNCTION_LIMIT or p90 > P90_FUNCTION_LIMIT or percentile(lengths, 0.9) > P90_FILE_LIMIT:
        said.append(f"the house keeps functions at a median of {MEDIAN_FUNCTION_LIMIT} and 90 % under "
                    f"{P90_FUNCTION_LIMIT} lines, files at 90 % under {P90_FILE_LIMIT}")
    print("\n".join(said))
    sys.exit(1 if said else 0)


if __name__ == "__main__":
    main()
