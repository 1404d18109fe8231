#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where jig diagnose --report writes: the file is whole or as it was, and a bad place is refused before any boot."""
import json
import os
import pathlib
import tempfile
import unittest

import archives

OTHER = "; name another file for --report\n"


class ReportFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="jig-report-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        archives.pack(cls.folder, "byte", b"\x12")

    def diagnose(self, *words, archive="byte.jig"):
        return archives.jig("diagnose", archive, *words, folder=self.folder)

    def refused(self, file, sentence, archive="byte.jig"):
        done = self.diagnose("--report", file, archive=archive)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", f"jig: {sentence}{OTHER}"))

    def test_a_place_that_cannot_be_is_refused(self):
        (self.folder / "nest").mkdir(exist_ok=True)
        self.refused("none/r.html", "none/r.html: there is no folder none")
        self.refused("byte.jig/r.html", "byte.jig/r.html: there is no folder byte.jig")
        self.refused("nest", "nest: that is a folder")
        self.refused("/dev/null", "/dev/null: it is there already and no report of jig's, so it is not overwritten")
        self.refused("/proc/r.html", "/proc/r.html: a file cannot be made there (No such file or directory)")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_without_permission_is_refused(self):
        locked = self.folder / "locked"
        locked.mkdir(mode=0o500)
        self.refused("locked/r.html", "locked/r.html: a file cannot be made there (Permission denied)")

    def test_no_other_file_is_overwritten(self):
        before = (self.folder / "byte.jig").read_bytes()
        self.refused("byte.jig", "byte.jig: it is there already and no report of jig's, so it is not overwritten")
        self.assertEqual((self.folder / "byte.jig").read_bytes(), before)

    def test_the_place_is_looked_at_before_the_archives(self):
        self.refused("none/r.html", "none/r.html: there is no folder none", archive="missing.jig")

    def test_a_failed_diagnosis_leaves_an_earlier_report(self):
        self.assertEqual(self.diagnose("--report", "r.html").returncode, 0)
        before = (self.folder / "r.html").read_bytes()
        self.assertEqual(self.diagnose("--report", "r.html", archive="missing.jig").returncode, 2)
        self.assertEqual((self.folder / "r.html").read_bytes(), before)
        self.assertEqual(self.diagnose("--report", "r.html").returncode, 0, "a report is replaced")
        self.assertEqual([file.name for file in self.folder.iterdir() if file.name.startswith(".")], [])

    def test_json_names_the_file_and_is_all_that_is_printed(self):
        done = self.diagnose("--report", "j.html", "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        said = json.loads(done.stdout)
        self.assertEqual(said.pop("report"), "j.html")
        self.assertEqual(said, json.loads(self.diagnose("--json").stdout))


if __name__ == "__main__":
    unittest.main(verbosity=2)
