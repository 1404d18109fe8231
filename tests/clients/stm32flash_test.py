#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock stm32flash on the ROM bootloader of boards with BOOT0 high, over ptys.

A pty has neither parity nor DTR and RTS: stm32flash is told 8N1, or gets the preload library that remembers the parity
it has set; a reset is a power cycle.
"""
import os
import pathlib
import select
import subprocess
import time
import unittest

from bench import CLIENT_SECONDS, FLASH_BYTES, BenchTest, random_bytes, run

HERE = pathlib.Path(__file__).resolve().parent
PAGE_BYTES = 2048
BAUD = "115200"
UART = 'boot0 = "high"\nuart = "golden.tty"'


class Stm32Flash(BenchTest):
    def uart_bench(self, extra="", **boards):
        return self.bench(golden=UART + "\n" + extra, **boards)

    def stm32flash(self, bench, *arguments, mode=("-m", "8n1"), board="golden", environment=None):
        return run(["stm32flash", *mode, "-b", BAUD, *arguments, bench.folder / f"{board}.tty"], environment)

    def flash(self, bench, board="golden"):
        return (bench.folder / "state" / board / "flash.bin").read_bytes()

    def option_bytes(self, bench):
        return (bench.folder / "state/golden/option_bytes.bin").read_bytes()

    def firmware(self):
        elf, binary = self.folder / "firmware.elf", self.folder / "firmware.bin"
        subprocess.run(["arm-none-eabi-gcc", "-nostdlib", "-Wl,-Ttext=0x08000000", "-Wl,-e0x08000008",
                        "-Wl,--build-id=none", "-o", elf, HERE / "shouting_firmware.S"], check=True)
        subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", elf, binary], check=True)
        return binary

    def heard(self, bench, wanted):
        """What the pty says until `wanted` has come."""
        pty = os.open(bench.folder / "golden.tty", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        self.addCleanup(os.close, pty)
        text, deadline = b"", time.monotonic() + CLIENT_SECONDS
        while wanted not in text and time.monotonic() < deadline:
            if select.select([pty], [], [], 0.1)[0]:
                text += os.read(pty, 4096)
        return text

    def test_it_tells_each_part_by_its_product_id(self):
        bench = self.uart_bench(low='part = "STM32F103C6"\nboot0 = "high"\nuart = "low.tty"',
                                medium='part = "STM32F103C8"\nboot0 = "high"\nuart = "medium.tty"\nprobe = "bootloader"')
        for board, name in (("golden", "0x0414 (STM32F10xxx High-density)"), ("low", "0x0412 (STM32F10xxx Low-density)"),
                            ("medium", "0x0410 (STM32F10xxx Medium-density)")):
            text = self.succeeds(self.stm32flash(bench, board=board))
            self.assertIn("Version      : 0x22", text)
            self.assertIn(name, text)

    def test_with_parity_it_reaches_the_bootloader_as_well(self):
        bench = self.uart_bench()
        library = pathlib.Path(os.environ["PRELOAD"]) / "pty_parity.so"
        text = self.succeeds(self.stm32flash(bench, mode=(), environment={"LD_PRELOAD": str(library)}))
        self.assertIn(f"{BAUD} 8E1", text)
        self.assertIn("0x0414", text)

    def test_it_writes_verifies_and_reads_back(self):
        bench = self.uart_bench()
        image = random_bytes(30001, 40)
        path = self.file("image.bin", image)
        self.assertIn("Wrote and verified", self.succeeds(self.stm32flash(bench, "-w", path, "-v")))
        back = self.folder / "back.bin"
        self.succeeds(self.stm32flash(bench, "-r", back, "-S", f"0x08000000:{len(image)}"))
        self.assertEqual(back.read_bytes(), image)
        self.assertEqual(self.flash(bench)[:len(image)], image)
        self.assertEqual(self.flash(bench)[31 * 1024:], b"\xff" * (FLASH_BYTES - 31 * 1024))

    def test_what_did_not_reach_the_flash_does_not_verify(self):
        bench = self.uart_bench('option_bytes = "a55aff00ff00ff00fe01ff00ff00ff00"')
        path = self.file("image.bin", random_bytes(4096, 41))
        text = self.fails(self.stm32flash(bench, "-w", path, "-v", "-n", "0"))
        self.assertIn("Failed to verify at address 0x08000000", text)
        self.assertEqual(self.flash(bench)[:4096], b"\xff" * 4096)
        self.succeeds(self.stm32flash(bench, "-u"))
        self.succeeds(self.stm32flash(bench, "-w", path, "-v", "-n", "0"))
        self.assertEqual(self.flash(bench)[:4096], path.read_bytes())

    def test_it_erases_pages_and_everything(self):
        bench = self.uart_bench()
        path = self.file("image.bin", random_bytes(5 * PAGE_BYTES, 42))
        self.succeeds(self.stm32flash(bench, "-w", path))
        self.succeeds(self.stm32flash(bench, "-o", "-S", f"{0x08000000 + PAGE_BYTES:#x}:{2 * PAGE_BYTES}"))
        flash, image = self.flash(bench), path.read_bytes()
        self.assertEqual(flash[:PAGE_BYTES], image[:PAGE_BYTES])
        self.assertEqual(flash[PAGE_BYTES:3 * PAGE_BYTES], b"\xff" * 2 * PAGE_BYTES)
        self.assertEqual(flash[3 * PAGE_BYTES:5 * PAGE_BYTES], image[3 * PAGE_BYTES:])
        self.succeeds(self.stm32flash(bench, "-o"))
        self.assertEqual(self.flash(bench), b"\xff" * FLASH_BYTES)

    def test_a_protected_chip_gives_nothing_away_until_it_is_empty(self):
        bench = self.uart_bench()
        path, back = self.file("image.bin", random_bytes(4096, 43)), self.folder / "back.bin"
        self.succeeds(self.stm32flash(bench, "-w", path, "-v"))
        self.succeeds(self.stm32flash(bench, "-j"))
        self.assertEqual(self.option_bytes(bench)[:2], b"\x00\xff")
        text = self.fails(self.stm32flash(bench, "-r", back, "-S", "0x08000000:4096"))
        self.assertIn("Got NACK from device on command 0x11", text)
        self.assertEqual(back.read_bytes() if back.exists() else b"", b"")
        self.fails(self.stm32flash(bench, "-w", path))
        self.assertEqual(self.flash(bench)[:4096], path.read_bytes())
        self.succeeds(self.stm32flash(bench, "-k"))
        self.assertEqual(self.option_bytes(bench)[:2], b"\xa5\x5a")
        self.succeeds(self.stm32flash(bench, "-r", back, "-S", "0x08000000:4096"))
        self.assertEqual(back.read_bytes(), b"\xff" * 4096)

    def test_go_starts_the_firmware_on_the_same_line(self):
        bench = self.uart_bench()
        self.succeeds(self.stm32flash(bench, "-w", self.firmware(), "-v", "-g", "0x08000000"))
        self.assertIn(b"the firmware runs\r\n", self.heard(bench, b"the firmware runs\r\n"))
        self.fails(self.stm32flash(bench))
        bench.power_cycle("golden")
        self.assertIn("0x0414", self.succeeds(self.stm32flash(bench)))

    def test_its_reset_by_a_program_in_sram_leads_back_into_the_bootloader(self):
        bench = self.uart_bench()
        self.assertIn("Reset done", self.succeeds(self.stm32flash(bench, "-R")))
        self.assertIn("0x0414", self.succeeds(self.stm32flash(bench)))

    def test_the_end_of_the_flash_is_the_end_of_the_reading(self):
        bench = self.uart_bench()
        back = self.folder / "back.bin"
        text = self.fails(self.stm32flash(bench, "-r", back))
        self.assertIn("Failed to read memory at address 0x08040000", text)
        self.assertEqual(back.read_bytes(), b"\xff" * FLASH_BYTES)

    def test_nobody_answers_with_boot0_low_or_without_power(self):
        bench = self.uart_bench(low='uart = "low.tty"')
        self.assertIn("Failed to init device", self.fails(self.stm32flash(bench, board="low")))
        self.succeeds(self.stm32flash(bench))
        bench.power("golden", "off")
        self.assertIn("Failed to init device", self.fails(self.stm32flash(bench)))
        bench.power("golden", "on")
        self.succeeds(self.stm32flash(bench))

    def test_another_rate_is_not_understood_before_the_next_reset(self):
        bench = self.uart_bench()
        self.succeeds(self.stm32flash(bench))
        tty = bench.folder / "golden.tty"
        self.assertIn("Failed to init device", self.fails(run(["stm32flash", "-m", "8n1", "-b", "9600", tty])))
        bench.power_cycle("golden")
        self.succeeds(run(["stm32flash", "-m", "8n1", "-b", "9600", tty]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
