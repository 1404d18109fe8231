#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock OpenOCD with a Bus Pirate on a serial port: SWD, sampled after the clock's edge; its AUX line is nRST."""
import unittest

from bench import BenchTest
from openocd_wire import OpenOcdOnAWire


class OpenOcdOnABusPirate(OpenOcdOnAWire, BenchTest):
    board = 'buspirate = "golden.bp"'
    reset_config = "none"
    kilobytes = 24

    def adapter_lines(self, bench):
        return ["adapter driver buspirate", f"buspirate port {bench.folder / 'golden.bp'}", "transport select swd"]


if __name__ == "__main__":
    unittest.main(verbosity=2)
