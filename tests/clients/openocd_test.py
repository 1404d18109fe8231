#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stock OpenOCD on the bench's ST-Links: every way in, every firmware, and what must fail."""
import unittest

from bench import FLASH_BYTES, BenchTest, random_bytes


class OpenOcd(BenchTest):
    def write_verify_dump(self, openocd, image):
        """Erases, writes with OpenOCD's own loader, verifies on the chip, dumps and compares."""
        path = self.file("image.bin", image)
        dump = self.folder / "dump.bin"
        text = self.succeeds(openocd("reset halt", f"flash write_image erase {path} 0x08000000",
                                     f"verify_image {path} 0x08000000",
                                     f"dump_image {dump} 0x08000000 {FLASH_BYTES}"))
        self.assertIn(f"wrote {len(image)} bytes", text)
        self.assertIn(f"verified {len(image)} bytes", text)
        self.assertEqual(dump.read_bytes(), image.ljust(FLASH_BYTES, b"\xff"))
        wrong = self.file("wrong.bin", image[:-1] + bytes([image[-1] ^ 1]))
        self.assertIn("diff 0 address", self.fails(openocd("reset halt", f"verify_image {wrong} 0x08000000")))

    def test_hla_over_tcp_writes_verifies_and_dumps(self):
        bench = self.bench()
        image = random_bytes(100 * 1024, 1) + b"\xff" * 20000 + random_bytes(80 * 1024, 2)
        self.write_verify_dump(bench.openocd_hla, image)

    def test_dapdirect_over_tcp_writes_verifies_and_dumps(self):
        self.write_verify_dump(self.bench().openocd_dap, random_bytes(60001, 3)[:60000])

    def test_dapdirect_over_usb_writes_verifies_and_dumps(self):
        bench = self.bench()
        self.write_verify_dump(lambda *c: bench.openocd_usb("golden", *c), random_bytes(40000, 4))

    def test_hla_over_usb_writes_verifies_and_dumps(self):
        bench = self.bench()
        self.write_verify_dump(lambda *c: bench.openocd_usb("golden", *c, interface="interface/stlink.cfg"),
                               random_bytes(40000, 5))

    def test_jtag_works_from_every_firmware_hla_and_dapdirect(self):
        firmwares = ("V2J17", "V2J24", "V2J37", "V3J9")
        bench = self.bench(**{name: f'probe_firmware = "{name}"\nprobe = "stlink-v{name[1]}"' for name in firmwares})
        for name in firmwares:
            with self.subTest(name):
                def hla(*c): return bench.openocd_hla(*c, serial=name, transport="hla_jtag")
                self.write_verify_dump(hla, random_bytes(20000, 8))
                self.assertIn("0xe0042000: 10036414", self.succeeds(hla("reset halt", "mdw 0xE0042000")))
        for name in firmwares[1:]:
            with self.subTest(f"dapdirect {name}"):
                def dap(*c): return bench.openocd_dap(*c, serial=name, transport="dapdirect_jtag")
                self.write_verify_dump(dap, random_bytes(20000, 9))
                self.assertIn("JTAG IDCODE 0x3ba00477", self.succeeds(dap("reset halt")))
        # Where nothing answers: over JTAG only a sticky flag tells.
        self.fails(hla("reset halt", "mdw 0x50000000"))

    def test_one_ap_access_in_a_thousand_waits_and_everything_is_right(self):
        for transport in ("hla_swd", "hla_jtag"):
            with self.subTest(transport):
                bench = self.bench(golden="faults = { seed = 5, wait = 0.001 }")
                self.write_verify_dump(lambda *c: bench.openocd_hla(*c, transport=transport), random_bytes(40000, 10))
                self.assertGreater(bench.stop()[0]["waits"], 50)

    def test_both_banks_of_a_megabyte_are_written_across_their_boundary(self):
        bench = self.bench(golden='part = "STM32F103RG"')
        start, image = 0x08080000 - 30000, random_bytes(60000, 11)
        path, dump = self.file("image.bin", image), self.folder / "dump.bin"
        # Chips of this density answer with the DPIDR of a newer core than the one that OpenOCD's script expects.
        target = "set CPUTAPID 0x2ba01477; source [find target/stm32xl.cfg]"
        text = self.succeeds(bench.openocd_hla("reset halt", "flash probe 0", "flash probe 1",
                                               f"flash write_image erase {path} {start:#x}",
                                               f"verify_image {path} {start:#x}",
                                               f"dump_image {dump} 0x08000000 0x100000", target=target))
        self.assertIn("device id = 0x10006430", text)
        whole = bytearray(b"\xff" * 0x100000)
        whole[start - 0x08000000:start - 0x08000000 + len(image)] = image
        self.assertEqual(dump.read_bytes(), whole)

    def test_every_firmware_is_taken_for_what_it_is(self):
        boards = {"j17": "V2J17", "j24": "V2J24", "j37": "V2J37", "v3": "V3J9"}
        bench = self.bench(**{name: f'probe_firmware = "{firmware}"' + ('\nprobe = "stlink-v3"' if name == "v3" else "")
                              for name, firmware in boards.items()})
        for name, firmware in boards.items():
            with self.subTest(firmware):
                text = self.succeeds(bench.openocd_hla("reset halt", "mdw 0x08000000 4", serial=name))
                self.assertIn(f"STLINK {firmware}", text)
                self.assertIn("0x08000000: ffffffff ffffffff ffffffff ffffffff", text)
                self.write_verify_dump(lambda *c: bench.openocd_hla(*c, serial=name), random_bytes(8192, 6))
        for name in ("j24", "j37", "v3"):
            with self.subTest(f"dapdirect {name}"):
                self.assertIn("SWD DPIDR 0x1ba01477", self.succeeds(bench.openocd_dap("reset halt", serial=name)))
        self.assertIn("does not support DAP direct", self.fails(bench.openocd_dap("reset halt", serial="j17")))

    def test_the_slow_path_without_a_work_area_writes_too(self):
        bench = self.bench()
        path = self.file("image.bin", random_bytes(2048, 7))
        text = self.succeeds(bench.openocd_hla("reset halt", "stm32f1x.cpu configure -work-area-size 0",
                                               f"flash write_image erase {path} 0x08001000",
                                               f"verify_image {path} 0x08001000"))
        self.assertIn("falling back to single memory accesses", text)

    def test_connecting_under_reset_works(self):
        bench = self.bench()
        text = self.succeeds(bench.openocd_hla("reset halt", "mdw 0xE000ED00",
                                               before_init="reset_config srst_only srst_nogate connect_assert_srst"))
        self.assertIn("0xe000ed00: 411fc231", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
