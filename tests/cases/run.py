#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the labelled corpus and a mutated sibling of each case, lets jig judge them, and prints the score.

Usage: JIG=build/dev/bin/jig run.py [--judge boots|controls|diagnosis] [--seed N] [--only ROW…] [--verbose]
Exit 77: the cross compiler is not installed.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

import judge
import make
import toolchain
from table import CASES

JIG = os.environ.get("JIG", "jig")
JUDGES = {"boots": judge.boots, "controls": judge.boots, "diagnosis": judge.diagnosis}
LEAST_RIGHT = {"boots": 1.0, "controls": 1.0, "diagnosis": 0.95}
MARKS = ("right", "elsewhere", "among", "wrong", "unknown", "false alarm", "broken")
DEADLINE_S = 120


def jig(*words):
    """What jig printed; it ends with 1 when the boards are not well, which is an answer too."""
    done = subprocess.run([JIG, *map(str, words), "--json"], capture_output=True, text=True, timeout=DEADLINE_S)
    if done.returncode not in (0, 1) or '"error"' in done.stdout:
        raise RuntimeError(f"jig {' '.join(map(str, words))} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return json.loads(done.stdout)


def rows_for(judging, numbers):
    """Controls need a row that something other than the unique ID spoils, and call what they make healthy."""
    rows = {number: CASES[number] for number in numbers}
    if judging != "controls":
        return rows
    return {number: dataclasses.replace(case, cause=None) for number, case in rows.items()
            if case.cause not in (None, "uid-bound")}


def judge_case(judging, number, seed, case, keep):
    make_both = make.make_control if judging == "controls" else make.make_units
    with tempfile.TemporaryDirectory(prefix="jig-cases-") as name:
        folder = pathlib.Path(name) if keep is None else keep / f"{number}-{seed}"
        folder.mkdir(exist_ok=True, parents=True)
        try:
            golden, other, where = make_both(number, seed, case, folder)
            packed = [make.pack(jig, folder, word, unit) for word, unit in (("1", golden), ("2", other))]
            return JUDGES[judging](jig, case, [p[0] for p in packed], [p[1] for p in packed], where)
        except subprocess.CalledProcessError as error:
            return judge.Verdict("broken", error.stderr or str(error))
        except Exception:  # a row that cannot be judged is a result of its own, and the others are judged
            return judge.Verdict("broken", traceback.format_exc())


def print_table(results):
    print(f"{'':24}" + "".join(f"{mark:>12}" for mark in MARKS))
    rows = collections.defaultdict(collections.Counter)
    for (number, _), verdict in results.items():
        rows[CASES[number].cause or "(healthy)"][verdict.mark] += 1
    rows["all"] = sum(rows.values(), collections.Counter())
    for cause, marks in rows.items():
        print(f"{cause:24}" + "".join(f"{marks[mark] or '':>12}" for mark in MARKS))
    return rows["all"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", choices=sorted(JUDGES), default="boots")
    parser.add_argument("--seed", type=int, default=1, help="of the siblings; 0 leaves them out")
    parser.add_argument("--only", type=int, nargs="*", help="numbers of cases")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for what is built")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def main():
    if not toolchain.available():
        print(f"SKIPPED: {toolchain.COMPILER} is not installed")
        return 77
    words = arguments()
    numbers = range(len(CASES)) if words.only is None else words.only
    rows = rows_for(words.judge, numbers)
    jobs = [(number, seed) for number in rows for seed in sorted({0, words.seed})]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = pool.map(lambda job: judge_case(words.judge, *job, rows[job[0]], words.keep), jobs)
        results = dict(zip(jobs, verdicts))
    for (number, seed), verdict in results.items():
        if words.verbose or verdict.mark != "right":
            print(f"case {number}, seed {seed}, {CASES[number].cause or 'healthy'}: {verdict.mark}\n    {verdict.said}")
    marks = print_table(results)
    causes = {CASES[number].cause for number in rows} - {None}
    share = marks["right"] / len(results)
    print(f"{len(results)} boards and copies by {words.judge}, seed {words.seed}: {len(causes)} causes, "
          f"{100 * share:.1f} % right, {marks['false alarm']} false alarms")
    return 0 if share >= LEAST_RIGHT[words.judge] and marks["false alarm"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
