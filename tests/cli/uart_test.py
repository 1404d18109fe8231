#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boards that are reached through their ROM bootloader: in this process, and over a serial port beside stock stm32flash."""
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import unittest

JIG = os.environ["JIG"]
FLASH_BYTES = 16 * 1024  # the bootloader takes its time
SECONDS = 120
BOARD = 'part = "STM32F103C4"\nprobe = "bootloader"\n'
PROTECTED = "the chip is read-protected, so neither its content nor its UID can be read and nothing was written; " \
            "`jig unlock --give-up-content` lifts the protection and erases it"


class Uart(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-uart-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        noise = random.Random(80)
        self.new, self.old = noise.randbytes(9000), noise.randbytes(14001)
        (self.folder / "new.bin").write_bytes(self.new)
        (self.folder / "old.bin").write_bytes(self.old)
        self.bench('boot0 = "high"\n')

    def bench(self, extra=""):
        (self.folder / "bench.toml").write_text(
            'state = "state"\n'
            f'[[board]]\nname = "target"\nuid = "51ff6c064884534929470187"\nflash = "old.bin"\nuart = "target.tty"\n{BOARD}{extra}')

    def jig(self, *words, probe="bench:bench.toml/target"):
        return subprocess.run([JIG, *words, *(["-p", probe] if probe else [])], capture_output=True, text=True, timeout=SECONDS,
                              cwd=self.folder)

    def passes(self, *words, **how):
        done = self.jig(*words, **how)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def refused(self, code, sentence, *words, **how):
        done = self.jig(*words, **how)
        self.assertEqual((done.returncode, done.stderr), (code, f"jig: {sentence}\n"), done.stdout)

    def archive(self):
        (self.folder / "new.jig").unlink(missing_ok=True)
        self.passes("image", "pack", "--part", "STM32F103C4", "--flash", "new.bin", "-o", "new.jig", probe=None)
        return "new.jig"

    def stored(self):
        return (self.folder / "state" / "target" / "flash.bin").read_bytes()[:FLASH_BYTES]

    def test_clones_and_restores_byte_for_byte(self):
        report = json.loads(self.passes("clone", self.archive(), "--keep", "0x08001000:12", "--json"))
        wanted = bytearray(self.new.ljust(FLASH_BYTES, b"\xff"))
        wanted[0x1000:0x100C] = self.old[0x1000:0x100C]
        self.assertEqual(self.stored(), wanted)
        self.assertEqual((report["result"], report["verify"], report["start"]["running"]), ("pass", "read", None))
        self.passes("verify", "new.jig", "--keep", "0x08001000:12")
        report = json.loads(self.passes("restore", report["backup"], "--json"))
        self.assertEqual(report["result"], "pass")
        self.assertEqual(self.stored(), self.old.ljust(FLASH_BYTES, b"\xff"))

    def test_compares_by_reading_what_has_no_checksum(self):
        report = json.loads(self.passes("clone", self.archive(), "--keep", "none", "--verify", "crc", "--json"))
        self.assertEqual((report["result"], report["verify"]), ("pass", "read"))
        self.assertIn("nobody here can ask the chip's CRC unit about its flash, which reads back byte for byte as wanted: it was "
                      "verified by reading alone", report["notes"])

    def test_says_why_no_stub_runs(self):
        self.assertIn("the RAM stub needs 20 KB of SRAM, which this part does not have: everything goes through the ROM bootloader, "
                      "at its rate", self.passes("info"))

    def test_says_that_the_start_was_not_observed(self):
        text = self.passes("clone", self.archive(), "--keep", "none")
        self.assertIn("start    not observed: BOOT0 is still high, so the board is back in its bootloader", text)
        self.bench()
        text = self.passes("clone", self.archive(), "--keep", "none")
        self.assertIn("start    not observed: the board was reset with BOOT0 low", text)

    def test_captures_what_the_bootloader_leads_to_and_says_what_not(self):
        text = self.passes("capture", "-o", "whole.jig")
        for what in ("ROM table", "backup registers, pins and crystals"):
            self.assertIn(f"not read      {what}: ", text)
        self.passes("verify", "whole.jig")
        info = json.loads(self.passes("info", "--json"))
        self.assertEqual((info["part"], info["uid"], info["baud"]), ("STM32F103T4", "51ff6c064884534929470187", 115200))

    def test_option_bytes_protection_and_its_end(self):
        self.passes("options", "set", "Data0=0x12")
        self.passes("options", "set", "RDP=0x00")
        for words in (["capture", "-o", "none.jig"], ["clone", self.archive()], ["options", "set", "Data0=0x34"]):
            self.refused(1, PROTECTED, *words)
        self.assertEqual(self.stored(), self.old.ljust(FLASH_BYTES, b"\xff"))
        self.passes("unlock", "--give-up-content")
        self.assertEqual(self.stored(), b"\xff" * FLASH_BYTES)
        self.passes("clone", "new.jig", "--keep", "none")

    def test_what_needs_a_debug_port_says_so(self):
        self.refused(2, "uart:USART1@115200 leads to a bootloader and not to the debug port that this needs; use an ST-Link, a "
                        "CMSIS-DAP probe or GPIO lines", "watch", "--on", "uid")

    def test_clones_over_a_serial_port_and_stm32flash_reads_the_same(self):
        serve = subprocess.Popen([JIG, "bench", "serve", "bench.toml"], stdout=subprocess.PIPE, text=True, cwd=self.folder)
        self.addCleanup(serve.wait, SECONDS)
        self.addCleanup(serve.send_signal, signal.SIGTERM)
        self.addCleanup(serve.stdout.close)
        while "ready" not in serve.stdout.readline():
            pass
        self.passes("clone", self.archive(), "--keep", "none", probe="uart:target.tty@57600")
        read = subprocess.run(["stm32flash", "-b", "57600", "-m", "8n1", "-r", "read.bin", "-S",
                               f"0x08000000:{FLASH_BYTES}", "target.tty"], capture_output=True, text=True,
                              timeout=SECONDS, cwd=self.folder)
        self.assertEqual(read.returncode, 0, read.stdout + read.stderr)
        self.assertEqual((self.folder / "read.bin").read_bytes()[:FLASH_BYTES], self.new.ljust(FLASH_BYTES, b"\xff"))
        self.refused(3, "cannot open none.tty: No such file or directory; see under /dev which serial ports there are", "info", probe="uart:none.tty")


if __name__ == "__main__":
    unittest.main(verbosity=2)
