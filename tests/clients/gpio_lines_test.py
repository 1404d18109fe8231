#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock OpenOCD's linuxgpiod driver, and jig's own, moving a board's debug pins as lines of a GPIO chip.

No machine that tests has such a chip: a preload library is libgpiod to both, and speaks remote_bitbang to the bench.
"""
import os
import pathlib
import unittest

from bench import BenchTest, random_bytes, run
from openocd_wire import OpenOcdOnAWire

SMALL = "STM32F103C4"
SMALL_FLASH_BYTES = 16 * 1024
JIG_PROBE = "gpio:bench:0:1:2"


def on_gpio_lines(bench, board="golden"):
    address = next(e["address"] for e in bench.endpoints if (e["board"], e["endpoint"]) == (board, "remote-bitbang"))
    return {"LD_PRELOAD": str(pathlib.Path(os.environ["PRELOAD"]) / "bench_gpio.so"), "BENCH_GPIO": address.rsplit(":", 1)[1]}


class OpenOcdOnGpioLines(OpenOcdOnAWire, BenchTest):
    board = "bitbang_port = 0"
    reset_config = "srst_only srst_nogate srst_push_pull"

    def environment(self, bench):
        return on_gpio_lines(bench)

    def adapter_lines(self, _):
        lines = ["swclk 0", "swdio 1", "srst 2"]
        return ["adapter driver linuxgpiod", *(f"adapter gpio {line} -chip 0" for line in lines), "transport select swd"]


class JigOnGpioLines(BenchTest):
    """A board is captured and cloned; each is small, because every bit is a message."""

    def desk(self):
        content = random_bytes(SMALL_FLASH_BYTES, 70)
        self.file("golden.bin", content)
        board = f'part = "{SMALL}"\nbitbang_port = 0\n'
        bench = self.bench(golden=board + 'flash = "golden.bin"', target=board)
        return bench, content

    def jig(self, bench, board, *words):
        return run([os.environ["JIG"], *words], on_gpio_lines(bench, board), cwd=self.folder)

    def test_captures_and_clones(self):
        bench, content = self.desk()
        self.succeeds(self.jig(bench, "golden", "capture", "-p", JIG_PROBE, "-o", "golden.jig"))
        self.succeeds(self.jig(bench, "target", "clone", "golden.jig", "-p", JIG_PROBE, "--keep", "none"))
        bench.stop()
        self.assertEqual((self.folder / "state" / "target" / "flash.bin").read_bytes()[:SMALL_FLASH_BYTES], content)

    def test_a_line_that_is_not_there_is_named(self):
        bench, _ = self.desk()
        done = self.jig(bench, "golden", "info", "-p", "gpio:bench:0:7")
        self.assertEqual((done.returncode, done.stderr), (3, "jig: bench has no line 7; it has 3\n"))

    def test_a_chip_that_is_not_there_is_named(self):
        bench, _ = self.desk()
        done = self.jig(bench, "golden", "info", "-p", "gpio:none:0:1")
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot open GPIO chip 'none': No such file or directory", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
