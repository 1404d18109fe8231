#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The .deb that cpack makes: what is in it, and that its jig runs."""
import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["BUILD"])
FILES = {
    "usr/bin/jig", "usr/lib/udev/rules.d/60-jig.rules", "usr/share/man/man1/jig.1", "usr/share/man/man5/jig-bench.5",
    "usr/share/bash-completion/completions/jig", "usr/share/fish/vendor_completions.d/jig.fish",
    "usr/share/zsh/vendor-completions/_jig", "usr/share/doc/jig/README.md", "usr/share/doc/jig/LICENSE",
}


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


class Package(unittest.TestCase):
    def test_it_holds_all_that_is_promised_and_runs(self):
        with tempfile.TemporaryDirectory(prefix="jig-package-") as name:
            folder = pathlib.Path(name)
            run("cpack", "--config", BUILD / "CPackConfig.cmake", "-G", "DEB", "-B", folder)
            package = next(folder.glob("jig_*.deb"))
            run("dpkg-deb", "--extract", package, folder / "root")
            held = {str(p.relative_to(folder / "root")) for p in (folder / "root").rglob("*") if p.is_file()}
            self.assertEqual(held, FILES)
            self.assertIn("libusb-1.0-0", run("dpkg-deb", "--field", package, "Depends"))
            self.assertTrue(run(folder / "root/usr/bin/jig", "--version").startswith("jig "))


if __name__ == "__main__":
    unittest.main(verbosity=2)
