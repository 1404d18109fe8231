#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the programs of the core's tests into headers of bytes; with --check only compares them with what is
committed. Exits with 77 where the cross compiler that built them is not installed."""

import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
COMPILER = "12.2.1"
FLAGS = ["-mcpu=cortex-m3", "-mthumb", "-std=c11", "-Wall", "-Wextra", "-ffreestanding", "-nostdlib", "-fno-builtin",
         "-Wl,--build-id=none", "-T", str(HERE / "program.ld")]
PROGRAMS = [  # source, optimisation, header, array
    ("mark.c", "-O2", ROOT / "src/machine/core/testing/mark_program.hpp", "mark_program"),
    ("trace.c", "-O1", HERE / "trace_program.hpp", "trace_program"),
]


def build(source: str, optimisation: str, folder: pathlib.Path) -> bytes:
    elf = folder / "program.elf"
    image = folder / "program.bin"
    subprocess.run(["arm-none-eabi-gcc", *FLAGS, optimisation, str(HERE / source), "-o", str(elf)], check=True)
    subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", str(elf), str(image)], check=True)
    return image.read_bytes()


def header(source: str, array: str, image: bytes) -> str:
    lines = [", ".join(f"0x{b:02X}" for b in image[i:i + 20]) for i in range(0, len(image), 20)]
    body = ",\n    ".join(lines)
    return (f"// SPDX-License-Identifier: Apache-2.0\n"
            f"// Built from tests/oracle/programs/{source} by build.py there, arm-none-eabi-gcc {COMPILER}.\n"
            f"#pragma once\n\n#include <cstdint>\n\nnamespace jig::machine::testing {{\n\n// clang-format off\n"
            f"inline constexpr std::uint8_t {array}[] = {{\n    {body}}};\n// clang-format on\n\n"
            f"}}  // namespace jig::machine::testing\n")


def main() -> int:
    try:
        version = subprocess.run(["arm-none-eabi-gcc", "-dumpversion"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        return 77
    if version.stdout.strip() != COMPILER:
        return 77
    different = []
    with tempfile.TemporaryDirectory() as folder:
        for source, optimisation, path, array in PROGRAMS:
            text = header(source, array, build(source, optimisation, pathlib.Path(folder)))
            if "--check" not in sys.argv:
                path.write_text(text)
            elif path.read_text() != text:
                different.append(str(path.relative_to(ROOT)))
    for path in different:
        print(f"{path} is not what its source builds to; run tests/oracle/programs/build.py")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
