#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""jig watch on virtual boards that run the demo firmware: who reads the unique ID, and what bad words get."""
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

from bench import Bench, run

JIG = os.environ["JIG"]
SOURCE = pathlib.Path(os.environ["SOURCE"])
UID = "34ffda054e50383119651843"
BENCH = f"""
[[board]]
name = "board"
part = "STM32F103RC"
uid = "{UID}"
flash = "demo.bin"
"""
PROBE = ("-p", "bench:bench.toml/board")


class Watch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-watch-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "bench.toml").write_text(BENCH)
        shutil.copy(SOURCE / "firmware/demo/demo-2.0.bin", self.folder / "demo.bin")

    def watch(self, *words):
        return run([JIG, "watch", *PROBE, *words], cwd=self.folder)

    def seen(self, *words):
        done = self.watch("--json", *words)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def code_at(self, pc):
        code = (self.folder / "demo.bin").read_bytes()
        return int.from_bytes(code[pc - 0x08000000:][:2], "little")

    def test_the_unique_id_is_read_byte_by_byte_from_one_place(self):
        record = self.seen("--on", "uid", "--reset", "--for", "3s")
        hits = record["hits"]
        self.assertEqual([int(hit["address"], 16) for hit in hits], [0x1FFFF7E8 + i for i in range(12)])
        self.assertEqual(bytes(int(hit["value"], 16) for hit in hits).hex(), UID)
        self.assertEqual({hit["count"] for hit in hits}, {1})
        (pc,) = {int(hit["pc"], 16) for hit in hits}
        self.assertEqual(self.code_at(pc) & 0xFE00, 0x5C00, "not LDRB (register)")
        self.assertTrue(hits[0]["disassembly"].startswith("ldrb "), hits[0])
        self.assertEqual(int(hits[0]["halted_pc"], 16), pc + 2)
        self.assertEqual(record["watched"], ["0x1ffff7e8-0x1ffff7ef", "0x1ffff7f0-0x1ffff7f3"])
        self.assertEqual((record["result"], record["reads"], record["outside"], record["ended"]), ("pass", 12, 0, "time"))

    def test_a_person_gets_a_line_a_read_and_a_summary(self):
        lines = self.watch("--on", "uid", "--reset", "--count", "2").stdout.splitlines()
        self.assertEqual(len(lines), 4, lines)
        self.assertRegex(lines[0], r"^ +\d+\.\d{3} ms  0x[0-9a-f]{8}  ldrb r\d, \[r\d, r\d\] +0x1ffff7e8 = 0x34$")
        self.assertRegex(lines[1], r"0x1ffff7e9 = 0xff$")
        self.assertRegex(lines[2], r"^2 reads from 1 place in \d+\.\d{3} s$")
        self.assertEqual(lines[3], "watched 0x1ffff7e8-0x1ffff7ef, 0x1ffff7f0-0x1ffff7f3")

    def test_a_halt_ends_the_watch_at_the_first_read_with_the_registers(self):
        record = self.seen("--on", "uid", "--reset", "--halt", "--for", "3s")
        self.assertEqual((record["reads"], record["ended"]), (1, "halt"))
        self.assertLess(record["seconds"], 1)
        self.assertEqual(list(record["halted"]), [f"r{i}" for i in range(13)] + ["sp", "lr", "pc", "xpsr"])
        self.assertEqual(record["halted"]["pc"], record["hits"][0]["halted_pc"])
        text = self.watch("--on", "uid", "--reset", "--halt").stdout
        self.assertRegex(text, r"1 read from 1 place in \d\.\d{3} s\nwatched .*\n"
                               r"the core stands halted, and so it stays until a debugger or a reset lets it go\n"
                               r"(  +\w+ [0-9a-f]{8}){4}\n")

    def test_a_core_that_was_left_halted_is_found_so_by_openocd_and_runs_behind_the_next_command(self):
        bench = Bench(self.folder, {"served": f'uid = "{UID}"\nflash = "demo.bin"'})
        try:
            probe = ("-p", f"stlink-tcp:127.0.0.1:{bench.port}")
            watched = run([JIG, "watch", *probe, "--on", "uid", "--reset", "--halt", "--json"], cwd=self.folder)
            self.assertEqual(watched.returncode, 0, watched.stderr)
            pc = json.loads(watched.stdout)["halted"]["pc"]
            for _ in range(2):  # the first look changes nothing
                seen = bench.openocd_dap("stm32f1x.cpu curstate", "echo [stm32f1x.cpu curstate]", "reg pc")
                self.assertIn("halted", seen.stdout + seen.stderr)
                self.assertIn(f"pc (/32): {pc}", seen.stdout + seen.stderr)
            self.assertEqual(run([JIG, "info", *probe], cwd=self.folder).returncode, 0)
            seen = bench.openocd_dap("echo [stm32f1x.cpu curstate]")
            self.assertIn("running", seen.stdout + seen.stderr)
        finally:
            bench.stop()

    def test_reads_are_shown_as_they_come(self):
        for json_words, stream in [((), "stdout"), (("--json",), "stderr")]:
            process = subprocess.Popen([JIG, "watch", *PROBE, "--on", "uid", "--reset", "--for", "3600s", *json_words],
                                       cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            first = getattr(process, stream).readline()
            self.assertRegex(first, r"^ +\d+\.\d{3} ms  0x[0-9a-f]{8}  ldrb r\d, \[r\d, r\d\] +0x1ffff7e8 = 0x34\n$")
            self.assertIsNone(process.poll(), "it has ended already")
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, errors)
            if json_words:
                self.assertEqual(json.loads(output)["ended"], "interrupted")
            else:
                self.assertNotIn("0x1ffff7e8 = 0x34", output, "shown twice")

    def test_reads_beside_what_was_asked_for_are_counted_apart(self):
        # Five words, of which the two of the record are the nearest neighbours: they share a comparator with the word between.
        record = self.seen("--on", "0x08007000:4", "--on", "0x08007008:4", "--on", "0x20009000:4", "--on", "0x20009040:4",
                           "--on", "0x1ffff7e8:4", "--reset", "--for", "5s")
        self.assertIn("0x08007000-0x0800700f", record["watched"])
        seen = {int(hit["address"], 16) & ~3 for hit in record["hits"]}
        self.assertEqual(seen, {0x08007000, 0x08007008, 0x1FFFF7E8})
        self.assertEqual((record["reads"], record["outside"]), (12, 4))

    def test_a_halt_of_the_firmwares_own_ends_it_and_what_was_seen_until_then_is_kept(self):
        # ldr r0, =0x1FFFF7EC; ldr r1, [r0]; bkpt; b .
        words = struct.pack("<IIHHHHI", 0x20001000, 0x08000009, 0x4801, 0x6801, 0xBE00, 0xE7FE, 0x1FFFF7EC)
        (self.folder / "demo.bin").write_bytes(words)
        done = self.watch("--on", "uid", "--reset", "--for", "1s", "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        record = json.loads(done.stdout)
        self.assertEqual([hit["pc"] for hit in record["hits"]], ["0x0800000a"])
        self.assertEqual((record["result"], record["ended"]), ("error", "error"))
        self.assertEqual(record["error"]["what"],
                         "the core halted at 0x0800000c and no watchpoint did it: the firmware executed a BKPT, or another "
                         "debugger is at work; nothing after it was watched")

    def test_wrong_words_are_refused(self):
        for code, sentence, words in [
            (2, "--on takes uid, options, backup or a range", ("--on", "serial")),
            (2, "--on", ()),
            (1, "the chip watches at most 4 blocks of 32 KB at a time", ("--on", "0x08000000:0x40000")),
            (2, "'soon'", ("--on", "uid", "--for", "soon")),
        ]:
            done = self.watch(*words)
            self.assertEqual(done.returncode, code, f"{words} {done.stdout}{done.stderr}")
            self.assertIn(sentence, done.stderr)

    def test_ctrl_c_ends_it_with_what_was_found(self):
        process = subprocess.Popen([JIG, "watch", *PROBE, "--on", "uid", "--reset", "--for", "3600s", "--json"],
                                   cwd=self.folder, stdout=subprocess.PIPE, text=True)
        while "SigBlk:\t0000000000000000" in pathlib.Path(f"/proc/{process.pid}/status").read_text():
            time.sleep(0.01)  # until it waits for signals
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(json.loads(output)["ended"], "interrupted")


if __name__ == "__main__":
    unittest.main(verbosity=2)
