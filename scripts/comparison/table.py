# SPDX-License-Identifier: Apache-2.0
"""The comparison as Markdown: what was measured, and each promise with whether it holds."""
import re

from comparison import floors, images

BEGIN = "<!-- scripts/compare --publish writes from here -->"
END = "<!-- to here -->"
TITLES = {"random": "256 KB of random bytes over other random bytes",
          "60 % erased": "256 KB of which 60 % of the half-words are erased, over random bytes",
          "two pages": "the same image with two pages changed",
          "read": "reading 256 KB"}


def promises(results):
    """(what, measured, limit, whether it holds)."""
    link = floors.stlink_read(images.FLASH_BYTES)
    mine = {name: results.job(name).runs["jig"] for name in TITLES}
    best = {name: min(run.job_seconds for program, run in results.job(name).runs.items() if program != "jig")
            for name in TITLES}

    def at_most(what, value, limit, unit="x"):
        return what, f"{value:.2f} {unit}", f"at most {limit} {unit}", value <= limit

    def at_least(what, value, limit, unit="x"):
        return what, f"{value:.2f} {unit}", f"at least {limit} {unit}", value >= limit

    random, pages = results.job("random"), results.job("two pages")
    yield at_most("random bytes, against flash floor + link floor", mine["random"].job_seconds / random.floor, 1.15)
    yield ("random bytes, against the better of OpenOCD and st-flash", f"{best['random'] / mine['random'].job_seconds:.2f} x",
           "stated", True)
    yield at_least("60 % erased, against the better of OpenOCD and st-flash",
                   best["60 % erased"] / mine["60 % erased"].job_seconds, 2.5)
    whole = mine["two pages"].job_seconds + mine["two pages"].steps["backup"]
    yield at_most("two pages changed, with backup and read-back, against the pages + two link floors",
                  whole / (pages.flash_floor + 2 * link), 1.2)
    crc = results.again_crc.steps
    yield at_most("two pages changed, `--verify crc`, the backup there already: erase, program and verify",
                  crc["erase"] + crc["program"] + crc["verify"], 0.5, "s")
    yield "the same, with finding that backup", f"{sum(crc.values()) - crc['start']:.2f} s", "stated", True
    for probe, floor in (("stlink-v2", link), ("cmsis-dap-v2", floors.dap_read(images.FLASH_BYTES))):
        yield at_least(f"reading 256 KB, {probe}, of what the modelled probe delivers",
                       floor / results.reads[probe].steps["verify"], 0.95)
    yield at_most(f"{results.gang_size} boards at once, against one", results.gang.seconds / results.one.seconds, 1.1)


def job_lines(results):
    yield "| job | program | seconds | against jig | floor | against the floor |"
    yield "|---|---|---|---|---|---|"
    for job in results.jobs:
        floor = job.floor
        mine = job.runs["jig"].job_seconds
        for program, run in job.runs.items():
            yield (f"| {TITLES[job.name]} | {program} | {run.job_seconds:.2f} | {run.job_seconds / mine:.2f} x | {floor:.2f} "
                   f"| {run.job_seconds / floor:.2f} x |")


def backups(results):
    seconds = [job.runs["jig"].steps["backup"] for job in results.jobs if "backup" in job.runs["jig"].steps
               and job.name != "read"]
    return ", ".join(f"{one:.2f}" for one in seconds)


def steps(run):
    return ", ".join(f"{name} {seconds:.2f}" for name, seconds in run.steps.items())


def markdown(results):
    bare = floors.stlink_read(images.FLASH_BYTES, floors.STLINK_BUFFER, asks_status=False)
    lines = [*job_lines(results), "",
             f"Seconds are the wall clock of whole processes; jig's without its backup ({backups(results)} s before the jobs "
             "that write) and without watching the board start, which the others do not do. On the board's clock jig's steps with random bytes take: "
             f"{steps(results.job('random').runs['jig'])}.", "",
             "The floor is the flash's (datasheet-typical erase and programming of what has to change) and one reading of 256 "
             f"KB at the ST-Link's limit: {floors.stlink_read(images.FLASH_BYTES):.2f} s in transfers of 4 KB with the status "
             f"of each. In transfers of 6 KB without their status it would be {bare:.2f} s, and stale bytes would pass for "
             f"flash when one fails. A CMSIS-DAP v2 is read in {floors.dap_read(images.FLASH_BYTES):.2f} s at best. The whole "
             f"process with `--verify crc` took {results.again_crc.seconds:.2f} s: {steps(results.again_crc)}, and connecting.",
             "",
             "| promise | measured | limit | holds |", "|---|---|---|---|"]
    lines += [f"| {what} | {value} | {limit} | {'yes' if holds else '**no**'} |"
              for what, value, limit, holds in promises(results)]
    cpu = (results.gang.cpu_seconds + results.bench_cpu) / results.gang_size
    lines += ["", f"{results.gang_size} boards at once take {results.gang.seconds:.2f} s, one takes "
              f"{results.one.seconds:.2f} s; jig needs {results.gang.cpu_seconds / results.gang_size:.3f} s of processor "
              f"time a board, and {cpu:.2f} s with the bench. The bench was late for at most {results.late:.2%} of a "
              "board's time.", "", "![jig, OpenOCD and st-flash beside the floors](compare.svg)"]
    return "\n".join(lines)


def publish(file, text):
    old = file.read_text()
    new, count = re.subn(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", lambda _: f"{BEGIN}\n{text}\n{END}", old, flags=re.S)
    if count != 1:
        raise SystemExit(f"{file} has no place for the table: {BEGIN} … {END}")
    file.write_text(new)
