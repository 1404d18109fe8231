# SPDX-License-Identifier: Apache-2.0
"""Archives to diagnose: the demo's golden board with its naive and its healthy copy, and others that are none."""
import os
import pathlib
import subprocess

JIG = os.environ["JIG"]
SOURCE = pathlib.Path(os.environ["SOURCE"])
GOLDEN_UID, TARGET_UID = "34ffda054e50383119651843", "51ff6c064884534929470187"
FLASH_BYTES = 256 * 1024
RECORD_AT = 0x7000
BENCH = "".join(f'[[board]]\nname = "{name}"\npart = "STM32F103RC"\nuid = "{uid}"\nflash = "{name}.bin"\n'
                'lamps = { green = "PB1", red = "PB0" }\n'
                for name, uid in (("golden", GOLDEN_UID), ("target", TARGET_UID)))


def jig(*words, folder):
    return subprocess.run([JIG, *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=120)


def image_for(uid, version="2.0"):
    """The demo firmware with the record of this chip, as its maker would make it (firmware/demo/README.md)."""
    image = bytearray((SOURCE / f"firmware/demo/demo-{version}.bin").read_bytes())
    image[RECORD_AT:RECORD_AT + 12] = bytes(a ^ b for a, b in zip(bytes.fromhex(uid), b"jig-demo-key"))
    return bytes(image)


def whole(image):
    return image + b"\xff" * (FLASH_BYTES - len(image))


def pack(folder, name, image, part="STM32F103RC", uid=TARGET_UID):
    (folder / f"{name}.bin").write_bytes(image)
    done = jig("image", "pack", "--part", part, "--flash", f"{name}.bin", "--uid", uid, "-o", f"{name}.jig", folder=folder)
    assert done.returncode == 0, done.stderr


def shifted(image):
    return whole(b"\xff" * 0x2000 + image)


def scattered(image):
    """A byte changed in every page but the first: more places than a report numbers."""
    changed = bytearray(whole(image))
    for at in range(0x800, FLASH_BYTES, 0x800):
        changed[at + 0x123] ^= 0x55
    return bytes(changed)


def make(folder):
    golden = image_for(GOLDEN_UID)
    (folder / "bench.toml").write_text(BENCH)
    pack(folder, "golden", whole(golden), uid=GOLDEN_UID)
    pack(folder, "target", whole(golden))
    pack(folder, "healthy", whole(image_for(TARGET_UID)))
    pack(folder, "older", image_for(GOLDEN_UID, "1.0"))
    pack(folder, "blank", b"\xff" * FLASH_BYTES)
    pack(folder, "byte", b"\x12")
    pack(folder, "shifted", shifted(golden))
    pack(folder, "scattered", scattered(golden))
    pack(folder, "small", golden[:64 * 1024], part="STM32F103C8")
    pack(folder, "huge", whole(golden) * 4, part="STM32F103RG")
