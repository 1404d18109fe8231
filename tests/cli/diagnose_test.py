#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""jig diagnose and jig clone --keep auto on the demo firmware: the cause by name, and the record kept."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

JIG = os.environ["JIG"]
DEMO = pathlib.Path(os.environ["SOURCE"]) / "firmware" / "demo" / "demo-2.0.bin"
GOLDEN_UID, TARGET_UID = "34ffda054e50383119651843", "51ff6c064884534929470187"
RECORD = "0x08007000-0x0800700b"


def image_for(uid):
    """The demo firmware with the record of this chip, as its maker would make it (firmware/demo/README.md)."""
    image = bytearray(DEMO.read_bytes())
    image[0x7000:0x700C] = bytes(a ^ b for a, b in zip(bytes.fromhex(uid), b"jig-demo-key"))
    return bytes(image)


class Diagnose(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.pack("golden", GOLDEN_UID, GOLDEN_UID)
        self.pack("naive", TARGET_UID, GOLDEN_UID)
        self.pack("healthy", TARGET_UID, TARGET_UID)

    def jig(self, *words):
        return subprocess.run([JIG, *map(str, words)], cwd=self.folder, capture_output=True, text=True, timeout=120)

    def pack(self, name, uid, record_uid):
        (self.folder / f"{name}.bin").write_bytes(image_for(record_uid))
        done = self.jig("image", "pack", "--part", "STM32F103RC", "--flash", f"{name}.bin", "--uid", uid, "-o", f"{name}.jig")
        self.assertEqual(done.returncode, 0, done.stderr)

    def diagnosis(self, *files):
        done = self.jig("diagnose", *files, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_a_naive_copy_is_bound_to_the_golden_chip(self):
        found = self.diagnosis("golden.jig", "naive.jig")
        self.assertEqual(found["verdict"], "will-not-run")
        self.assertEqual([(f["cause"], f["confidence"], f["where"]) for f in found["findings"]],
                         [("uid-bound", "proven", [RECORD])])
        self.assertTrue(any(" decides (" in sentence for sentence in found["findings"][0]["evidence"]))
        text = self.jig("diagnose", "golden.jig", "naive.jig").stdout
        self.assertIn("Verdict: will-not-run", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_a_copy_with_its_own_record_runs(self):
        found = self.diagnosis("golden.jig", "healthy.jig")
        self.assertEqual((found["verdict"], found["findings"]), ("runs", []))

    def test_a_golden_board_alone_has_a_unit_record(self):
        found = self.diagnosis("golden.jig")
        self.assertEqual(found["verdict"], "runs")
        self.assertIn([RECORD], [note["where"] for note in found["notes"] if note["kind"] == "unit-record"])

    def test_clone_loses_no_record_unseen_and_keeps_it_when_told(self):
        (self.folder / "bench.toml").write_text(f'[[board]]\nname = "target"\npart = "STM32F103RC"\nuid = "{TARGET_UID}"\n'
                                                'flash = "healthy.bin"\n')
        target = ("clone", "golden.jig", "-p", "bench:bench.toml/target")
        refused = self.jig(*target)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--keep 0x08007000:12 or --keep auto, or overwrite it with --keep none.", refused.stderr)
        kept = self.jig(*target, "--keep", "auto", "--json")
        self.assertEqual(kept.returncode, 0, kept.stderr)
        self.assertEqual(json.loads(kept.stdout)["kept"], [RECORD])
        self.assertEqual(self.jig("verify", "healthy.jig", "-p", "bench:bench.toml/target").returncode, 0)

    def test_a_file_that_is_no_archive_is_refused(self):
        (self.folder / "empty.jig").write_bytes(b"")
        self.assertEqual(self.jig("diagnose", "golden.jig", "empty.jig").returncode, 2)
        boards = [word for name in "abc" for word in ("--board", f"bench.toml/{name}")]
        done = self.jig("diagnose", "golden.jig", *boards)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--board is given twice at most: for the golden board, then for the copy", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
