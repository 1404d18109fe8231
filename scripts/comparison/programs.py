# SPDX-License-Identifier: Apache-2.0
"""The programs that are compared, each on a board of its own, and what a run of one took."""
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time

from bench import QUIET


@dataclasses.dataclass
class Run:
    seconds: float  # wall clock of the whole process
    cpu_seconds: float
    steps: dict = dataclasses.field(default_factory=dict)  # of jig: seconds on the board's clock

    @property
    def job_seconds(self):
        """Erase, program and verify, and the process around them; without what jig alone does: backup, watching the start."""
        return self.seconds - self.steps.get("backup", 0) - self.steps.get("start", 0)


def measured(command, environment=None):
    """Runs a program to its end: the Run, and what it printed on standard output."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors, env={**os.environ, **(environment or {})})
        text = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        print(f"{seconds:7.2f} s  {' '.join(words)[:110]}", file=sys.stderr)
        if process.returncode != 0:
            errors.seek(0)
            raise SystemExit(f"{' '.join(words)} failed:\n{text}{errors.read().decode(errors='replace')}")
    return Run(seconds, usage.ru_utime + usage.ru_stime), text


class Jig:
    name = "jig"

    def __init__(self, folder, probe):
        self.folder, self.probe = folder, probe

    def run(self, *words):
        """A command with --json; its seconds on the board's clock come with it."""
        run, text = measured([os.environ["JIG"], *words, "--json"])
        run.steps = json.loads(text).get("seconds", {})
        return run

    def write(self, image, verify="read"):
        return self.run("clone", image.with_suffix(".jig"), "-p", self.probe, "--backup", self.folder / "backups",
                        "--verify", verify)

    def read(self, image):
        """Reads the whole flash once and compares it with what the board holds."""
        return self.run("verify", image.with_suffix(".jig"), "-p", self.probe)


class OpenOcd:
    name = "OpenOCD"

    def __init__(self, bench, folder, serial):
        self.bench, self.folder, self.serial = bench, folder, serial

    def run(self, *commands):
        words = [QUIET, "source [find interface/stlink.cfg]",
                 f"hla_stlink_backend tcp {self.bench.port}; transport select hla_swd", f"adapter serial {self.serial}",
                 "source [find target/stm32f1x.cfg]", "adapter speed 4000", *commands]
        return measured(["openocd", *(part for word in words for part in ("-c", word))])[0]

    def write(self, image):
        return self.run(f"program {image} 0x08000000 verify exit")

    def read(self, image):
        dump = self.folder / "openocd.dump"
        run = self.run("init", f"dump_image {dump} 0x08000000 {image.stat().st_size}", "shutdown")
        assert dump.read_bytes() == image.read_bytes()
        return run


class StFlash:
    name = "st-flash"

    def __init__(self, bench, folder, board):
        self.environment, self.folder = bench.preload(board), folder

    def run(self, *words):
        return measured(["st-flash", "--freq=4000k", *words], self.environment)[0]

    def write(self, image):
        return self.run("write", image, "0x08000000")

    def read(self, image):
        dump = self.folder / "st-flash.dump"
        dump.unlink(missing_ok=True)
        run = self.run("read", dump, "0x08000000", hex(image.stat().st_size))
        assert dump.read_bytes() == image.read_bytes()
        return run
