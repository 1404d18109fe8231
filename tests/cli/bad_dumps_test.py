#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Dumps that are none, given to boot, diff and diagnose: a sensible answer or one sentence, never a confident wrong cause."""
import json
import os
import pathlib
import random
import struct
import subprocess
import tempfile
import unittest

JIG = os.environ["JIG"]
UID = "34ffda054e50383119651843"
SECONDS = 120
SHORT = "not a whole zip file: it is shorter than an empty one"
OTHER = "no .jig archive; a dump or a firmware file becomes one by `jig image pack --part PART --flash {} -o FILE.jig`"
CUT = "not a whole zip file: it does not end with its end record; it was cut short or something was added"
# A vector table, and a program that makes PC13 an output and turns for ever.
PROGRAM = (struct.pack("<II", 0x20001000, 0x08000041) + bytes(56) +
           struct.pack("<10H", 0x4803, 0x2110, 0x6181, 0x4803, 0x4904, 0x6041, 0xE7FE, 0xBF00, 0x1000, 0x4002) +
           struct.pack("<II", 0x40011000, 0x44244444))


def elf(bits, machine):
    """A file with one segment of 16 bytes at 0x08000000."""
    if bits == 64:
        return (b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, machine, 1, 0x08000000, 64, 0, 0, 64, 56, 1, 64, 0, 0) +
                struct.pack("<IIQQQQQQ", 1, 5, 120, 0x08000000, 0x08000000, 16, 16, 4) + bytes(16))
    return (b"\x7fELF\x01\x01\x01" + bytes(9) + struct.pack("<HHIIIIIHHHHHH", 2, machine, 1, 0x08000000, 52, 0, 0, 52, 32, 1, 40, 0, 0) +
            struct.pack("<8I", 1, 84, 0x08000000, 0x08000000, 16, 16, 5, 4) + bytes(16))


NOISE = random.Random(5).randbytes(1 << 20)
NO_ARCHIVES = {  # name: contents, sentence
    "empty": (b"", SHORT), "one-byte": (b"B", OTHER), "all-ff": (b"\xff" * 65536, OTHER), "all-00": (bytes(65536), OTHER),
    "random": (NOISE[:65536], OTHER), "megabyte": (NOISE, OTHER), "other-elf": (elf(64, 62), OTHER)}
DUMPS = {  # name: part, contents
    "one-byte": ("STM32F103RC", b"B"), "all-ff": ("STM32F103RC", b"\xff" * 65536), "all-00": ("STM32F103RC", bytes(65536)),
    "random": ("STM32F103RC", NOISE[:65536]), "megabyte": ("STM32F103ZG", NOISE)}
# Causes that may be named for a copy that holds nothing of the golden board's: that it is shorter, was never written, or was read
# from a locked chip.
ABSENT = {"short-read", "write-ignored", "wrong-base", "protected-read"}


class BadDumps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-dumps-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.pack("good", "STM32F103RC", PROGRAM)

    def jig(self, *words):
        return subprocess.run([JIG, *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=SECONDS)

    def pack(self, name, part, contents, suffix="bin"):
        (self.folder / f"{name}.{suffix}").write_bytes(contents)
        return self.jig("image", "pack", "--part", part, "--flash", f"{name}.{suffix}", "--uid", UID, "-o", f"{name}.jig")

    def answered(self, *words):
        done = self.jig(*words, "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return json.loads(done.stdout)

    def refused(self, code, sentence, *words):
        done = self.jig(*words)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", f"jig: {sentence}\n"), words)

    def test_what_is_no_archive_is_refused_by_name(self):
        files = {name: row for name, row in NO_ARCHIVES.items()}
        files["truncated"] = ((self.folder / "good.jig").read_bytes()[:-30], CUT)
        for name, (contents, sentence) in files.items():
            (self.folder / f"{name}.jig").write_bytes(contents)
            for words in [("boot", f"{name}.jig"), ("diff", "good.jig", f"{name}.jig"), ("diff", f"{name}.jig", "good.jig"),
                          ("diagnose", f"{name}.jig"), ("diagnose", "good.jig", f"{name}.jig")]:
                with self.subTest(words=words):
                    self.refused(2, f"{name}.jig: {sentence}".format(f"{name}.jig"), *words)

    def test_every_truncation_of_an_archive_is_refused(self):
        whole = (self.folder / "good.jig").read_bytes()
        for length in range(0, len(whole), len(whole) // 24):
            (self.folder / "cut.jig").write_bytes(whole[:length])
            done = self.jig("boot", "cut.jig")
            self.assertEqual((done.returncode, done.stdout), (2, ""), length)
            self.assertRegex(done.stderr, r"^jig: cut\.jig: not a whole zip file: .*\n$", length)

    def test_firmware_files_that_are_none_make_no_archive(self):
        for name, suffix, contents, sentence in [
            ("empty", "bin", b"", "empty.bin: no content in it"),
            ("x86", "elf", elf(64, 62), "x86.elf: not a usable ELF: not 32 bits, little-endian, version 1"),
            ("riscv", "elf", elf(32, 243), "riscv.elf: not a usable ELF: for machine 243, not ARM"),
        ]:
            done = self.pack(name, "STM32F103RC", contents, suffix)
            self.assertEqual((done.returncode, done.stderr), (2, f"jig: {sentence}\n"))
            self.assertFalse((self.folder / f"{name}.jig").exists())

    def test_a_dump_without_firmware_does_not_start_and_nothing_is_made_up(self):
        for name, (part, contents) in DUMPS.items():
            with self.subTest(dump=name):
                self.assertEqual(self.pack(name, part, contents).returncode, 0)
                booted = self.answered("boot", f"{name}.jig")
                self.assertIn(booted["settled"], ("locked-up", "no-start", "fault-handler"))
                self.assertEqual((booted["uart"], booted["identity_reads"]), ({}, []))
                alone = self.answered("diagnose", f"{name}.jig")
                self.assertNotEqual(alone["verdict"], "runs")
                self.assertEqual([f for f in alone["findings"] if f["confidence"] != "possible"], [])
                copy = self.answered("diagnose", "good.jig", f"{name}.jig")
                self.assertNotEqual(copy["verdict"], "runs")
                self.assertLessEqual({f["cause"] for f in copy["findings"] if f["confidence"] != "possible"}, ABSENT)
                compared = self.answered("diff", "good.jig", f"{name}.jig")
                self.assertEqual([dump["name"] for dump in compared["dumps"]], ["good.jig", f"{name}.jig"])
                self.assertFalse([field for field in compared["fields"] if field["uid"]["follows"] in ("copy", "linear", "function")])

    def test_dumps_of_different_parts_are_compared_and_said_to_be(self):
        self.assertEqual(self.pack("small", "STM32F103C8", PROGRAM).returncode, 0)
        compared = self.answered("diff", "good.jig", "small.jig")
        self.assertEqual(compared["differing_bytes"], 0)
        self.assertIn({"good.jig": "STM32F103RC", "small.jig": "STM32F103C8"},
                      [row["values"] for row in compared["beside_the_flash"] if row["name"] == "part"])
        self.assertEqual(self.answered("diagnose", "good.jig", "small.jig")["verdict"], "runs")
        self.assertEqual(self.answered("boot", "small.jig")["settled"], "loop")


if __name__ == "__main__":
    unittest.main(verbosity=2)
