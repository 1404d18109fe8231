#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Assembles f1_loader.S and writes its bytes to src/flash/f1_loader.inc; with --check compares them instead."""

import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE / "f1_loader.S"
BYTES = HERE.parent.parent / "src" / "flash" / "f1_loader.inc"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def assemble() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        object_file = pathlib.Path(folder, "loader.o")
        binary = pathlib.Path(folder, "loader.bin")
        subprocess.run(["arm-none-eabi-as", "-mcpu=cortex-m3", "-mthumb", SOURCE, "-o", object_file], check=True)
        subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", "-j", ".text", object_file, binary], check=True)
        return binary.read_bytes()


def as_text(code: bytes) -> str:
    rows = ["    " + ", ".join(f"0x{byte:02x}" for byte in code[at : at + 16]) + "," for at in range(0, len(code), 16)]
    head = "// SPDX-License-Identifier: Apache-2.0\n// The bytes of firmware/loader/f1_loader.S, written by firmware/loader/rebuild.py.\n"
    return head + "\n".join(rows) + "\n"


def main() -> int:
    check = sys.argv[1:] == ["--check"]
    try:
        text = as_text(assemble())
    except FileNotFoundError as missing:
        print(f"{missing.filename} is not installed; nothing was compared")
        return SKIPPED if check else 1
    if not check:
        BYTES.write_text(text)
    elif BYTES.read_text() != text:
        print(f"{BYTES} does not hold what {SOURCE} assembles to; run {HERE / 'rebuild.py'}")
        return 1
    return 0


sys.exit(main())
