# SPDX-License-Identifier: Apache-2.0
"""A served bench for the tests of stock programs: started in a folder of its own, stopped and cleaned up after.

The environment names what is tested: JIG (the jig program) and PRELOAD (the folder of the preload libraries).
"""
import json
import os
import pathlib
import queue
import random
import signal
import subprocess
import tempfile
import threading
import unittest

START_SECONDS = 20
CLIENT_SECONDS = 60
FLASH_BYTES = 256 * 1024
QUIET = "gdb_port disabled; tcl_port disabled; telnet_port disabled"


def random_bytes(count, seed):
    return random.Random(seed).randbytes(count)


class Bench:
    """`jig bench serve` on boards that are given as TOML text behind name and part."""

    def __init__(self, folder, boards, realtime=False):
        self.folder = pathlib.Path(folder)
        self.file = self.folder / "bench.toml"
        self.realtime = realtime
        text = 'state = "state"\n'
        for name, extra in boards.items():
            part = "" if "part =" in extra else 'part = "STM32F103RC"\n'
            text += f'[[board]]\nname = "{name}"\n{part}usb_socket = "{name}.usb"\n{extra}\n'
        self.file.write_text(text + "[serve]\nstlink_tcp = 0\n")
        self.start()

    def start(self):
        command = [os.environ["JIG"], "bench", "serve", str(self.file)] + (["--realtime"] if self.realtime else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        lines = queue.Queue()
        threading.Thread(target=self.read_lines, args=(self.process, lines), daemon=True).start()
        self.lines = lines
        self.endpoints = []
        while True:
            line = json.loads(lines.get(timeout=START_SECONDS))
            if line.get("ready"):
                break
            self.endpoints.append(line)
        self.port = next((e["address"].rsplit(":", 1)[1] for e in self.endpoints if e["endpoint"] == "stlink-tcp"), None)

    @staticmethod
    def read_lines(process, lines):
        try:
            for line in process.stdout:
                lines.put(line)
        except ValueError:  # closed after a kill
            pass
        lines.put("null")

    def stop(self):
        """Ends the server as its user would; its counters, a row per board."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=START_SECONDS)
        counters = []
        while (line := json.loads(self.lines.get(timeout=START_SECONDS))) is not None:
            counters.append(line)
        self.close_pipes()
        return counters

    def kill(self):
        """Ends the server as a power cut of the host would."""
        self.process.kill()
        self.process.wait(timeout=START_SECONDS)
        self.close_pipes()

    def close_pipes(self):
        self.process.stdout.close()
        self.process.stderr.close()

    def power(self, board, state):
        return run([os.environ["JIG"], "bench", "power", f"{self.file}/{board}", state])

    def power_cycle(self, board):
        for state in ("off", "on"):
            done = self.power(board, state)
            assert done.returncode == 0, done.stdout + done.stderr

    def openocd_hla(self, *commands, serial=None, before_init=None, transport="hla_swd",
                    target="source [find target/stm32f1x.cfg]"):
        return openocd("interface/stlink.cfg", f"hla_stlink_backend tcp {self.port}; transport select {transport}",
                       commands, serial, before_init=before_init, target=target)

    def openocd_dap(self, *commands, serial=None, transport="dapdirect_swd"):
        return openocd("interface/stlink-dap.cfg", f"st-link backend tcp {self.port}; transport select {transport}",
                       commands, serial)

    def openocd_usb(self, board, *commands, interface="interface/stlink-dap.cfg"):
        return openocd(interface, "", commands, None, self.preload(board))

    def on_usb(self, board, *command):
        """A libusb program that finds this board's probe on its bus."""
        return run(command, self.preload(board), cwd=self.folder)

    def preload(self, board):
        library = pathlib.Path(os.environ["PRELOAD"]) / "bench_usb.so"
        return {"LD_PRELOAD": str(library), "BENCH_USB": str(self.folder / f"{board}.usb")}


def run(command, environment=None, cwd=None, seconds=CLIENT_SECONDS):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=seconds, cwd=cwd,
                          errors="replace", env={**os.environ, **(environment or {})})


def openocd(interface, backend, commands, serial, environment=None, before_init=None,
            target="source [find target/stm32f1x.cfg]"):
    arguments = ["-c", QUIET, "-f", interface]
    if backend:
        arguments += ["-c", backend]
    if serial:
        arguments += ["-c", f"adapter serial {serial}"]
    arguments += ["-c", target]
    if before_init:
        arguments += ["-c", before_init]
    arguments += ["-c", "init"]
    for command in commands:
        arguments += ["-c", command]
    return run(["openocd", *arguments, "-c", "shutdown"], environment)


class BenchTest(unittest.TestCase):
    """A test with a folder, and benches that are stopped whatever happens."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="jig-clients-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def bench(self, realtime=False, **boards):
        bench = Bench(self.folder, boards or {"golden": ""}, realtime)
        self.addCleanup(self.end, bench)
        return bench

    @staticmethod
    def end(bench):
        if bench.process.poll() is None:
            bench.stop()

    def file(self, name, contents):
        path = self.folder / name
        path.write_bytes(contents)
        return path

    def succeeds(self, done):
        self.assertEqual(done.returncode, 0, f"{done.args}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def fails(self, done):
        self.assertNotEqual(done.returncode, 0, f"{done.args}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr
