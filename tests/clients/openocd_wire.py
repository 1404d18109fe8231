# SPDX-License-Identifier: Apache-2.0
"""What stock OpenOCD must be able to do over an adapter that moves single bits, and what it must fail at.

The test of each adapter mixes these in and says how OpenOCD reaches the board: adapter_lines(bench), environment(bench).
"""
import os
import pathlib
import random
import re

from bench import QUIET, run

FLASH = 0x08000000
UID = "34ffda054e50383119651843"
WIRE_SECONDS = 240  # a bit at a time takes its time


class OpenOcdOnAWire:
    board = ""  # lines of the bench file that open the adapter
    reset_config = ""
    kilobytes = 8  # written, verified and dumped

    def desk(self, extra=""):
        """A bench, and a function that runs OpenOCD's commands on its board."""
        bench = self.bench(golden=f'uid = "{UID}"\n{self.board}\n{extra}')
        return bench, lambda *commands, reset_config=self.reset_config: self.openocd(bench, reset_config, commands)

    def environment(self, bench):
        return {}

    def openocd(self, bench, reset_config, commands):
        arguments = ["openocd"]
        for line in [QUIET, *self.adapter_lines(bench), "source [find target/stm32f1x.cfg]",
                     f"reset_config {reset_config}", "init", *commands, "shutdown"]:
            arguments += ["-c", line]
        return run(arguments, self.environment(bench), seconds=WIRE_SECONDS)

    def erase_write_verify_dump(self, openocd, kilobytes):
        """With OpenOCD's own loader; the dump."""
        image, dump = self.folder / "image.hex", self.folder / "dump.bin"
        content = random_with_gaps(image, kilobytes, seed=1)
        self.succeeds(openocd("reset halt", "flash erase_sector 0 0 last", f"flash write_image {image}",
                              f"verify_image {image}", f"dump_image {dump} {FLASH} {len(content)}"))
        self.assertEqual(dump.read_bytes(), content)
        return content

    def demo_firmware(self):
        return pathlib.Path(os.environ["FIRMWARE"]) / "demo" / "demo-2.0.bin"

    def test_probes_the_chip_and_reads_its_identity(self):
        _, openocd = self.desk()
        text = self.succeeds(openocd("reset halt", "flash probe 0", "echo [read_memory 0x1ffff7e8 8 12]"))
        self.assertIn("Cortex-M3 r1p1 processor detected", text)
        self.assertIn("device id = 0x10036414", text)
        self.assertIn("flash size = 256 KiB", text)
        self.assertIn(" ".join(f"0x{byte:x}" for byte in bytes.fromhex(UID)), text)

    def test_writes_verifies_and_dumps_and_sees_a_wrong_file(self):
        _, openocd = self.desk()
        content = bytearray(self.erase_write_verify_dump(openocd, self.kilobytes))
        content[1234] ^= 0x10
        wrong = self.file("wrong.bin", content)
        self.assertIn("diff 0 address 0x080004d2.", self.fails(openocd("reset halt", f"verify_image {wrong} {FLASH}")))

    def test_fails_to_write_over_what_is_not_erased(self):
        _, openocd = self.desk()
        first, second = self.file("first.bin", b"\x55" * 64), self.file("second.bin", b"\x33" * 64)
        self.succeeds(openocd("reset halt", f"flash write_image {first} {FLASH}"))
        self.assertIn("flash write failed", self.fails(openocd("reset halt", f"flash write_image {second} {FLASH}")))

    def test_halts_at_the_reset_vector_and_finds_the_firmware_further_on_later(self):
        _, openocd = self.desk()
        self.run_firmware(openocd)

    def run_firmware(self, openocd):
        image = self.demo_firmware()
        entry = int.from_bytes(image.read_bytes()[4:8], "little") & ~1
        seen = program_counters(self.succeeds(openocd("reset halt", f"flash write_image erase {image} {FLASH}",
                                                      "reset halt", "resume", "sleep 300", "halt")))
        self.assertIn(entry, seen)
        self.assertNotEqual(seen[-1], entry)
        self.assertTrue(FLASH <= seen[-1] < FLASH + 0x40000, f"pc {seen[-1]:#x}")

    def test_reaches_firmware_that_switches_the_pins_off_under_reset_only(self):
        bench, openocd = self.desk()
        image = self.file("pins_off.bin", pins_off_firmware())
        self.succeeds(openocd("reset halt", f"flash write_image erase {image} {FLASH}"))
        bench.power_cycle("golden")
        self.fails(openocd("halt"))
        text = self.succeeds(openocd("reset halt", "flash erase_sector 0 0 0",
                                     reset_config="srst_only srst_nogate connect_assert_srst"))
        self.assertIn(FLASH + 8, program_counters(text))
        bench.power_cycle("golden")
        self.succeeds(openocd("reset halt"))

    def test_cannot_dump_a_protected_chip_and_erases_it_by_unlocking(self):
        bench, openocd = self.desk()
        dump = self.folder / "dump.bin"
        self.succeeds(openocd("reset halt", f"flash write_image erase {self.demo_firmware()} {FLASH}",
                              "stm32f1x lock 0"))
        bench.power_cycle("golden")
        # The core cannot fetch either, and locks up; `halt` complains of that first.
        self.assertIn("Failed to read memory", self.fails(openocd("catch halt", f"dump_image {dump} {FLASH} 1024")))
        self.succeeds(openocd("catch halt", "stm32f1x unlock 0"))
        bench.power_cycle("golden")
        self.succeeds(openocd("reset halt", f"dump_image {dump} {FLASH} 1024"))
        self.assertEqual(dump.read_bytes(), b"\xff" * 1024)


def program_counters(text):
    return [int(found, 16) for found in re.findall(r"pc: 0x([0-9a-f]{8})", text)]


def pins_off_firmware():
    """A program whose first act is AFIO_MAPR.SWJ_CFG = 0b100: neither JTAG nor SWD."""
    halves = [0x1000, 0x2000, 0x0009, 0x0800]  # initial SP, reset vector
    halves += [0x4803, 0x2101, 0x6001]  # RCC_APB2ENR = AFIOEN
    halves += [0x4803, 0x4903, 0x6001]  # AFIO_MAPR = SWJ_CFG
    halves += [0xE7FE, 0xBF00]  # b .
    halves += [0x1018, 0x4002, 0x0004, 0x4001, 0x0000, 0x0400]
    return b"".join(half.to_bytes(2, "little") for half in halves)


def random_with_gaps(path, kilobytes, seed):
    """Writes an Intel HEX file of random 1 KB blocks, every third of them missing; what flash then holds."""
    source = random.Random(seed)
    content = bytearray(b"\xff" * kilobytes * 1024)
    lines, segment = [], None
    for offset in range(0, len(content), 16):
        if offset // 1024 % 3 == 1:
            continue
        if segment != offset >> 16:
            segment = offset >> 16
            lines.append(hex_record(0, 4, ((FLASH >> 16) + segment).to_bytes(2, "big")))
        content[offset : offset + 16] = source.randbytes(16)
        lines.append(hex_record(offset & 0xFFFF, 0, content[offset : offset + 16]))
    lines.append(hex_record(0, 1, b""))
    path.write_text("\n".join(lines) + "\n")
    return bytes(content)


def hex_record(offset, kind, data):
    body = bytes([len(data)]) + offset.to_bytes(2, "big") + bytes([kind]) + bytes(data)
    return ":" + (body + bytes([-sum(body) & 0xFF])).hex().upper()
