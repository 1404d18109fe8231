# SPDX-License-Identifier: Apache-2.0
"""What jig says of a golden board and its copy: by booting both, or by its diagnosis."""
import dataclasses


@dataclasses.dataclass
class Verdict:
    mark: str  # right, among, elsewhere, wrong, unknown, false alarm
    said: str


def lamp(boot, name):
    return next(entry for entry in boot["lamps"] if entry["name"] == name)


def healthy(boot):
    """The green lamp blinks, the red one stays dark, and nothing resets or faults."""
    return (lamp(boot, "green")["toggles"] >= 4 and lamp(boot, "red")["toggles"] == 0 and boot["resets"] == 0
            and not boot["faults"])


def in_words(boot):
    text = "; ".join(f"{name} {text!r}" for name, text in boot["uart"].items())
    return (f"green {lamp(boot, 'green')['toggles']}, red {lamp(boot, 'red')['toggles']} changes, {boot['resets']} "
            f"resets, {len(boot['faults'])} faults, {boot['settled']}, {text or 'silent'}, unmodelled "
            f"{boot['coverage']['unmodelled'] or 'nothing'}")


def boots(jig, case, archives, boards, _where):
    """Whether the golden board comes up, and the copy as the row says."""
    golden, copy = (jig("boot", archive, "--board", board, "--for", f"{case.boot_ms}ms")
                    for archive, board in zip(archives, boards))
    right = healthy(golden) and healthy(copy) == (case.cause is None)
    return Verdict("right" if right else "wrong", f"golden: {in_words(golden)}\n    copy: {in_words(copy)}")


def overlaps(places, where):
    """Whether one of a finding's places meets one of the row's ranges, whose ends are exclusive."""
    for place in places:
        if not place.startswith("0x"):
            continue
        first, _, last = place.partition("-")
        if any(int(first, 16) < end and int(last or first, 16) >= start for start, end in where):
            return True
    return False


def mark_of(case, where, verdict, findings):
    causes = [finding["cause"] for finding in findings]
    if case.cause is None:
        return "right" if not causes and verdict != "will-not-run" else "false alarm"
    if case.cause not in causes:
        return "unknown" if verdict == "unknown" and not causes else "wrong"
    if causes[0] != case.cause:
        return "among"
    return "right" if where is None or overlaps(findings[0]["where"], where) else "elsewhere"


def diagnosis(jig, case, archives, boards, where):
    """Whether the first finding is the row's cause at the row's place."""
    said = jig("diagnose", *archives, "--board", boards[0], "--board", boards[1])
    findings = said["findings"]
    words = ", ".join(f"{f['cause']} ({f['confidence']}) at {' '.join(f['where'])}" for f in findings)
    return Verdict(mark_of(case, where, said["verdict"], findings), f"{said['verdict']}: {words or 'no finding'}")
