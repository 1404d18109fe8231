#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The served bench as a process: its lines, its power switch, its locks, and what a kill leaves."""
import os
import unittest

from bench import BenchTest, random_bytes, run


class Serve(BenchTest):
    def test_it_says_what_it_opens_and_counts_what_it_did_and_leaves_no_sockets(self):
        bench = self.bench(golden="", target="")
        self.assertEqual([(e["board"], e["endpoint"]) for e in bench.endpoints],
                         [("golden", "stlink-tcp"), ("target", "stlink-tcp"), ("golden", "usb-socket"),
                          ("target", "usb-socket")])
        self.assertTrue((self.folder / "golden.usb").is_socket())
        self.succeeds(bench.openocd_hla("reset halt", serial="golden"))
        golden, target = bench.stop()
        self.assertEqual(bench.process.returncode, 0)
        self.assertEqual(golden["board"], "golden")
        self.assertGreater(golden["commands"], 20)
        self.assertGreater(golden["transactions"], 100)
        self.assertGreater(golden["swclk"], 46 * 100)
        self.assertGreater(golden["modelled_seconds"], 0.01)
        self.assertEqual(target["commands"], 0)
        self.assertFalse(any(path.is_socket() for path in self.folder.rglob("*")))

    def test_a_board_has_one_process_at_a_time(self):
        bench = self.bench()
        second = run([os.environ["JIG"], "bench", "serve", bench.file])
        self.assertEqual(second.returncode, 3)
        self.assertIn("board 'golden' is in use by another process", second.stderr)
        bench.stop()
        self.assertIn("not served", self.succeeds(bench.power("golden", "off")))

    def test_power_goes_and_comes_back(self):
        bench = self.bench()
        self.assertEqual(self.succeeds(bench.power("golden", "off")), "board 'golden' is off\n")
        text = self.fails(bench.openocd_hla("reset halt"))
        self.assertIn("target voltage may be too low", text)
        self.assertEqual(self.succeeds(bench.power("golden", "on")), "board 'golden' is on\n")
        self.succeeds(bench.openocd_hla("reset halt"))
        nobody = bench.power("nobody", "on")
        self.assertEqual(nobody.returncode, 2)
        self.assertIn("has no board 'nobody'; it has: golden", nobody.stderr)

    def test_what_was_written_outlives_a_kill(self):
        bench = self.bench()
        image = self.file("image.bin", random_bytes(4096, 30))
        self.succeeds(bench.openocd_hla("reset halt", f"flash write_image erase {image} 0x08000000"))
        bench.kill()
        bench.start()
        self.succeeds(bench.openocd_hla("reset halt", f"verify_image {image} 0x08000000"))

    def test_a_command_costs_the_same_over_tcp_and_over_usb(self):
        bench = self.bench(tcp="", usb="")
        dump = self.folder / "dump.bin"
        commands = ("reset halt", f"dump_image {dump} 0x08000000 65536")
        self.succeeds(bench.openocd_hla(*commands, serial="tcp"))
        self.succeeds(bench.openocd_usb("usb", *commands, interface="interface/stlink.cfg"))
        tcp, usb = bench.stop()
        self.assertEqual(tcp["swclk"], usb["swclk"])
        self.assertEqual(tcp["commands"], usb["commands"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
