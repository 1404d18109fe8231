#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the demo firmware's curves as C, the same for the same arguments on every machine.

generate_tables.py SEED LOW_WORDS HIGH_WORDS > tables.c
"""
import sys

MASK = 0xFFFFFFFF


def curve(seed, words):
    """Smooth ramps with a little noise: two 16-bit samples a word, as a calibration table has them."""
    state = seed
    for index in range(words):
        state ^= (state << 13) & MASK
        state ^= state >> 17
        state ^= (state << 5) & MASK
        ramp = (index * 37) & 0xFFFF
        yield ((ramp + (state & 0x3F)) & 0xFFFF) << 16 | (0xFFFF - ramp) ^ (state >> 8 & 0xFF)


def crc(words):
    """The CRC unit's arithmetic: RM0008 section 4."""
    value = MASK
    for word in words:
        value ^= word
        for _ in range(32):
            value = (value << 1 ^ 0x04C11DB7) & MASK if value & 0x80000000 else value << 1
    return value


def array(name, words):
    print(f'__attribute__((section(".{name}"))) const uint32_t {name}[{len(words)}] = {{')
    for start in range(0, len(words), 8):
        print("    " + " ".join(f"0x{word:08X}," for word in words[start : start + 8]))
    print("};")
    print(f"const uint32_t {name}_words = {len(words)};")


def main():
    seed, low_words, high_words = (int(argument, 0) for argument in sys.argv[1:])
    words = list(curve(seed, low_words + high_words))
    print('#include "tables.h"')
    array("curves_low", words[:low_words])
    array("curves_high", words[low_words:])
    print(f"const uint32_t curves_crc = 0x{crc(words):08X};")


main()
