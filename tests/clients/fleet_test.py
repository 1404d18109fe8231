#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole job beside other programs: OpenOCD makes the golden board, jig copies it, st-flash judges the copy."""
import json
import os
import random
import unittest

from bench import FLASH_BYTES, BenchTest, random_bytes, run

JIG = os.environ["JIG"]


def image_with_gaps(seed):
    """200 KB of random runs with blank gaps between them, and a vector table in front."""
    source = random.Random(seed)
    image = bytearray(b"\xff" * 200 * 1024)
    at = 0
    while at < len(image):
        run_bytes = source.randrange(2, 6000)
        image[at:at + run_bytes] = source.randbytes(min(run_bytes, len(image) - at))
        at += run_bytes + source.randrange(0, 6000)
    image[:8] = bytes.fromhex("0020002009000008")
    return bytes(image)


class Fleet(BenchTest):
    def read_by_st_flash(self, bench, board):
        dump = self.folder / f"{board}.dump"
        self.succeeds(bench.on_usb(board, "st-flash", "read", dump, "0x08000000", hex(FLASH_BYTES)))
        return dump.read_bytes()

    def test_a_board_made_by_openocd_is_cloned_and_the_old_content_comes_back(self):
        old = random_bytes(FLASH_BYTES, 51)
        self.file("old.bin", old)
        bench = self.bench(golden="", target='flash = "old.bin"')
        image = image_with_gaps(50)
        self.succeeds(bench.openocd_hla("reset halt", f"flash write_image erase {self.file('new.bin', image)} 0x08000000",
                                        serial="golden"))
        golden, target = (f"stlink-tcp:127.0.0.1:{bench.port}/{n}" for n in (0, 1))
        archive, backups = self.folder / "golden.jig", self.folder / "backups"
        self.succeeds(run([JIG, "capture", "-p", golden, "-o", archive]))

        done = run([JIG, "clone", archive, "-p", target, "--backup", backups, "--json"])
        self.succeeds(done)
        report = json.loads(done.stdout)
        self.assertEqual(report["result"], "pass")
        self.assertEqual(report["differences"], [])
        whole = image + b"\xff" * (FLASH_BYTES - len(image))
        self.assertEqual(self.read_by_st_flash(bench, "target"), whole)
        self.assertEqual(run([JIG, "verify", archive, "-p", target]).returncode, 0)

        self.succeeds(run([JIG, "restore", report["backup"], "-p", target, "--backup", backups]))
        self.assertEqual(self.read_by_st_flash(bench, "target"), old)
        differs = run([JIG, "verify", archive, "-p", target, "--json"])
        self.assertEqual(differs.returncode, 1)
        self.assertEqual(json.loads(differs.stdout)["result"], "fail")

    def test_the_golden_board_itself_can_be_the_source(self):
        new, old = random_bytes(FLASH_BYTES, 52), random_bytes(FLASH_BYTES, 53)
        self.file("new.bin", new)
        self.file("old.bin", old)
        bench = self.bench(golden='flash = "new.bin"', target='flash = "old.bin"')
        golden, target = (f"stlink-tcp:127.0.0.1:{bench.port}/{n}" for n in (0, 1))
        self.succeeds(run([JIG, "clone", golden, "-p", target, "--keep", "0x08007000:12",
                           "--backup", self.folder / "backups"]))
        self.assertEqual(self.read_by_st_flash(bench, "target"), new[:0x7000] + old[0x7000:0x700C] + new[0x700C:])
        self.assertEqual(self.read_by_st_flash(bench, "golden"), new)


if __name__ == "__main__":
    unittest.main(verbosity=2)
