#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boards with room for the RAM stub: in this process, and over a served serial port in real time."""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import time
import unittest

JIG = os.environ["JIG"]
FLASH_BYTES = 256 * 1024
SECONDS = 120
BOARD = 'part = "STM32F103RC"\nprobe = "bootloader"\nboot0 = "high"\n'


class UartStub(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-uart-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        noise = random.Random(81)
        self.new, self.old = noise.randbytes(30001), noise.randbytes(50000)
        (self.folder / "new.bin").write_bytes(self.new)
        (self.folder / "old.bin").write_bytes(self.old)
        (self.folder / "bench.toml").write_text(
            f'state = "state"\n[[board]]\nname = "target"\nuid = "51ff6c064884534929470187"\nflash = "old.bin"\n'
            f'uart = "target.tty"\n{BOARD}')

    def jig(self, *words, probe="bench:bench.toml/target"):
        return subprocess.run([JIG, *words, *(["-p", probe] if probe else [])], capture_output=True, text=True, timeout=SECONDS,
                              cwd=self.folder)

    def passes(self, *words, **how):
        done = self.jig(*words, **how)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def archive(self):
        self.passes("image", "pack", "--part", "STM32F103RC", "--flash", "new.bin", "-o", "new.jig", probe=None)
        return "new.jig"

    def stored(self):
        return (self.folder / "state" / "target" / "flash.bin").read_bytes()

    def serve(self):
        serve = subprocess.Popen([JIG, "bench", "serve", "bench.toml", "--realtime"], stdout=subprocess.PIPE, text=True,
                                 cwd=self.folder)
        self.addCleanup(serve.wait, SECONDS)
        self.addCleanup(serve.send_signal, signal.SIGTERM)
        self.addCleanup(serve.stdout.close)
        while "ready" not in serve.stdout.readline():
            pass

    def test_clones_and_restores_byte_for_byte(self):
        report = json.loads(self.passes("clone", self.archive(), "--keep", "0x08001000:12", "--verify", "both", "--json"))
        wanted = bytearray(self.new.ljust(FLASH_BYTES, b"\xff"))
        wanted[0x1000:0x100C] = self.old[0x1000:0x100C]
        self.assertEqual(self.stored(), wanted)
        self.assertEqual((report["result"], report["verify"], report["start"]["running"]), ("pass", "both", None))
        self.passes("restore", report["backup"])
        self.assertEqual(self.stored(), self.old.ljust(FLASH_BYTES, b"\xff"))

    def test_tells_the_silicon_and_reads_what_the_rom_alone_does_not_lead_to(self):
        info = json.loads(self.passes("info", "--json"))
        self.assertEqual((info["part"], info["silicon"]["key"], info["baud"]), ("STM32F103RC", "st", 921600))
        self.assertRegex(info["probe_kind"], "RAM stub 1 over ROM bootloader 2.2")
        text = self.passes("capture", "-o", "whole.jig")
        self.assertNotIn("not read", text)
        self.passes("verify", "whole.jig")

    def test_sets_option_bytes_and_protection_and_ends_it(self):
        self.passes("options", "set", "Data0=0x12")
        self.passes("options", "set", "RDP=0x00")
        done = self.jig("capture", "-o", "none.jig")
        self.assertEqual((done.returncode, "read-protected" in done.stderr), (1, True), done.stderr)
        self.passes("unlock", "--give-up-content")
        self.assertEqual(self.stored(), b"\xff" * FLASH_BYTES)
        self.passes("clone", self.archive(), "--keep", "none")

    def test_over_a_port_it_clones_and_a_run_that_was_killed_is_found(self):
        self.serve()
        probe = "uart:target.tty"
        self.passes("clone", self.archive(), "--keep", "none", probe=probe)
        self.assertEqual(self.stored(), self.new.ljust(FLASH_BYTES, b"\xff"))
        killed = subprocess.Popen([JIG, "verify", "new.jig", "-p", probe], stdout=subprocess.DEVNULL, cwd=self.folder)
        time.sleep(1.5)
        killed.kill()
        killed.wait()
        text = self.passes("info", probe=probe)
        self.assertTrue(re.search("probe +RAM stub 1 over ROM bootloader 2.2", text), text)

    def test_the_rom_alone_serves_when_it_is_asked_for(self):
        self.serve()
        info = json.loads(self.passes("info", "--json", probe="uart:target.tty,rom"))
        self.assertEqual((info["probe_kind"], info["baud"]), ("ROM bootloader 2.2", 115200))


if __name__ == "__main__":
    unittest.main(verbosity=2)
