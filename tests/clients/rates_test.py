#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""OpenOCD's rates in the board's own time beside what was published for real probes (docs/decisions/007-modelled-time.md).

The board's clock counts what the commands cost and what OpenOCD itself takes between them; how long this computer
needs to simulate a command it does not count, so that a slow one changes nothing.
"""
import unittest

from bench import BenchTest, random_bytes

MOST_DEVIATION = 0.15

# what is done, KiB of it, published KiB/s, whose figure
PUBLISHED = [
    ("flash write_image {image} 0x08000000", 128, 31.1, "128 KB write, ST-Link V2"),
    ("verify_image {image} 0x08000000", 128, 61.3, "128 KB verify_image, ST-Link V2"),
    ("dump_image {dump} 0x08000000 262144", 256, 61.155, "256 KB dump, F103RC, ST-Link V2, 1000 kHz"),
]


class Rates(BenchTest):
    def modelled_seconds(self, bench, *commands):
        self.succeeds(bench.openocd_hla("reset halt", *commands))
        seconds = bench.stop()[0]["modelled_seconds"]
        bench.start()
        return seconds

    def test_dump_write_and_verify_run_as_fast_as_on_hardware(self):
        bench = self.bench()
        files = {"image": self.file("image.bin", random_bytes(128 * 1024, 40)), "dump": self.folder / "dump.bin"}
        connecting = self.modelled_seconds(bench)
        print(f"\n{'':48}{'bench':>8}{'published':>11}{'deviation':>11}   KiB/s")
        for command, kilobytes, published, what in PUBLISHED:
            with self.subTest(what):
                rate = kilobytes / (self.modelled_seconds(bench, command.format(**files)) - connecting)
                deviation = rate / published - 1
                print(f"{what:48}{rate:8.1f}{published:11.1f}{deviation:+11.1%}")
                self.assertLess(abs(deviation), MOST_DEVIATION)


if __name__ == "__main__":
    unittest.main(verbosity=2)
