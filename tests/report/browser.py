# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium that shows one page: what a script would ask it, what it looks like, and whether it asked for
anything from elsewhere. Spoken to by the DevTools protocol through a pipe, as JSON ended by a NUL."""
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

CHROMIUM = shutil.which("chromium")
ANSWER_DEADLINE_S = 60
# Bash gives the browser the descriptors that it expects: 3 to read from, 4 to write to.
START = 'exec "$@" 3<&"$TO_BROWSER" 4>&"$FROM_BROWSER"'
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--hide-scrollbars", "--remote-debugging-pipe", "about:blank")


class Browser:
    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="jig-browser-", ignore_cleanup_errors=True)
        to_browser, self.out = os.pipe()
        self.into, from_browser = os.pipe()
        environment = {**os.environ, "TO_BROWSER": str(to_browser), "FROM_BROWSER": str(from_browser),
                       "HOME": self.profile.name}
        command = ["bash", "-c", START, "bash", CHROMIUM, f"--user-data-dir={self.profile.name}", *SWITCHES]
        self.process = subprocess.Popen(command, pass_fds=(to_browser, from_browser), env=environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.asked, self.session, self.requests, self.messages = b"", 0, None, [], []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.ask("Browser.close")
            self.process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.into)
        self.profile.cleanup()

    def message(self):
        end = time.monotonic() + ANSWER_DEADLINE_S
        while b"\0" not in self.buffer:
            if not select.select([self.into], [], [], max(0, end - time.monotonic()))[0]:
                raise RuntimeError(f"Chromium has not answered for {ANSWER_DEADLINE_S} s")
            piece = os.read(self.into, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium has ended")
            self.buffer += piece
        text, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(text)

    def note(self, event):
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(event["params"]["request"]["url"])
        if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
            self.messages.append(json.dumps(event["params"]))

    def ask(self, method, **words):
        self.asked += 1
        question = {"id": self.asked, "method": method, "params": words}
        if self.session:
            question["sessionId"] = self.session
        os.write(self.out, json.dumps(question).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.asked:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.note(answer)

    def wait_for(self, event):
        while True:
            message = self.message()
            self.note(message)
            if message.get("method") == event:
                return

    def open(self, file):
        self.requests, self.messages = [], []
        self.ask("Page.navigate", url=pathlib.Path(file).resolve().as_uri())
        self.wait_for("Page.loadEventFired")

    def run(self, expression):
        """The value of a JavaScript expression, which the page's own policy does not forbid us."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def resize(self, width, height=800, mobile=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def medium(self, medium="screen", scheme="light"):
        self.ask("Emulation.setEmulatedMedia", media=medium,
                 features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, height=None):
        """PNG bytes: of the whole page, or of its top."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"], "scale": 1}
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png", clip=clip,
                                         captureBeyondViewport=True)["data"])

    def print_to_pdf(self):
        return base64.b64decode(self.ask("Page.printToPDF", printBackground=True)["data"])

    def accessibility(self):
        """(role, name) of everything that a screen reader would come to."""
        nodes = self.ask("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes
                if not node.get("ignored") and "role" in node]
