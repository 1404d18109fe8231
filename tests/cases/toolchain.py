# SPDX-License-Identifier: Apache-2.0
"""C into a stripped binary, with Debian's arm-none-eabi-gcc."""
import pathlib
import shutil
import subprocess

COMPILER = "arm-none-eabi-gcc"
SOURCES = pathlib.Path(__file__).resolve().parent / "firmware"
FLAGS = ("-mcpu=cortex-m3", "-mthumb", "-std=gnu11", "-ffreestanding", "-nostdlib",
         "-fno-tree-loop-distribute-patterns", "-fno-ident", "-Wall", "-Wextra", "-Werror", "-Wl,--build-id=none",
         "-Wl,--fatal-warnings")


def available():
    return shutil.which(COMPILER) is not None


def compile_program(folder, name, sources, defines, optimise, base=0x08000000, stack=0x20005000):
    """The bytes of the program at BASE. The object files stay in FOLDER, where no detector looks."""
    elf, binary = folder / f"{name}.elf", folder / f"{name}.bin"
    words = [COMPILER, *FLAGS, *optimise, *(f"-D{key}={value}" for key, value in defines.items()), f"-I{SOURCES}",
             f"-Wl,--defsym=base={base},--defsym=stack_top={stack}", "-T", str(SOURCES / "case.ld"),
             *(str(SOURCES / source) for source in ("startup.c", "board.c", *sources)), "-lgcc", "-o", str(elf)]
    subprocess.run(words, check=True, capture_output=True, text=True)
    subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", "--gap-fill", "0xFF", str(elf), str(binary)], check=True)
    return binary.read_bytes()
