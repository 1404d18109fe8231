#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock OpenOCD (CMSIS-DAP v2) and pyOCD (v1) on the bench, through the preload library, and what they must fail at."""
import os
import pathlib
import re
import socket
import struct
import unittest

from bench import FLASH_BYTES, BenchTest, openocd, random_bytes, run

FLASH = 0x08000000
UID = "34ffda054e50383119651843"
V2 = f'probe = "cmsis-dap-v2"\nuid = "{UID}"\n'
# OpenOCD reaches the board of a v1 probe over a second one.
V1 = f'probe = "cmsis-dap-v1"\ndap_socket = "hid.dap"\nuid = "{UID}"\n'
# What OpenOCD 0.12.0 dumped with at 1000 kHz: 12 reads in a packet, one packet under way (its commit 40bac8e8c).
PUBLISHED_DUMP = 36.0
MOST_DEVIATION = 0.15


class OpenOcd(BenchTest):
    """CMSIS-DAP v2 as the only probe of the board."""

    def desk(self, extra="", board=V2):
        bench = self.bench(golden=board + extra)
        return bench, lambda *commands, transport="swd", before_init=None: self.openocd(
            bench.preload("golden"), transport, commands, before_init)

    @staticmethod
    def openocd(preload, transport, commands, before_init=None):
        return openocd("interface/cmsis-dap.cfg", f"transport select {transport}", commands, None, preload, before_init)

    def test_finds_the_probe_and_reads_the_chips_identity(self):
        _, openocd = self.desk()
        for transport in ("swd", "jtag"):
            text = self.succeeds(openocd("reset halt", "flash probe 0", "echo [read_memory 0x1ffff7e8 8 12]",
                                         transport=transport))
            self.assertIn("CMSIS-DAP: FW Version = 2.1.2", text)
            self.assertIn("Cortex-M3 r1p1 processor detected", text)
            self.assertIn("flash size = 256 KiB", text)
            self.assertIn(" ".join(f"0x{byte:x}" for byte in bytes.fromhex(UID)), text)
        text = self.succeeds(openocd())
        self.assertIn("Using CMSIS-DAPv2 interface with VID:PID=0x2e8a:0x000c, serial=676F6C64656E", text)

    def test_erases_writes_verifies_and_dumps_and_sees_a_wrong_file(self):
        bench, openocd = self.desk()
        content = random_bytes(100_000, 60)
        image, dump = self.file("image.bin", content), self.folder / "dump.bin"
        self.succeeds(openocd("reset halt", "flash erase_sector 0 0 last", f"flash write_image {image} {FLASH}",
                              f"verify_image {image} {FLASH}", f"dump_image {dump} {FLASH} {FLASH_BYTES}"))
        self.assertEqual(dump.read_bytes(), content.ljust(FLASH_BYTES, b"\xff"))
        wrong = bytearray(content)
        wrong[1234] ^= 0x10
        text = self.fails(openocd("reset halt", f"verify_image {self.file('wrong.bin', wrong)} {FLASH}"))
        self.assertIn("diff 0 address 0x080004d2.", text)
        self.assertIn("flash write failed", self.fails(openocd("reset halt", f"flash write_image {image} {FLASH}")))
        bench.stop()
        state = (self.folder / "state" / "golden" / "flash.bin").read_bytes()
        self.assertEqual(state[:len(content)], content)

    def test_halts_at_the_reset_vector_under_reset(self):
        bench, openocd = self.desk()
        image = pathlib.Path(os.environ["FIRMWARE"]) / "demo" / "demo-2.0.bin"
        entry = int.from_bytes(image.read_bytes()[4:8], "little") & ~1
        self.succeeds(openocd("reset halt", f"flash write_image {image} {FLASH}"))
        bench.power_cycle("golden")
        text = self.succeeds(openocd("reset halt", "resume", "sleep 300", "halt",
                                     before_init="reset_config srst_only srst_nogate connect_assert_srst"))
        seen = [int(found, 16) for found in re.findall(r"pc: 0x([0-9a-f]{8})", text)]
        self.assertIn(entry, seen)
        self.assertNotEqual(seen[-1], entry)

    def test_cannot_dump_a_protected_chip_and_erases_it_by_unlocking(self):
        bench, openocd = self.desk()
        dump = self.folder / "dump.bin"
        image = self.file("image.bin", random_bytes(4096, 61))
        self.succeeds(openocd("reset halt", f"flash write_image {image} {FLASH}", "stm32f1x lock 0"))
        bench.power_cycle("golden")
        self.assertIn("Failed to read memory", self.fails(openocd("catch halt", f"dump_image {dump} {FLASH} 1024")))
        self.succeeds(openocd("catch halt", "stm32f1x unlock 0"))
        bench.power_cycle("golden")
        self.succeeds(openocd("reset halt", f"dump_image {dump} {FLASH} 4096"))
        self.assertEqual(dump.read_bytes(), b"\xff" * 4096)

    def test_waits_that_the_bus_makes_do_no_harm(self):
        _, openocd = self.desk("faults = { seed = 3, wait = 0.05 }\n")
        content = random_bytes(4096, 62)
        image, dump = self.file("image.bin", content), self.folder / "dump.bin"
        self.succeeds(openocd("reset halt", f"flash write_image erase {image} {FLASH}",
                              f"dump_image {dump} {FLASH} 4096"))
        self.assertEqual(dump.read_bytes(), content)

    def test_bad_contact_and_a_pulled_plug_are_failures_and_never_wrong_bytes(self):
        content = random_bytes(65536, 63)
        image, dump = self.file("image.bin", content), self.folder / "dump.bin"
        bench, openocd = self.desk("faults = { usb_unplug_at = 400000 }\n")
        self.succeeds(openocd("reset halt", f"flash write_image {image} {FLASH}"))
        self.fails(openocd("reset halt", *[f"dump_image {dump} {FLASH} 65536"] * 5))
        self.succeeds(openocd("reset halt", f"dump_image {dump} {FLASH} 65536"))
        self.assertEqual(dump.read_bytes(), content)
        self.end(bench)
        dump.unlink()
        _, openocd = self.desk("faults = { seed = 5, contact = 0.00002 }\n")
        done = openocd("reset halt", f"dump_image {dump} {FLASH} 65536")
        if done.returncode == 0:
            self.assertEqual(dump.read_bytes(), content)
        else:
            self.assertRegex(done.stdout + done.stderr, "Failed to read memory|Error|SWD")

    def test_a_dump_runs_as_fast_as_on_hardware(self):
        bench, openocd = self.desk()

        def modelled_seconds(*commands):
            self.succeeds(openocd("reset halt", *commands))
            seconds = bench.stop()[0]["modelled_seconds"]
            bench.start()
            return seconds

        connecting = modelled_seconds()
        dump = f"dump_image {self.folder / 'dump.bin'} {FLASH} {FLASH_BYTES}"
        rate = FLASH_BYTES / 1024 / (modelled_seconds(dump) - connecting)
        deviation = rate / PUBLISHED_DUMP - 1
        print(f"\n256 KB dump, CMSIS-DAP v2, 1000 kHz: {rate:.1f} KiB/s, published {PUBLISHED_DUMP}, {deviation:+.1%}")
        self.assertLess(abs(deviation), MOST_DEVIATION)


class OverTcp(BenchTest):
    """What OpenOCD's releases after 0.12 send, by hand: Debian's cannot."""

    def test_packets_behind_their_header_reach_the_chip(self):
        bench = self.bench(golden='cmsis_dap_port = 0\n')
        address = next(e["address"] for e in bench.endpoints if e["endpoint"] == "cmsis-dap-tcp")
        host, port = address.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=10) as stream:
            def ask(packet):
                stream.sendall(struct.pack("<IHBB", 0x00504144, len(packet), 1, 0) + packet)
                signature, length, kind, _ = struct.unpack("<IHBB", stream.recv(8, socket.MSG_WAITALL))
                self.assertEqual((signature, kind), (0x00504144, 2))
                return stream.recv(length, socket.MSG_WAITALL)

            self.assertEqual(ask(b"\x02\x01"), b"\x02\x01")
            wake = b"\xff" * 7 + b"\x9e\xe7" + b"\xff" * 7 + b"\0"
            self.assertEqual(ask(b"\x12" + bytes([8 * len(wake)]) + wake), b"\x12\x00")
            self.assertEqual(ask(b"\x05\x00\x01\x02"), bytes.fromhex("0501017714a01b"))


class PyOcd(BenchTest):
    """CMSIS-DAP v1: Debian's pyOCD knows no other. It loads libusb by its name, so that it is put first by that."""

    def desk(self, extra=""):
        bench = self.bench(hid=V1 + extra)
        libraries = self.folder / "lib"
        libraries.mkdir()
        (libraries / "libusb-1.0.so.0").symlink_to(pathlib.Path(os.environ["PRELOAD"]) / "bench_usb.so")
        environment = {"LD_LIBRARY_PATH": str(libraries), "BENCH_USB": str(self.folder / "hid.usb"),
                       "PYOCD_USB_BACKEND": "pyusb"}
        return bench, lambda program, *arguments: run([program, "-t", "stm32f103rc", *arguments], environment,
                                                      self.folder)

    def over_openocd(self, *commands):
        library = pathlib.Path(os.environ["PRELOAD"]) / "bench_usb.so"
        return OpenOcd.openocd({"LD_PRELOAD": str(library), "BENCH_USB": str(self.folder / "hid.dap")}, "swd", commands)

    def test_lists_the_probe_and_reads_the_chip(self):
        _, pyocd = self.desk()
        text = self.succeeds(pyocd("pyocd-tool", "list"))
        self.assertIn("Raspberry Pi Debug Probe (CMSIS-DAP) | 686964", text)
        words = [int.from_bytes(bytes.fromhex(UID)[i:i + 4], "little") for i in range(0, 12, 4)]
        text = self.succeeds(pyocd("pyocd-tool", "read32", "0x1ffff7e8", "12"))
        self.assertIn(" ".join(f"{word:08x}" for word in words), text)

    def test_programs_and_reads_back_and_openocd_agrees(self):
        _, pyocd = self.desk()
        content = random_bytes(10_000, 64)
        image = self.file("image.bin", content)
        text = self.succeeds(pyocd("pyocd-flashtool", image))
        self.assertIn("Programmed 10000 bytes (5 pages)", text)
        self.succeeds(pyocd("pyocd-tool", "savemem", hex(FLASH), "10000", "back.bin"))
        self.assertEqual((self.folder / "back.bin").read_bytes(), content)
        self.succeeds(self.over_openocd("reset halt", f"verify_image {image} {FLASH}"))
        wrong = bytearray(content)
        wrong[9_999] ^= 1
        self.fails(self.over_openocd("reset halt", f"verify_image {self.file('wrong.bin', wrong)} {FLASH}"))

    def test_cannot_read_a_protected_chip(self):
        bench, pyocd = self.desk()
        image = self.file("image.bin", random_bytes(4096, 65))
        self.succeeds(self.over_openocd("reset halt", f"flash write_image {image} {FLASH}", "stm32f1x lock 0"))
        bench.power_cycle("hid")
        done = pyocd("pyocd-tool", "savemem", hex(FLASH), "1024", "stolen.bin")
        self.assertIn("Error: transfer failed", done.stdout + done.stderr)
        self.assertFalse((self.folder / "stolen.bin").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
