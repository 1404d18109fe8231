# SPDX-License-Identifier: Apache-2.0
"""What is put on a golden board beside its program: records, tables, seals, settings."""
import zlib

import sums
from unit import FLASH

PAGE = 0x800
APPLICATION = 0x08004000


def ballast(unit, variant, start, end):
    """Something between code and tables: words that a real image might hold, with repetitions and text."""
    chance = variant.random
    at = start
    while at < end:
        kind = chance.randrange(4)
        size = min(end - at, 4 * chance.randrange(16, 256))
        if kind == 0:
            pointers = (FLASH + 4 * chance.randrange(8192) for _ in range(size // 4))
            content = b"".join(pointer.to_bytes(4, "little") for pointer in pointers)
        elif kind == 1:
            content = b"".join((chance.randrange(4096) * 17 % 65536).to_bytes(2, "little") for _ in range(size // 2))
        elif kind == 2:
            content = (b"".join(b"menu item %d\0" % i for i in range(200)))[:size]
        else:
            content = chance.randbytes(size)
        unit.place(at, content)
        at += size


def uid_words(unit, variant):
    for i, word in enumerate(sums.words(unit.uid)):
        unit.word(variant.record + 4 * i, word ^ variant.key)


def uid_shift_sum(unit, variant):
    unit.word(variant.record, sums.shift_sum(unit.uid) + variant.key & 0xFFFFFFFF)


def uid_crc(unit, variant):
    unit.word(variant.record, sums.crc_32(unit.uid) ^ variant.key)


def uid_stm32_crc(unit, variant):
    unit.word(variant.record, sums.stm32_crc(unit.uid) ^ variant.key)


def uid_text(unit, variant):
    unit.place(variant.record, unit.uid.hex().upper().encode())


def uid_enciphered(unit, variant):
    a, b, c = sums.words(unit.uid)
    for i, word in enumerate(sums.tea((a ^ c, b), variant.key)):
        unit.word(variant.record + 4 * i, word)


def uid_fnv(unit, variant):
    unit.word(variant.record, sums.fnv_1a(unit.uid) ^ variant.key)


def uid_bytes_plus_key(unit, variant):
    key = variant.key.to_bytes(4, "little")
    unit.place(variant.record, bytes((byte + key[i % 4]) & 0xFF for i, byte in enumerate(unit.uid)))


def image_behind_code(unit, variant):
    ballast(unit, variant, 0x08003000, variant.image_end)


def image_with_gap(unit, variant):
    """A gap of erased flash before the last part, as linkers leave between sections."""
    ballast(unit, variant, 0x08003000, variant.image_end - 0x3000)
    ballast(unit, variant, variant.image_end - 0x1000, variant.image_end)


def seal(algorithm):
    def put(unit, variant):
        content = unit.read(FLASH, variant.image_end - 4)
        unit.word(variant.image_end - 4, algorithm(content))
    return put


def signature(unit, variant):
    unit.place(variant.image_end - 64, b"\xff" * 32)
    unit.place(variant.image_end - 32, sums.sealed_digest(unit.read(FLASH, variant.image_end - 64), variant.key))


def sealed_application(unit, _variant):
    end = APPLICATION + 0x4000
    unit.place(APPLICATION + 0x3000, b"version 4.2\r\n\0")
    unit.word(end - 4, sums.crc_32(unit.read(APPLICATION, end - 4)))


def tables(start):
    def put(unit, variant):
        ballast(unit, variant, start, variant.image_end)
        for at in range(start, variant.image_end, PAGE):
            unit.word(at, at ^ variant.key)
    return put


def eeprom_page(unit, variant):
    unit.place(variant.record, b"\x00\x00\xff\xff")
    for i in range(20):
        unit.word(variant.record + 4 + 4 * i, (0x0102 + i % 3) << 16 | i)
    unit.word(variant.record + 4 + 4 * 20, 0x0101 << 16 | (variant.key & 0x7FFF))


def small_settings(unit, variant):
    unit.word(variant.record, variant.key)
    unit.word(variant.record + 0x400, 0x1234)


def start_counter(unit, variant):
    unit.place(variant.record, (0x0107).to_bytes(2, "little"))


def serial_text(unit, variant):
    unit.place(variant.record, b"SN%08d" % variant.random.randrange(10**8))


def data0(unit, variant):
    unit.data = (variant.key & 0x7F, 0xFF)


def data1(unit, variant):
    unit.data = (0xFF, variant.key & 0x7F)


def read_protection(unit, _variant):
    unit.rdp = 0x00


def backup_key(unit, variant):
    unit.backup = {"DR1": 0x2017, "DR3": variant.key & 0xFFFF, "DR4": ~variant.key & 0xFFFF}


def strap_low(unit, variant):
    unit.pins = {f"PA{variant.strap}": "low"}


def second_bank(unit, _variant):
    unit.user &= ~0x08


def spi_flash(unit, variant):
    """With a unique ID of its own, which is also in the chip's flash, and a key in its first page."""
    unit.spi_flash = {"unique_id": variant.random.randbytes(8),
                      "contents": b"\xff" * 0x100 + variant.key.to_bytes(4, "little")}
    unit.place(variant.record, unit.spi_flash["unique_id"])


def calibrated(unit, variant):
    """A reference of 1.2 to 1.8 V, and in the flash what the converter makes of it on this board."""
    millivolts = variant.random.randrange(1200, 1800)
    unit.pins = {"PA1": f"{millivolts / 1000:.3f}V"}
    unit.place(variant.record, (millivolts * 4095 // 3300).to_bytes(2, "little"))


def settings(unit, variant):
    """Sixty-three bytes, their exclusive or behind them, and their Adler-32 at the end of the image."""
    content = b"\x5a" + variant.random.randbytes(62)
    folded = 0
    for byte in content:
        folded ^= byte
    unit.place(variant.record, content + bytes([folded]))
    unit.word(variant.image_end, zlib.adler32(content))
