#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bad input: one clear sentence, the right exit code, and nothing written. Virtual boards in process, no server."""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from bench import Bench, random_bytes, run

JIG = os.environ["JIG"]
BENCH = """
state = "state"
[[board]]
name = "rc"
part = "STM32F103RC"
flash = "rc.bin"
[[board]]
name = "c8"
part = "STM32F103C8"
[[board]]
name = "protected"
part = "STM32F103RC"
option_bytes = "ff00ffffffffffffffffffffffffffff"
[[board]]
name = "worn"
part = "STM32F103RC"
flash = "rc.bin"
faults = { seed = 3, weak_bits = 60 }
[[board]]
name = "locked-pages"
part = "STM32F103RC"
flash = "rc.bin"
option_bytes = "a55aff00ff00ff00fe01ff00ff00ff00"
"""
OVERLAP = ":020000040800F2\n:04000000DEADBEEFC4\n:04000200DEADBEEFC2\n:00000001FF\n"


class BadInput(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.file("bench.toml", BENCH.encode())
        self.file("rc.bin", random_bytes(256 * 1024, 60))
        self.succeeds("image", "pack", "--part", "STM32F103RC", "--flash", self.file("new.bin", random_bytes(9000, 61)),
                      "-o", self.path("new.jig"))

    def path(self, name):
        return self.folder / name

    def file(self, name, contents):
        self.path(name).write_bytes(contents)
        return self.path(name)

    def jig(self, *words):
        return run([JIG, *words], cwd=self.folder)

    def succeeds(self, *words):
        done = self.jig(*words)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def contents(self):
        """Everything in the folder but the marks of opened boards: name -> digest."""
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in self.folder.rglob("*") if path.is_file() and path.name != "lock"}

    def refused(self, code, sentence, *words):
        """`words` end with `code`, say `sentence` in one line on standard error, and change no file."""
        before = self.contents()
        done = self.jig(*words)
        self.assertEqual(done.returncode, code, f"{words}\n{done.stdout}{done.stderr}")
        self.assertIn(sentence, done.stderr + done.stdout)
        self.assertEqual(len(re.findall(r"^jig: ", done.stderr + done.stdout, re.M)), 1, done.stderr)
        self.assertEqual(self.contents(), before, "something was written")
        return done

    def refused_on_board(self, board, sentence, *words, code=1):
        self.jig("info", "-p", f"bench:bench.toml/{board}")  # makes the board's state, so that it can be compared
        self.refused(code, sentence, *words, "-p", f"bench:bench.toml/{board}")

    def test_the_wrong_part_is_refused(self):
        self.refused_on_board("c8", "nothing was written", "clone", "new.jig")

    def test_an_image_larger_than_the_flash_is_refused_by_pack_and_by_clone(self):
        self.file("big.bin", bytes(256 * 1024 + 2))
        self.refused(1, "is not in the flash of STM32F103RC", "image", "pack", "--part", "STM32F103RC", "--flash", "big.bin", "-o", "big.jig")
        self.succeeds("image", "pack", "--part", "STM32F103RE", "--flash", "big.bin", "-o", "big.jig")
        self.refused_on_board("rc", "nothing was written", "clone", "big.jig")

    def test_a_protected_chip_is_refused_by_capture_and_by_clone(self):
        self.refused_on_board("protected", "is read-protected", "capture", "-o", "copy.jig")
        self.refused_on_board("protected", "is read-protected", "clone", "new.jig")
        self.refused_on_board("protected", "erases the whole flash", "unlock")

    def test_write_protected_pages_are_refused_before_anything_is_erased(self):
        self.refused_on_board("locked-pages", "write-protect", "clone", "new.jig")

    def test_flash_that_reads_differently_twice_is_captured_but_never_cloned(self):
        done = self.jig("capture", "-p", "bench:bench.toml/worn", "-o", "worn.jig")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("words read differently the second time", done.stdout + done.stderr)
        self.refused_on_board("rc", "nothing was written", "clone", "worn.jig")

    def test_every_truncation_of_an_archive_is_refused(self):
        whole = self.path("new.jig").read_bytes()
        for length in [*range(0, 64), *range(64, len(whole), 211), len(whole) - 1]:
            self.file("cut.jig", whole[:length])
            self.refused(2, "cut.jig", "image", "info", "cut.jig")

    def test_a_flipped_bit_in_flash_or_manifest_is_refused(self):
        whole = self.path("new.jig").read_bytes()
        for at in range(40, len(whole), len(whole) // 40):
            broken = bytearray(whole)
            broken[at] ^= 0x10
            self.file("flipped.jig", broken)
            done = self.jig("image", "info", "flipped.jig", "--json")
            if done.returncode == 0:  # a bit that no reader looks at, such as a time stamp
                self.assertEqual(json.loads(done.stdout), json.loads(self.succeeds("image", "info", "new.jig", "--json")))
            else:
                self.assertEqual(done.returncode, 2)

    def test_overlapping_hex_records_are_refused(self):
        self.file("overlap.hex", OVERLAP.encode())
        self.refused(2, "overlap", "image", "pack", "--part", "STM32F103RC", "--flash", "overlap.hex", "-o", "o.jig")

    def test_bad_bench_files_are_refused_with_their_line(self):
        for text, sentence in [("[[board]\n", "bad.toml:1"), ("[[board]]\nname = 'a'\npart = 'STM32F103RC'\npagse = 1\n", "pagse"),
                               ("[[board]]\nname = 'a'\npart = 'STM32F999'\n", "STM32F999"),
                               ("[[board]]\nname = 'a'\npart = 'STM32F103RC'\n" * 2, "bad.toml:5")]:
            self.file("bad.toml", text.encode())
            self.refused(2, sentence, "info", "-p", "bench:bad.toml/a")

    def test_no_probe_and_wrong_probes_are_named(self):
        self.refused(3, "no probe is plugged in", "info")
        self.refused(2, "nosuch:1", "info", "-p", "nosuch:1")
        self.refused(2, "has no board 'nobody'", "info", "-p", "bench:bench.toml/nobody")
        self.refused(3, "127.0.0.1", "info", "-p", "stlink-tcp:127.0.0.1:1/0")

    def test_two_probes_and_none_chosen_is_a_question(self):
        folder = self.path("served")
        folder.mkdir()
        bench = Bench(folder, {"one": "", "two": ""})
        try:
            done = self.jig("info", "-p", f"stlink-tcp:127.0.0.1:{bench.port}")
            self.assertEqual(done.returncode, 2, done.stderr)
            for address in ("/0", "/1"):
                self.assertIn(f"stlink-tcp:127.0.0.1:{bench.port}{address}", done.stderr)
        finally:
            bench.stop()

    def test_wrong_words_end_with_2(self):
        for words in [(), ("clon",), ("clone",), ("clone", "new.jig", "--keep", "12"), ("clone", "new.jig", "--verify", "no"),
                      ("capture", "-p", "bench:bench.toml/rc"), ("options", "set", "NOSUCH=1", "-p", "bench:bench.toml/rc"),
                      ("bench", "look", "bench.toml/rc", "--for", "2"), ("bench", "power", "bench.toml/rc", "maybe"),
                      ("restore", "nosuch.jig")]:
            done = self.jig(*words)
            self.assertEqual(done.returncode, 2, f"{words}: {done.stdout}{done.stderr}")
            self.assertEqual(len(re.findall(r"^jig: ", done.stderr, re.M)), 1, f"{words}: {done.stderr}")

    def test_an_existing_archive_is_never_overwritten(self):
        self.refused_on_board("rc", "new.jig", "capture", "-o", "new.jig")

    def test_a_board_is_never_cloned_onto_itself(self):
        self.refused_on_board("rc", "lead to the same chip", "clone", "bench:bench.toml/rc", code=2)

    def test_wrong_words_with_json_are_one_object(self):
        for words in [("clon", "--json"), ("clone", "--json"), ("capture", "--nosuch", "--json")]:
            done = self.jig(*words)
            said = json.loads(done.stdout)
            self.assertEqual((said["error"]["kind"], said["exit"], done.returncode), ("usage", 2, 2), words)

    def test_a_missing_or_mistaken_word_is_answered_with_what_there_is(self):
        for words, said in [((), "jig needs a command: probes, info, "), (("image",), "jig image needs a command: info, pack, extract"),
                            (("image", "pak"), "'pak' is not a command of jig image; did you mean 'pack'?"),
                            (("clone",), "SOURCE is required; jig clone --help shows what there is")]:
            self.refused(2, said, *words)

    def test_an_answer_that_cannot_be_printed_is_a_failure(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([JIG, "image", "info", self.path("new.jig")], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual((done.returncode, done.stderr),
                         (3, "jig: writing to standard output failed; give it room and run the same command again\n"))

    def test_what_a_command_says_in_the_end_goes_to_standard_error(self):
        done = self.jig("clone", "new.jig", "-p", "bench:bench.toml/locked-pages")
        self.assertTrue(done.stdout.endswith("FAIL\n"), done.stdout)
        self.assertRegex(done.stderr, r"^jig: the image changes .* nothing was written\n$")

    def test_a_failure_with_json_is_one_object(self):
        done = self.jig("info", "--json")
        said = json.loads(done.stdout)
        self.assertEqual((said["result"], said["error"]["kind"], said["exit"]), ("error", "no-probe", 3))

    def test_a_dry_run_plans_and_writes_nothing(self):
        self.jig("info", "-p", "bench:bench.toml/rc")
        before = self.contents()
        done = self.jig("clone", "new.jig", "-p", "bench:bench.toml/rc", "--dry-run", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(json.loads(done.stdout)["plan"]["half_words"], 0)
        self.assertEqual(self.contents(), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
