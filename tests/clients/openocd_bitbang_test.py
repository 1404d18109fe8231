#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock OpenOCD over remote_bitbang, which in 0.12 speaks JTAG."""
import unittest

from bench import BenchTest
from openocd_wire import FLASH, OpenOcdOnAWire


class OpenOcdOverBitbang(OpenOcdOnAWire, BenchTest):
    board = "bitbang_port = 0"
    reset_config = "srst_only srst_nogate"
    kilobytes = 200

    def adapter_lines(self, bench):
        address = next(e["address"] for e in bench.endpoints if e["endpoint"] == "remote-bitbang")
        host, port = address.rsplit(":", 1)
        return ["adapter driver remote_bitbang", f"remote_bitbang host {host}", f"remote_bitbang port {port}"]

    def test_gets_everything_right_while_one_ap_access_in_twenty_waits(self):
        bench, openocd = self.desk("faults = { seed = 7, wait = 0.05 }")
        self.erase_write_verify_dump(openocd, 8)
        self.assertGreater(bench.stop()[0]["waits"], 50)

    def test_works_by_sysresetreq_where_nrst_is_not_wired(self):
        _, openocd = self.desk('nrst = "none"')
        self.run_firmware(lambda *commands: openocd(*commands, reset_config="none"))

    def test_writes_without_a_work_area_each_half_word_through_the_debug_port(self):
        _, openocd = self.desk()
        image = self.file("image.bin", bytes(range(256)) * 4)
        text = self.succeeds(openocd("stm32f1x.cpu configure -work-area-size 0", "reset halt",
                                     f"flash write_image erase {image} {FLASH}", f"verify_image {image} {FLASH}"))
        self.assertIn("falling back to single memory accesses", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
