#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The judge of the corpus itself: what counts as right, among the findings, elsewhere, unknown, a false alarm."""
import types
import unittest

import judge
import sums

RECORD = [(0x08007000, 0x0800700C), (0x1FFFF800, 0x1FFFF802)]


def finding(cause, *where):
    return {"cause": cause, "where": list(where)}


BOUND = finding("uid-bound", "0x08007000-0x0800700b")
MISPLACED = finding("uid-bound", "0x08007010-0x08007013")
CHECKSUM = finding("checksum-mismatch", "0x0803fffc-0x0803ffff")

MARKS = (  # expected cause, verdict, findings, mark
    ("uid-bound", "will-not-run", [BOUND, CHECKSUM], "right"),
    ("uid-bound", "will-not-run", [MISPLACED], "elsewhere"),
    ("uid-bound", "will-not-run", [finding("uid-bound", "PA3", "0x1ffff801")], "right"),
    ("uid-bound", "will-not-run", [finding("uid-bound", "0x1ffff802")], "elsewhere"),
    ("uid-bound", "will-not-run", [finding("uid-bound", "PA3")], "elsewhere"),
    ("uid-bound", "will-not-run", [CHECKSUM, BOUND], "among"),
    ("uid-bound", "will-not-run", [CHECKSUM], "wrong"),
    ("uid-bound", "unknown", [CHECKSUM], "wrong"),
    ("uid-bound", "unknown", [], "unknown"),
    ("uid-bound", "runs", [], "wrong"),
    (None, "runs", [], "right"),
    (None, "unknown", [], "right"),
    (None, "runs", [BOUND], "false alarm"),
    (None, "will-not-run", [], "false alarm"),
)


class Judge(unittest.TestCase):
    def test_marks_a_diagnosis_by_its_first_finding(self):
        for cause, verdict, findings, mark in MARKS:
            with self.subTest(cause=cause, verdict=verdict, findings=findings):
                self.assertEqual(judge.mark_of(types.SimpleNamespace(cause=cause), RECORD, verdict, findings), mark)

    def test_asks_for_no_place_where_a_row_names_none(self):
        row = types.SimpleNamespace(cause="lse-missing")
        self.assertEqual(judge.mark_of(row, None, "will-not-run", [finding("lse-missing")]), "right")


class Sums(unittest.TestCase):
    """Published check values of each sum; of the STM32 unit, a word that is often quoted."""

    def test_agree_with_published_values(self):
        text = b"123456789"
        self.assertEqual(sums.crc_32(text), 0xCBF43926)
        self.assertEqual(sums.crc_16(text), 0x29B1)
        self.assertEqual(sums.stm32_crc(bytes.fromhex("78563412")), 0xDF8A8A2B)
        self.assertEqual(sums.fnv_1a(b"foobar"), 0xBF9CF968)
        self.assertEqual(sums.fletcher_16(b"abcde"), 0xC8F0)


if __name__ == "__main__":
    unittest.main()
