#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds every #include and every CMake link line to the layers of ARCHITECTURE.md.

A layer may use only what stands on its own line below. Tests beside the source may use what the layer may, and the
layers that CMake names as TEST_LAYERS. Usage: layers.py ROOT | layers.py --self-test
"""
import pathlib
import re
import sys
import tempfile

LAYERS = ["base", "image", "chip", "machine", "board", "port", "wire", "probe", "dap", "flash", "clone", "inspect",
          "bench", "station"]
# bench/ decodes the protocols itself, and machine/ writes registers down itself: both are independent checks of what
# the drivers do with wire/ and chip/.
FORBIDDEN = {"bench": {"wire", "probe", "dap", "flash", "clone", "inspect"}, "machine": {"chip", "image"}}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
CMAKE_LAYER = re.compile(r"jig_layer\(\s*(\w+)\s*(.*?)\)", re.S)


def allowed(layer):
    below = set(LAYERS[:LAYERS.index(layer)])
    return below - FORBIDDEN.get(layer, set()) | {layer}


def cmake_lists(root):
    """Layer name -> (LAYERS, TEST_LAYERS) as src/CMakeLists.txt links them."""
    lists = {}
    text = re.sub(r"#.*", "", (root / "src/CMakeLists.txt").read_text())
    for name, body in CMAKE_LAYER.findall(text):
        found = {"LAYERS": set(), "LIBRARIES": set(), "TEST_LAYERS": set()}
        key = None
        for word in body.split():
            if word in found:
                key = word
            elif key:
                found[key].add(word)
        lists[name] = (found["LAYERS"], found["TEST_LAYERS"])
    return lists


def is_test(path):
    return bool(re.search(r"_(test|fuzz|benchmark)\.cpp$", path.name)) or "testing" in path.parts


def check_includes(root, lists):
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        layer = path.relative_to(root / "src").parts[0]
        if layer not in LAYERS:
            continue  # apps/ chooses and may use everything
        linked, test_linked = lists.get(layer, (set(), set()))
        may = (linked | {layer}) & allowed(layer)
        if is_test(path):
            may = may | test_linked
        for include in INCLUDE.findall(path.read_text()):
            target = include.split("/")[0]
            if target not in LAYERS:
                yield f"{path.relative_to(root)} includes \"{include}\": write includes from src/, as \"layer/file.hpp\""
            elif target not in may:
                yield f"{path.relative_to(root)} includes \"{include}\": {layer}/ may use only {' '.join(sorted(may))}"


def check_links(lists):
    for layer, (linked, test_linked) in lists.items():
        if layer not in LAYERS:
            yield f"src/CMakeLists.txt: {layer} is not a layer"
            continue
        for target in sorted(linked - allowed(layer)):
            yield f"src/CMakeLists.txt links {layer} to {target}, which does not stand below it"
        for target in sorted(test_linked):
            if target not in LAYERS[:LAYERS.index(layer)]:
                yield f"src/CMakeLists.txt links the tests of {layer} to {target}, which does not stand below it"


def check(root):
    lists = cmake_lists(root)
    return list(check_links(lists)) + list(check_includes(root, lists))


def self_test():
    """Breaks each rule once and expects to be told."""
    rows = [
        ("jig_layer(base)\njig_layer(image LAYERS base)", "base/a.hpp", '#include "image/b.hpp"', "base/ may use only base"),
        ("jig_layer(base LAYERS image)", "base/a.hpp", "", "links base to image"),
        ("jig_layer(wire LAYERS base)\njig_layer(bench LAYERS base wire)", "base/a.hpp", "", "links bench to wire"),
        ("jig_layer(bench LAYERS base)", "bench/testing/a.hpp", '#include "wire/b.hpp"', "bench/ may use only"),
        ("jig_layer(chip LAYERS base)\njig_layer(machine LAYERS base)", "machine/a.cpp", '#include "chip/b.hpp"',
         "machine/ may use only base machine"),
        ("jig_layer(base)", "base/a.cpp", '#include "a.hpp"', "write includes from src/"),
    ]
    for cmake, name, text, expected in rows:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "src" / name).parent.mkdir(parents=True)
            (root / "src/CMakeLists.txt").write_text(cmake)
            (root / "src" / name).write_text(text)
            said = check(root)
            if not any(expected in line for line in said):
                sys.exit(f"self-test: expected '{expected}', got {said}")
    print(f"{len(rows)} breaches planted, {len(rows)} found")


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    breaches = check(pathlib.Path(sys.argv[1]))
    print("\n".join(breaches) if breaches else "every include and link goes downwards")
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
