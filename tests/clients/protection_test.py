#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Option bytes, write protection and read protection through stock OpenOCD and st-flash: the chip obeys PM0075."""
import unittest

from bench import FLASH_BYTES, BenchTest, random_bytes


class Protection(BenchTest):
    def written(self):
        bench = self.bench()
        image = self.file("image.bin", random_bytes(16384, 10))
        self.succeeds(bench.openocd_hla("reset halt", f"flash write_image erase {image} 0x08000000"))
        return bench, image

    def test_option_bytes_are_written_and_take_effect_with_a_reset(self):
        bench = self.bench()
        self.succeeds(bench.openocd_hla("reset halt", "stm32f1x options_write 0 HWWDG RSTSTNDBY NORSTSTOP USEROPT 0xABCD"))
        text = self.succeeds(bench.openocd_hla("reset halt", "stm32f1x options_read 0"))
        self.assertIn("watchdog: hardware", text)
        self.assertIn("standby mode: reset generated upon entry", text)
        self.assertIn("stop mode: no reset generated upon entry", text)
        self.assertIn("user data = 0xabcd", text)

    def test_write_protected_pages_refuse_and_are_let_go_again(self):
        bench, image = self.written()
        other = self.file("other.bin", random_bytes(4096, 11))
        self.succeeds(bench.openocd_hla("reset halt", "flash protect 0 0 1 on", "reset halt"))
        self.fails(bench.openocd_hla("reset halt", f"flash write_image {other} 0x08000000"))
        self.succeeds(bench.openocd_hla("reset halt", f"verify_image {image} 0x08000000"))
        self.succeeds(bench.openocd_hla("reset halt", "flash protect 0 0 1 off", "reset halt",
                                        f"flash write_image erase {other} 0x08000000",
                                        f"verify_image {other} 0x08000000"))

    def test_a_locked_chip_gives_nothing_away_until_it_is_unlocked_and_then_it_is_empty(self):
        bench, image = self.written()
        dump = self.folder / "dump.bin"
        self.succeeds(bench.openocd_hla("reset halt", "stm32f1x lock 0"))
        bench.power_cycle("golden")
        self.fails(bench.openocd_hla("reset halt", f"dump_image {dump} 0x08000000 {FLASH_BYTES}"))
        bench.on_usb("golden", "st-flash", "read", "stolen.bin", "0x08000000", "16384")
        stolen = self.folder / "stolen.bin"
        if stolen.exists():  # st-flash never asks for a transfer's status, and saves what was in the probe
            self.assertNotEqual(stolen.read_bytes(), image.read_bytes())
        self.succeeds(bench.openocd_hla("reset halt", "stm32f1x unlock 0"))
        bench.power_cycle("golden")
        self.succeeds(bench.openocd_hla("reset halt", f"dump_image {dump} 0x08000000 {FLASH_BYTES}"))
        self.assertEqual(dump.read_bytes(), b"\xff" * FLASH_BYTES)


if __name__ == "__main__":
    unittest.main(verbosity=2)
