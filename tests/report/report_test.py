#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""jig diagnose --report in a real browser: what it says, what it looks like, and that it asks nobody for anything.

With SCREENSHOTS=FOLDER in the environment, pictures of every page are left there.
"""
import contextlib
import json
import os
import pathlib
import sys
import tempfile
import unittest

import archives
import pixels
from browser import CHROMIUM, Browser

BOARDS = ("--board", "bench.toml/golden", "--board", "bench.toml/target")
# Name, words of jig diagnose, the verdict, and words that the page must hold.
PAGES = (
    ("naive", ("golden.jig", "target.jig", *BOARDS), "will-not-run", "uid-bound"),
    ("healthy", ("golden.jig", "healthy.jig", *BOARDS), "runs", "Both boots ended alike"),
    ("same", ("golden.jig", "golden.jig"), "runs", "Beside the flash nothing is known to differ"),
    ("alone", ("golden.jig",), "runs", "unit-record"),
    ("older", ("golden.jig", "older.jig", *BOARDS), None, "Copy: older.jig"),
    ("blank", ("golden.jig", "blank.jig"), "will-not-run", "0 bytes of 256 KB used"),
    ("byte", ("golden.jig", "byte.jig"), "will-not-run", "1 byte"),
    ("byte-alone", ("byte.jig",), None, "byte.jig"),
    ("shifted", ("golden.jig", "shifted.jig"), "will-not-run", "wrong-base"),
    ("scattered", ("golden.jig", "scattered.jig"), None, "more ranges differ"),
    ("small", ("golden.jig", "small.jig"), None, "STM32F103C8"),
    ("huge", ("golden.jig", "huge.jig"), None, "1024 KB"),
)
WIDTHS = (360, 768, 1280)

# Everything that reaches beyond the screen, or hides its text by being smaller than it.
TOO_WIDE = """[...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect();
    const hidden = e.closest('.unseen') || e.closest('caption.unseen');
    return !hidden && box.width > 0 && (box.right > document.documentElement.clientWidth + 0.5 || box.left < -0.5);
}).map(e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.slice(0, 40))"""
# Pairs of labels of one picture that are written over each other.
OVERLAPS = """[...document.querySelectorAll('svg')].flatMap(svg => {
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) =>
        p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 2 && q.top < p.bottom - 2)
        .map(([b]) => a + ' / ' + b));
})"""
# The contrast of every text with what lies behind it (WCAG 2.1, 1.4.3), where it is below 4.5.
FAINT = """(() => {
    const numbers = c => (c.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = e => { for (; e; e = e.parentElement) {
        const c = numbers(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
    const faint = [];
    for (const e of document.querySelectorAll('body *')) {
        if (e.closest('svg') || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
        const [a, b] = [light(numbers(getComputedStyle(e).color)), light(behind(e))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) faint.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) + ' ' + e.textContent.slice(0, 30));
    }
    return faint;
})()"""


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="jig-report-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        archives.make(cls.folder)
        cls.said = {}
        for name, words, _, _ in PAGES:
            done = archives.jig("diagnose", *words, "--json", "--report", f"{name}.html", folder=cls.folder)
            assert done.returncode == 0, (name, done.stderr)
            cls.said[name] = json.loads(done.stdout)
        cls.browser = cls.enterClassContext(Browser())

    def keep(self, name):
        if folder := os.environ.get("SCREENSHOTS"):
            (pathlib.Path(folder) / f"{name}.png").write_bytes(self.browser.screenshot())

    @contextlib.contextmanager
    def page(self, name, **more):
        with self.subTest(page=name, **more):
            self.browser.open(self.folder / f"{name}.html")
            self.browser.medium()
            yield

    def test_every_page_says_what_the_diagnosis_said(self):
        for name, _, verdict, words in PAGES:
            self.check_words(name, verdict, words, self.said[name])

    def check_words(self, name, verdict, words, said):
        with self.page(name):
            self.assertEqual(said["report"], f"{name}.html")
            if verdict:
                self.assertEqual(said["verdict"], verdict)
            text = self.browser.run("document.body.textContent")
            self.assertIn(words, text)
            self.assertEqual(self.browser.run("document.querySelector('header code').textContent"), said["verdict"])
            self.assertEqual(self.browser.run("document.querySelector('header').className"), f"verdict {said['verdict']}")
            self.assertEqual(self.browser.run("[...document.querySelectorAll('.finding h3 code')].map(e => e.textContent)"),
                             [finding["cause"] for finding in said["findings"]])
            for finding in said["findings"]:
                for sentence in (*finding["where"], *finding["evidence"], finding["remedy"], finding["refuted_by"]):
                    self.assertIn(sentence, text)
            for note in said["notes"]:
                self.assertIn(note["text"], text)

    def test_no_page_asks_for_anything_or_complains(self):
        for name, *_ in PAGES:
            with self.page(name):
                self.assertEqual(self.browser.requests, [(self.folder / f"{name}.html").resolve().as_uri()])
                self.assertEqual(self.browser.messages, [])
                self.assertEqual(self.browser.run("document.compatMode"), "CSS1Compat")
                self.assertEqual(self.browser.run("document.scripts.length"), 0)

    def test_nothing_is_wider_than_the_screen_and_no_label_covers_another(self):
        for name, *_ in PAGES:
            for width in WIDTHS:
                with self.page(name, width=width):
                    self.browser.resize(width, mobile=width < 500)
                    self.assertEqual(self.browser.run("document.documentElement.scrollWidth"), width)
                    self.assertEqual(self.browser.run(TOO_WIDE), [])
                    self.assertEqual(self.browser.run(OVERLAPS), [])
                    self.keep(f"{name}-{width}")
                    self.assertGreater(pixels.share_of_ink(self.browser.screenshot(height=600)), 0.02, "a blank page")

    def test_every_text_can_be_read_in_light_and_in_dark(self):
        for name, *_ in PAGES:
            for scheme in ("light", "dark"):
                with self.page(name, scheme=scheme):
                    self.browser.resize(1280)
                    self.browser.medium(scheme=scheme)
                    self.assertEqual(self.browser.run(FAINT), [])
                    self.keep(f"{name}-{scheme}")

    def test_the_verdict_the_place_and_the_remedy_are_on_the_first_screen(self):
        self.browser.open(self.folder / "naive.html")
        self.browser.medium()
        for width, height in ((360, 740), (1280, 720)):
            self.browser.resize(width, height, mobile=width < 500)
            for selector in ("h1", ".lead", ".facts", ".remedy"):
                bottom = self.browser.run(f"document.querySelector('{selector}').getBoundingClientRect().bottom")
                self.assertLess(bottom, height, selector)

    def test_twelve_bytes_of_a_quarter_megabyte_stand_where_they_are_and_are_seen(self):
        self.browser.open(self.folder / "naive.html")
        for width in WIDTHS:
            self.browser.resize(width, mobile=width < 500)
            box = self.browser.run("""(() => { const mark = document.querySelector('rect.mark-cause').getBoundingClientRect();
                const flash = document.querySelector('svg.map').getBoundingClientRect();
                return [(mark.left - flash.left) / flash.width, mark.width]; })()""")
            self.assertAlmostEqual(box[0], 0x7000 / 0x40000, delta=2 / width)
            stroke = self.browser.run("getComputedStyle(document.querySelector('rect.mark-cause')).strokeWidth")
            self.assertGreaterEqual(box[1] + float(stroke.removesuffix("px")), 2)

    def test_the_ways_part_at_the_same_place_in_every_lane(self):
        self.browser.open(self.folder / "naive.html")
        self.browser.resize(1280)
        for table in (0, 1):
            lefts = self.browser.run(f"""[...document.querySelectorAll('.timeline')[{table}].querySelectorAll('line.parting')]
                .map(e => Math.round(e.getBoundingClientRect().left))""")
            self.assertGreater(len(lefts), 4)
            self.assertLessEqual(max(lefts) - min(lefts), 1)

    def test_a_screen_reader_finds_names_for_all_of_it(self):
        self.browser.open(self.folder / "naive.html")
        self.browser.resize(1280)
        tree = self.browser.accessibility()
        images = [name for role, name in tree if role in ("image", "img", "graphics-document")]
        self.assertIn("place 1: 0x08007000-0x0800700b, uid-bound, proven", " ".join(images))
        self.assertNotIn("", images)
        headings = [name.strip() for role, name in tree if role == "heading"]
        self.assertEqual(headings[0], "The copy will not run")
        for words in ("Where: the flash", "When: both boots", "How: the instruction that decides", "Why: the evidence"):
            self.assertIn(words, headings)
        self.assertIn(("rowheader", "green (PB1) differs"), tree)
        self.assertEqual(self.browser.run("document.documentElement.lang"), "en")

    def test_it_prints_on_white_paper(self):
        self.browser.open(self.folder / "naive.html")
        self.browser.medium("print", "dark")
        self.assertEqual(self.browser.run("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
        self.assertEqual(self.browser.run("getComputedStyle(document.querySelector('nav')).display"), "none")
        self.browser.medium()
        self.assertTrue(self.browser.print_to_pdf().startswith(b"%PDF"))

    def test_the_same_archives_give_the_same_page(self):
        words = dict((name, words) for name, words, _, _ in PAGES)["naive"]
        before = (self.folder / "naive.html").read_bytes()
        done = archives.jig("diagnose", *words, "--report", "naive.html", folder=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.endswith("\nReport    naive.html\n"), done.stdout[-200:])
        self.assertEqual((self.folder / "naive.html").read_bytes(), before)


if __name__ == "__main__":
    if CHROMIUM is None:
        print("SKIPPED: chromium is not installed")
        sys.exit(77)
    unittest.main(verbosity=2)
