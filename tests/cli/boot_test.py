#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""jig boot on the demo firmware: what it says, the files it writes, and what bad words get."""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

JIG = os.environ["JIG"]
SOURCE = pathlib.Path(os.environ["SOURCE"])
UID = "34ffda054e50383119651843"
BENCH = """
[[board]]
name = "board"
part = "STM32F103RC"
lamps = { green = "PB1", red = "PB0" }
"""
READS_THE_UID = 0x08000276  # ldrb r6, [r1, r7], as jig watch sees it too
REGISTERS = [f"r{i}" for i in range(13)] + ["sp", "lr", "pc", "xpsr"]


def demo_image():
    """The demo firmware with the record of this chip (firmware/demo/README.md)."""
    image = bytearray((SOURCE / "firmware/demo/demo-2.0.bin").read_bytes())
    image[0x7000:0x700C] = bytes(a ^ b for a, b in zip(bytes.fromhex(UID), b"jig-demo-key"))
    return bytes(image)


def keys(value, path=""):
    """Every key of a JSON value with the way to it; of a list, those of all of its objects."""
    if isinstance(value, dict):
        return {f"{path}/{key}" for key in value} | {k for key in value for k in keys(value[key], f"{path}/{key}")}
    if isinstance(value, list):
        return {k for item in value for k in keys(item, path + "[]")}
    return set()


class Boot(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-boot-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bench.toml").write_text(BENCH)
        self.pack("demo", demo_image())

    def pack(self, name, image):
        (self.folder / f"{name}.bin").write_bytes(image)
        done = self.jig("image", "pack", "--part", "STM32F103RC", "--flash", f"{name}.bin", "--uid", UID, "-o", f"{name}.jig")
        self.assertEqual(done.returncode, 0, done.stderr)

    def jig(self, *words):
        return subprocess.run([JIG, *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=120)

    def boot(self, *words, code=0):
        done = self.jig("boot", *words)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done

    def booted(self, *words, code=0):
        return json.loads(self.boot(*words, "--json", code=code).stdout)

    def refused(self, code, sentence, *words):
        done = self.boot(*words, code=code)
        self.assertEqual((done.stdout, done.stderr), ("", f"jig: {sentence}\n"), words)

    def test_a_person_is_told_lamps_uart_identity_and_where_it_settled(self):
        text = self.boot("demo.jig", "--board", "bench.toml/board").stdout
        uid = "".join(f"    0x08000276 read UID (0x{0x1FFFF7E8 + i:08x}) = 0x{byte:x}\n"
                      for i, byte in enumerate(bytes.fromhex(UID)))
        self.assertRegex(text, re.escape(
            "  green      blinks every 500 ms, 8 changes\n  red        off\n  USART1\n    > jig demo firmware 2.0\n    > record ok\n"
            "  identity\n" + uid) + r"  settled    sleep at 0x0800019c, \d+ instructions in 2000 ms\n$")

    def test_json_has_the_keys_that_its_page_shows(self):
        page = (SOURCE / "docs/formats/json.md").read_text()
        shown = json.loads(re.search(r"## `jig boot`\n```json\n(.*?)```", page, re.S).group(1))
        # ldr r0, =0xE0003000; str r1, [r0]; udf #0: a write to what is not modelled, and a fault
        said = keys(self.booted("demo.jig", "--board", "bench.toml/board", "--until", hex(READS_THE_UID), "--trace", "t"))
        said |= keys(self.booted("demo.jig", "--board", "bench.toml/board"))
        self.pack("faulty", struct.pack("<II", 0x20001000, 0x08000041) + struct.pack("<I", 0x08000061) * 14 +
                  struct.pack("<8H", 0x4801, 0x6001, 0xDE00, 0xE7FE, 0x3000, 0xE000, 0, 0) + bytes(16) + struct.pack("<H", 0xE7FE))
        said |= keys(self.booted("faulty.jig"))
        registers = {f"/until/registers/{name}" for name in REGISTERS}
        self.assertLessEqual(registers, said)
        self.assertEqual(said - registers, keys(shown) - registers)

    def test_a_boot_stops_where_it_is_told_with_time_and_registers(self):
        for address in (READS_THE_UID, READS_THE_UID | 1):  # with the Thumb bit, as a vector or LR has it
            until = self.booted("demo.jig", "--until", hex(address))["until"]
            self.assertEqual((until["address"], until["reached"]), ("0x08000276", True))
            self.assertEqual(list(until["registers"]), REGISTERS)
            self.assertEqual(until["registers"]["pc"], "0x08000276")
        text = self.boot("demo.jig", "--until", "0x08000276").stdout
        self.assertRegex(text, r"  reached    0x08000276 at 12\.\d{6} ms, after \d+ instructions\n      r0 [0-9a-f]{8}      r1 ")
        self.assertNotIn("settled", text)
        self.assertNotIn("identity", text, "it has not run yet")

    def test_an_address_that_is_never_reached_is_said(self):
        sentence = ("the program did not come to 0x08009000 in 100 ms; give it more time with --for, or see with --trace where "
                    "it went")
        done = self.boot("demo.jig", "--until", "0x08009000", "--for", "100ms", code=1)
        self.assertEqual(done.stderr, f"jig: {sentence}\n")
        self.assertIn("  settled    ", done.stdout)
        said = self.booted("demo.jig", "--until", "0x08009000", "--for", "100ms", code=1)
        self.assertEqual((said["result"], said["exit"], said["error"]), ("fail", 1, {"kind": "refused", "what": sentence}))
        self.assertEqual(said["until"], {"address": "0x08009000", "reached": False, "at_ms": None, "registers": None})

    def trace(self, *words):
        said = self.booted("demo.jig", "--trace", "demo.trace", *words)
        lines = (self.folder / "demo.trace").read_text().splitlines()
        self.assertEqual(lines[:3], ["# jig trace 1", "# demo.jig, STM32F103RC",
                                     "#         us  pc          code      instruction                      ; registers written"])
        return said, lines[3:]

    def test_a_trace_has_a_line_for_every_instruction(self):
        said, lines = self.trace("--for", "20ms")
        counted = 0
        image = demo_image()
        before = 0.0
        for line in lines:
            fields = re.split(r"  +", line.strip())
            self.assertGreaterEqual(float(fields[0]), before, line)
            before = float(fields[0])
            if fields[1].startswith("--"):
                repeated = re.match(r"-- (\d+) instructions of a polling loop, the same again$", fields[1])
                self.assertTrue(repeated or re.match(r"-- exception \d+, \w+$", fields[1]), line)
                counted += int(repeated.group(1)) if repeated else 0
                continue
            counted += 1
            at, code = int(fields[1], 16) - 0x08000000, fields[2]
            stored = "".join(f"{half:04x}" for half in struct.unpack(f"<{len(code) // 4}H", image[at:at + len(code) // 2]))
            self.assertEqual(code, stored, line)
        self.assertEqual(counted, said["coverage"]["instructions"])
        self.assertEqual(said["trace"], {"file": "demo.trace", "lines": len(lines), "left_out": 0})

    def test_a_trace_is_no_longer_than_it_may_be(self):
        said, lines = self.trace("--trace-first", "50")
        self.assertEqual(lines[50:], [f"# {said['trace']['left_out']} instructions left out here"])
        self.assertEqual(said["trace"]["left_out"] + 50, said["coverage"]["instructions"])
        self.assertIn(f"  trace      50 lines; {said['trace']['left_out']} instructions left out\n",
                      self.boot("demo.jig", "--trace", "x", "--trace-first", "50").stdout)

    def test_the_last_lines_lead_to_where_it_stopped(self):
        said, lines = self.trace("--until", hex(READS_THE_UID), "--trace-last", "5")
        self.assertEqual((len(lines), said["trace"]["lines"]), (6, 5))
        self.assertEqual(lines[0], f"# {said['trace']['left_out']} instructions left out here")
        addresses = [int(line.split()[1], 16) for line in lines[1:]]
        self.assertEqual(addresses, [0x0800026A, 0x0800026C, 0x0800026E, 0x08000270, 0x08000272])

    def test_independent_programs_read_the_value_change_dump(self):
        self.boot("demo.jig", "--board", "bench.toml/board", "--vcd", "demo.vcd")
        if not shutil.which("vcd2fst"):
            self.skipTest("vcd2fst (gtkwave) is not installed")
        subprocess.run(["vcd2fst", "demo.vcd", "demo.fst"], cwd=self.folder, check=True, capture_output=True)
        text = subprocess.run(["fst2vcd", "demo.fst"], cwd=self.folder, check=True, capture_output=True, text=True).stdout
        code = re.search(r"\$var wire 1 (\S+) green_PB1 \$end", text).group(1)
        self.assertRegex(text, r"\$timescale\s+1ns\s+\$end")
        changes, now = [], 0
        for line in text.partition("$dumpvars")[2].splitlines():
            now = int(line[1:]) if line.startswith("#") else now
            if line.endswith(code) and line[0] in "01xz" and len(line) == 1 + len(code):
                changes.append((now, line[0]))
        levels = "".join(level for _, level in changes)
        self.assertRegex(levels, r"^z?0(10){3,4}1?$")
        lit = [at for at, level in changes if level == "1"]
        self.assertEqual([round((b - a) / 1e6) for a, b in zip(lit[1:], lit[2:])], [500] * (len(lit) - 2))

    def test_a_boot_can_start_at_another_vector_table(self):
        # Behind 32 KB of nothing: b .
        self.pack("behind", b"\xff" * 0x8000 + struct.pack("<II", 0x20001000, 0x08008009) + b"\xfe\xe7")
        self.assertEqual(self.booted("behind.jig", "--for", "50ms")["settled"], "locked-up")
        said = self.booted("behind.jig", "--for", "50ms", "--from", "0x08008000")
        self.assertEqual((said["settled"], said["final_pc"], said["final_code"]),
                         ("loop", "0x08008008", ["0x08008008-0x08008009"]))

    def test_bad_words_get_one_sentence(self):
        usage = "; jig boot --help shows what there is"
        for code, sentence, words in [
            (2, "FILE is required" + usage, []),
            (2, "nosuch.jig: cannot be opened: No such file or directory", ["nosuch.jig"]),
            (2, "demo.bin: no .jig archive; a dump or a firmware file becomes one by `jig image pack --part PART --flash demo.bin -o "
                "FILE.jig`", ["demo.bin"]),
            (2, "'2' is not a time; write 500ms or 2s, up to 3600s", ["demo.jig", "--for", "2"]),
            (2, "'here' is not a number; write 4096 or 0x1000", ["demo.jig", "--from", "here"]),
            (2, "'there' is not a number; write 4096 or 0x1000", ["demo.jig", "--until", "there"]),
            (2, "no vector table can be at 0x08000004: give the address of one, a multiple of 0x80 whose second word is an odd "
                "address of code", ["demo.jig", "--from", "0x08000004"]),
            (2, f"{self.folder}/bench.toml has no board 'nobody'; it has: board", ["demo.jig", "--board", "bench.toml/nobody"]),
            (2, "nosuch.toml: cannot be opened as a bench file", ["demo.jig", "--board", "nosuch.toml/board"]),
            (2, "--trace-first requires --trace" + usage, ["demo.jig", "--trace-first", "5"]),
            (2, "--trace-last requires --trace" + usage, ["demo.jig", "--trace-last", "5"]),
            (2, "--trace-first excludes --trace-last" + usage,
             ["demo.jig", "--trace", "t", "--trace-first", "5", "--trace-last", "5"]),
            (2, "--trace-first: '0' is not a number of lines, 1 or more" + usage, ["demo.jig", "--trace", "t", "--trace-first", "0"]),
            (2, "--trace-last: 'all' is not a number of lines, 1 or more" + usage, ["demo.jig", "--trace", "t", "--trace-last", "all"]),
            (2, "--trace-last keeps its lines in memory, at most 1000000; --trace-first writes as many as there is room for",
             ["demo.jig", "--trace", "t", "--trace-last", "1000001"]),
            (3, "/dev/full could not be written; is there room, and may you write there?", ["demo.jig", "--trace", "/dev/full"]),
            (3, "/dev/full could not be written; is there room, and may you write there?", ["demo.jig", "--vcd", "/dev/full"]),
            (3, "none/x could not be written; is there room, and may you write there?", ["demo.jig", "--trace", "none/x"]),
            (3, "none/x could not be written; is there room, and may you write there?", ["demo.jig", "--vcd", "none/x"]),
        ]:
            with self.subTest(words=words):
                self.refused(code, sentence, *words)
        self.assertFalse((self.folder / "t").exists(), "wrong words wrote a file")


if __name__ == "__main__":
    unittest.main(verbosity=2)
