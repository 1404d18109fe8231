#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes docs/report.png anew: the top of the report of the demo's naive copy.

Usage: JIG=build/release/bin/jig SOURCE=. tests/report/screenshot.py OUT.png
"""
import pathlib
import sys
import tempfile

import archives
from browser import Browser

WIDTH, HEIGHT = 960, 1475


def main():
    with tempfile.TemporaryDirectory(prefix="jig-report-") as name, Browser() as browser:
        folder = pathlib.Path(name)
        archives.make(folder)
        done = archives.jig("diagnose", "golden.jig", "target.jig", "--board", "bench.toml/golden", "--board",
                            "bench.toml/target", "--report", "report.html", folder=folder)
        assert done.returncode == 0, done.stderr
        browser.open(folder / "report.html")
        browser.resize(WIDTH)
        browser.medium()
        pathlib.Path(sys.argv[1]).write_bytes(browser.screenshot(HEIGHT))


if __name__ == "__main__":
    main()
