# SPDX-License-Identifier: Apache-2.0
"""A row of the table and a variant into two archives, which are named by number alone."""
import copy

import golden
import toolchain
from unit import FLASH, blank_unit
from variant import make_variant

SECOND_BANK = 0x08080000
LONGEST_PROGRAM = 0x3000  # golden.py puts its first tables there


def place_programs(case, variant, unit, folder):
    defines = {"FAST": 0, **variant.defines(), "APPLICATION": f"0x{golden.APPLICATION:08x}u", **case.defines}

    def program(name, sources, base, values):
        code = toolchain.compile_program(folder, name, sources, values, variant.optimise, base, case.stack)
        assert len(code) <= LONGEST_PROGRAM, f"{sources} is {len(code)} bytes long, and reaches into what lies behind"
        unit.place(base, code)

    base = golden.APPLICATION if case.bootloader else SECOND_BANK if case.second_bank else FLASH
    program("program", case.sources, base, defines)
    if case.bootloader:
        program("loader", (case.bootloader,), FLASH, defines)
    if case.second_bank:
        program("first", case.sources, FLASH, {**defines, "HEALTHY": 0})


def make_units(number, seed, case, folder):
    """The golden board, its copy, and the place that a diagnosis should name."""
    variant = make_variant(number, seed)
    original = blank_unit(case.part, case.flash_kb, variant)
    variant.image_end = case.image_end or variant.image_end
    place_programs(case, variant, original, folder)
    for step in case.golden:
        step(original, variant)
    other = copy.deepcopy(original)
    other.uid = variant.copy_uid
    return original, other, case.copy(other, variant)


def make_control(number, seed, case, folder):
    """The golden board twice, the second time with the copy's unique ID: nothing else may keep a copy from running."""
    original, _, _ = make_units(number, seed, case, folder)
    return original, original.with_uid(make_variant(number, seed).copy_uid), None


def pack(jig, folder, name, unit):
    (folder / f"{name}.toml").write_text(unit.bench_table("board"))
    (folder / f"{name}.bin").write_bytes(unit.flash)
    if unit.spi_flash:
        (folder / f"board-{unit.uid.hex()}.mem").write_bytes(unit.spi_flash["contents"])
    archive, board = folder / f"{name}.jig", f"{folder}/{name}.toml/board"
    jig("image", "pack", "--board", board, "--flash", folder / f"{name}.bin", "-o", archive)
    return archive, board
