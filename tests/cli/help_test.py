#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Help, manual page and completions agree with each other: every command, and every option of every command."""
import os
import pathlib
import re
import subprocess
import unittest

JIG = os.environ["JIG"]
SOURCE = pathlib.Path(os.environ["SOURCE"])


def help_of(*words):
    return subprocess.run([JIG, *words, "--help"], capture_output=True, text=True, check=True).stdout


def commands(*words):
    """Subcommands that `words` has, as its help lists them."""
    listed = help_of(*words).partition("Subcommands:\n")[2]
    return re.findall(r"^  (\w+) ", listed, re.M)


class Help(unittest.TestCase):
    def every_command(self):
        for command in commands():
            verbs = commands(command)
            yield from ([(command, verb) for verb in verbs] or [(command,)])

    def test_every_command_has_an_example(self):
        for words in self.every_command():
            self.assertIn("Example:\n  jig " + " ".join(words), help_of(*words))
            self.assertIn("--json", help_of(*words))

    def test_the_manual_page_names_every_command_and_option(self):
        page = (SOURCE / "docs/man/jig.1").read_text().replace("\\-", "-")
        for words in self.every_command():
            self.assertIn("jig " + " ".join(words), page)
            for option in re.findall(r"--[a-z][a-z-]+", help_of(*words).partition("Options:")[2].partition("Example:")[0]):
                self.assertIn(option, page, f"{words} has {option}")

    def test_the_completions_name_every_command_and_option(self):
        for shell in ("bash", "fish", "zsh"):
            text = (SOURCE / f"packaging/completion/jig.{shell}").read_text()
            for words in self.every_command():
                for word in words:
                    self.assertRegex(text, rf"\b{word}\b", shell)
                for option in re.findall(r"^  (?:-\w,)?--([a-z-]+)", help_of(*words), re.M):
                    self.assertRegex(text, rf"\b{option}\b", f"{shell}: {words}")

    def test_the_version_is_printed(self):
        done = subprocess.run([JIG, "--version"], capture_output=True, text=True, check=True)
        self.assertRegex(done.stdout, r"^jig \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
