#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Several boards at once: each is backed up, written and reported as if it were alone, and fails alone."""
import json
import os
import pathlib
import random
import tempfile
import unittest

from bench import FLASH_BYTES, Bench, run

JIG = os.environ["JIG"]
BOARDS = [f"slot{i}" for i in range(8)]
VECTORS = bytes.fromhex("0020002009000008fee7ffff")  # a vector table and a loop
# WRP0 bits 0 and 1 are clear: pages 0 to 3 are write-protected (PM0075, option bytes).
WRITE_PROTECTED = 'option_bytes = "a55aff00ff00ff00fc03ff00ff00ff00"'
SENTENCES = {
    "write-protected": "the image changes 0x08000000-0x08001fff, which the option bytes write-protect (FLASH_WRPR); take "
                       "that protection off with `jig options set`, nothing was written",
    "another-part": "the archive is of an STM32F103RC (high density, 256 KB of flash), but the chip is an STM32F103T8, "
                    "STM32F103C8, STM32F103R8 or STM32F103V8 (medium density, 64 KB); choose a board with the same part, "
                    "nothing was written",
}


def board_text(name, extra=""):
    part = "" if "part =" in extra else 'part = "STM32F103RC"\n'
    return f'[[board]]\nname = "{name}"\n{part}flash = "{name}.bin"\n{extra}\n'


class Gang(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-gang-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        source = random.Random(8)
        self.old = {name: source.randbytes(64 * 1024) for name in BOARDS}
        for name, contents in self.old.items():
            (self.folder / f"{name}.bin").write_bytes(contents)
        self.new = VECTORS + source.randbytes(FLASH_BYTES - len(VECTORS))
        (self.folder / "new.bin").write_bytes(self.new)
        self.jig("image", "pack", "--part", "STM32F103RC", "--flash", "new.bin", "-o", "new.jig")

    def jig(self, *words, code=0):
        done = run([JIG, *words], cwd=self.folder, seconds=240)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def describe(self, **extras):
        text = 'state = "state"\n' + "".join(board_text(name, extras.get(name, "")) for name in BOARDS)
        (self.folder / "bench.toml").write_text(text)

    def clone(self, probes, *words, code=0):
        return self.jig("clone", "new.jig", *(word for probe in probes for word in ("-p", probe)), *words, code=code)

    def flash_of(self, name):
        return (self.folder / "state" / name / "flash.bin").read_bytes()

    def backed_up(self, report):
        self.jig("image", "extract", report["backup"], "-o", "backup.bin")
        contents = (self.folder / "backup.bin").read_bytes()
        (self.folder / "backup.bin").unlink()
        return contents

    def check(self, done, probes, bad, sentence):
        record = json.loads(done.stdout)
        self.assertEqual([board["probe"] for board in record["boards"]], probes)
        self.assertEqual(list(record), ["result", "boards"])
        for name, report in zip(BOARDS, record["boards"]):
            if name == bad:
                self.assertIn(sentence, report["error"]["what"])
                self.assertEqual(report["exit"], 1)
                continue
            self.assertEqual((report["result"], report["verify"]), ("pass", "read"), report)
            self.assertNotIn("error", report)
            self.assertEqual(self.flash_of(name), self.new)
            old = self.old[name]
            self.assertEqual(self.backed_up(report), old + b"\xff" * (FLASH_BYTES - len(old)))
        self.assertEqual(self.flash_of(bad)[:len(self.old[bad])], self.old[bad])
        return record

    def test_eight_boards_in_process_and_one_that_is_write_protected(self):
        self.describe(slot3=WRITE_PROTECTED)
        probes = [f"bench:bench.toml/{name}" for name in BOARDS]
        done = self.clone(probes, "--json", code=1)
        record = self.check(done, probes, "slot3", SENTENCES["write-protected"])
        self.assertEqual((record["result"], record["boards"][3]["result"]), ("fail", "fail"))
        # Piped, every line says whose it is; the order is that in which the boards were done.
        self.assertEqual(sorted(line for line in done.stderr.splitlines()),
                         sorted([f"{probe}  done" for i, probe in enumerate(probes) if i != 3]
                                + [f"{probes[3]}  FAILED  {SENTENCES['write-protected']}"]))
        self.jig("verify", "new.jig", *(word for i in (0, 1, 7) for word in ("-p", probes[i])))
        verified = self.jig("verify", "new.jig", "-p", probes[0], "-p", probes[3], "--json", code=1)
        self.assertEqual([board["result"] for board in json.loads(verified.stdout)["boards"]], ["pass", "fail"])

    def test_eight_boards_behind_one_server_and_one_that_is_another_part(self):
        extras = {name: f'flash = "{name}.bin"' for name in BOARDS}
        extras["slot5"] = 'part = "STM32F103C8"\n' + extras["slot5"]
        bench = Bench(self.folder, extras)
        self.addCleanup(bench.kill)
        probes = [f"stlink-tcp:127.0.0.1:{bench.port}/{i}" for i in range(8)]
        done = self.clone(probes, "--json", code=1)
        bench.stop()
        self.check(done, probes, "slot5", SENTENCES["another-part"])

    def test_a_person_gets_each_board_under_its_own_name(self):
        self.describe(slot1=WRITE_PROTECTED)
        probes = [f"bench:bench.toml/slot{i}" for i in (0, 1)]
        text = self.clone(probes, code=1).stdout
        first, second = text.split("== ")[1:]
        self.assertTrue(first.startswith(probes[0] + "\nerase    the whole flash at once\n"), first)
        self.assertIn("\nPASS     every byte of the flash was read back and is as wanted\n", first)
        self.assertTrue(second.startswith(probes[1] + "\n"), second)
        self.assertIn(f"\nerror    {SENTENCES['write-protected']}\n", second)
        self.assertTrue(text.endswith("\n2 boards: 1 done, 1 failed\n"), text)

    def test_a_board_that_is_not_there_fails_alone_and_a_broken_link_outweighs_a_refusal(self):
        self.describe(slot1=WRITE_PROTECTED)
        probes = ["bench:bench.toml/slot0", "bench:bench.toml/slot1", "stlink-tcp:127.0.0.1:1/0"]
        record = json.loads(self.clone(probes, "--json", code=3).stdout)
        self.assertEqual(record["result"], "error")
        self.assertEqual([board["result"] for board in record["boards"]], ["pass", "fail", "error"])
        self.assertEqual([board.get("exit", 0) for board in record["boards"]], [0, 1, 3])
        self.assertEqual(self.flash_of("slot0"), self.new)

    def test_one_board_is_reported_as_ever(self):
        self.describe()
        record = json.loads(self.clone(["bench:bench.toml/slot0"], "--json").stdout)
        self.assertNotIn("boards", record)
        self.assertEqual((record["result"], list(record)[:3]), ("pass", ["result", "backup", "kept"]))

    def test_two_probes_that_are_one_are_refused_before_anything_is_written(self):
        self.describe()
        probes = ["bench:bench.toml/slot0", "bench:bench.toml/slot1", f"bench:{self.folder}/./bench.toml/slot0"]
        error = json.loads(self.clone(probes, "--json", code=2).stdout)["error"]
        self.assertEqual(error, {"kind": "usage", "what": f"-p {probes[0]} and -p {probes[2]} lead to the same probe; name "
                                                          "every board once, nothing was written"})
        self.assertFalse((self.folder / "backups").exists())

    def test_two_probes_on_one_chip_are_refused_before_anything_is_written(self):
        uid = "34ffda054e50383119651843"
        self.describe(slot0=f'uid = "{uid}"', slot1=f'uid = "{uid}"')
        probes = [f"bench:bench.toml/slot{i}" for i in (2, 0, 1)]
        error = json.loads(self.clone(probes, "--json", code=2).stdout)["error"]
        self.assertEqual(error["what"], f"-p {probes[1]} and -p {probes[2]} lead to the same chip {uid}; name every board "
                                        "once, nothing was written")
        self.assertFalse((self.folder / "backups").exists())
        for name in ("slot0", "slot1", "slot2"):
            self.assertEqual(self.flash_of(name)[:64 * 1024], self.old[name])

    def test_more_boards_than_a_line_has_are_refused(self):
        self.describe()
        error = json.loads(self.clone([f"stlink@1-{i}" for i in range(65)], "--json", code=2).stdout)["error"]
        self.assertEqual(error["what"], "65 boards are named with -p, and 64 at a time is the most; nothing was written")


if __name__ == "__main__":
    unittest.main(verbosity=2)
