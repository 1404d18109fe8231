#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""OpenOCD's rates on the bench in real time beside what was published for real probes (docs/decisions/007-modelled-time.md)."""
import unittest

from bench import BenchTest, kib_per_second, random_bytes

MOST_DEVIATION = 0.15
# A machine too busy to keep the board's time says nothing about the model.
MOST_LATE = 0.02

# what OpenOCD prints, published KiB/s, whose figure
PUBLISHED = [
    ("dumped", 61.155, "256 KB dump, F103RC, ST-Link V2, 1000 kHz"),
    ("wrote", 31.1, "128 KB write, ST-Link V2"),
    ("verified", 61.3, "128 KB verify_image, ST-Link V2"),
]


class Rates(BenchTest):
    def test_dump_write_and_verify_run_as_fast_as_on_hardware(self):
        bench = self.bench(realtime=True)
        image = self.file("image.bin", random_bytes(128 * 1024, 40))
        dump = self.folder / "dump.bin"
        text = self.succeeds(bench.openocd_hla("reset halt", "flash erase_sector 0 0 63",
                                               f"flash write_image {image} 0x08000000",
                                               f"verify_image {image} 0x08000000",
                                               f"dump_image {dump} 0x08000000 262144"))
        counters = bench.stop()[0]
        late = counters["late_seconds"] / counters["modelled_seconds"]
        print(f"\n{'':48}{'bench':>8}{'published':>11}{'deviation':>11}   KiB/s")
        deviations = []
        for verb, published, what in PUBLISHED:
            rate = kib_per_second(text, verb)
            deviations.append(rate / published - 1)
            print(f"{what:48}{rate:8.1f}{published:11.1f}{deviations[-1]:+11.1%}")
        if late > MOST_LATE:
            self.skipTest(f"this machine was late for {late:.1%} of the board's time")
        for deviation in deviations:
            self.assertLess(abs(deviation), MOST_DEVIATION)


if __name__ == "__main__":
    unittest.main(verbosity=2)
