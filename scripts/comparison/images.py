# SPDX-License-Identifier: Apache-2.0
"""The images that every program writes, drawn from a seed."""
import random

FLASH_BYTES = 256 * 1024
PAGE_BYTES = 2048
VECTORS = bytes.fromhex("0020002009000008fee7ffff")  # a vector table and a loop, so that the board starts
ERASED_SHARE = 0.6
CHANGED_PAGES = (14, 127)  # a record somewhere in the middle, and the last page


def random_image(seed):
    return VECTORS + random.Random(seed).randbytes(FLASH_BYTES - len(VECTORS))


def real_looking_image(seed):
    """Runs of code and gaps of erased flash, whose half-words are erased in ERASED_SHARE of the whole."""
    source = random.Random(seed)
    image = bytearray(b"\xff" * FLASH_BYTES)
    image[:len(VECTORS)] = VECTORS
    left = round(FLASH_BYTES / 2 * (1 - ERASED_SHARE)) - len(VECTORS) // 2
    at = len(VECTORS)
    while left > 0:
        run = min(left, source.randrange(200, 2000))
        # A random half-word is never 0xFFFF, so that the share is exact.
        for offset in range(at, at + 2 * run, 2):
            image[offset:offset + 2] = source.randrange(0xFFFF).to_bytes(2, "little")
        at += 2 * run + 2 * source.randrange(100, 2900)
        left -= run
    assert at < FLASH_BYTES + 6000, "the gaps leave too little room"
    return bytes(image)


def with_changed_pages(image, pages=CHANGED_PAGES):
    changed = bytearray(image)
    for page in pages:
        changed[page * PAGE_BYTES + 100] ^= 0x01
    return bytes(changed)


def half_words(image):
    """How many must be programmed into erased flash."""
    return sum(image[at:at + 2] != b"\xff\xff" for at in range(0, len(image), 2))
