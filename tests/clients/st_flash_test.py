#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock st-info and st-flash on the bench, through the preload library."""
import unittest

from bench import FLASH_BYTES, BenchTest, random_bytes


class StFlash(BenchTest):
    def test_st_info_finds_the_probe_and_the_chip(self):
        bench = self.bench(golden="", old='probe_firmware = "V2J17"')
        for name, version in (("golden", "V2J37S7"), ("old", "V2J17S7")):
            text = self.succeeds(bench.on_usb(name, "st-info", "--probe"))
            self.assertIn("Found 1 stlink programmers", text)
            self.assertIn(version, text)
            self.assertIn("flash:      262144 (pagesize: 2048)", text)
            self.assertIn("chipid:     0x0414", text)
            self.assertIn(name.encode().hex().upper(), text)

    def test_st_flash_writes_with_its_loader_verifies_and_reads_back(self):
        bench = self.bench()
        image = random_bytes(30000, 20)
        self.file("image.bin", image)
        text = self.succeeds(bench.on_usb("golden", "st-flash", "write", "image.bin", "0x08000000"))
        self.assertIn("Flash written and verified! jolly good!", text)
        self.succeeds(bench.on_usb("golden", "st-flash", "read", "back.bin", "0x08000000", str(FLASH_BYTES)))
        # It ends a page that it starts with what the page's erasing left.
        self.assertEqual((self.folder / "back.bin").read_bytes()[:len(image)], image)
        dump = self.folder / "dump.bin"
        self.succeeds(bench.openocd_hla("reset halt", f"dump_image {dump} 0x08000000 {FLASH_BYTES}"))
        self.assertEqual(dump.read_bytes(), image.ljust(FLASH_BYTES, b"\xff"))

    def test_st_flash_erases_the_chip(self):
        bench = self.bench()
        self.file("image.bin", random_bytes(5000, 21))
        self.succeeds(bench.on_usb("golden", "st-flash", "write", "image.bin", "0x08000000"))
        self.succeeds(bench.on_usb("golden", "st-flash", "erase"))
        self.succeeds(bench.on_usb("golden", "st-flash", "read", "back.bin", "0x08000000", "8192"))
        self.assertEqual((self.folder / "back.bin").read_bytes(), b"\xff" * 8192)

    def test_without_power_nothing_is_found(self):
        bench = self.bench()
        bench.power("golden", "off")
        self.assertIn("unknown device", self.succeeds(bench.on_usb("golden", "st-info", "--probe")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
