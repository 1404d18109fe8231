# SPDX-License-Identifier: Apache-2.0
"""How a copy differs from its golden board. Each changes the copy, and returns the ranges
of which a diagnosis names one, with exclusive ends, or None where there is no address to name."""
import sums
from golden import APPLICATION, PAGE, seal
from unit import FLASH


def other_uid(where_bytes):
    """The copy has another UID anyway; the record of WHERE_BYTES bytes is what is bound to the golden one."""
    return lambda _unit, variant: [(variant.record, variant.record + where_bytes)]


def nothing(_unit, _variant):
    return None


def cut_at(size):
    def change(unit, _variant):
        end = FLASH + unit.flash_kb * 1024
        unit.flash = unit.flash[:size]
        return [(FLASH + size, end)]
    return change


def smaller_part(part, flash_kb):
    def change(unit, _variant):
        end = FLASH + unit.flash_kb * 1024
        unit.part, unit.flash_kb, unit.flash = part, flash_kb, unit.flash[:flash_kb * 1024]
        return [(FLASH + flash_kb * 1024, end)]
    return change


def other_part(part, flash_kb):
    def change(unit, _variant):
        unit.part = part
        kept = unit.flash[:flash_kb * 1024]
        unit.flash_kb, unit.flash = flash_kb, kept + b"\xff" * (flash_kb * 1024 - len(kept))
        return None
    return change


def application_at_start(unit, _variant):
    content = unit.read(APPLICATION, APPLICATION + 0x4000)
    unit.flash[:] = b"\xff" * len(unit.flash)
    unit.place(FLASH, content)
    return [(FLASH, FLASH + len(content))]


def no_bootloader(unit, _variant):
    unit.place(FLASH, b"\xff" * (APPLICATION - FLASH))
    return [(FLASH, APPLICATION)]


def flipped_bits(unit, variant):
    """Weak contacts: single bits read as 1, far apart."""
    for _ in range(7):
        at = variant.random.randrange(0x3000, variant.image_end - FLASH - 4)
        zeros = [bit for bit in range(8) if not unit.flash[at] >> bit & 1]
        if zeros:
            unit.flash[at] |= 1 << variant.random.choice(zeros)
    return [(FLASH, variant.image_end)]


def pages_left_erased(unit, variant):
    start = variant.image_end - 8 * PAGE
    unit.place(start, b"\xff" * (3 * PAGE))
    return [(start, start + 3 * PAGE)]


def gap_of_zeros(unit, variant):
    start, end = variant.image_end - 0x3000, variant.image_end - 0x1000
    unit.place(start, b"\x00" * (end - start))
    return [(start, end)]


def read_while_protected(unit, variant):
    unit.flash[:] = bytes([variant.random.choice((0x00, 0xA5))]) * len(unit.flash)
    unit.rdp = 0x00
    return [(FLASH, FLASH + len(unit.flash))]


def edited_text(unit, _variant):
    at = FLASH + bytes(unit.flash).index(b"4.2\r\n")
    unit.place(at, b"4.3")
    return [(at, at + 3)]


def edited_below_seal(unit, variant):
    return edited_text(unit, variant) + [(variant.image_end - 4, variant.image_end)]


def edited_below_signature(unit, variant):
    return edited_text(unit, variant) + [(variant.image_end - 64, variant.image_end)]


def uid_erased(unit, _variant):
    unit.uid = b"\xff" * 12
    return [(0x1FFFF7E8, 0x1FFFF7F4)]


def user_bit_cleared(bit):
    def change(unit, _variant):
        unit.user &= ~(1 << bit)
        return [(0x1FFFF802, 0x1FFFF803)]
    return change


def factory_data(unit, _variant):
    unit.data = (0xFF, 0xFF)
    return [(0x1FFFF804, 0x1FFFF808)]


def record_write_protected(unit, variant):
    page = (variant.record - FLASH) // PAGE
    unit.wrp &= ~(1 << min(page // 2, 31))
    return [(variant.record, variant.record + PAGE), (0x1FFFF808, 0x1FFFF810)]


def unprotected(unit, _variant):
    unit.rdp = 0xA5
    return [(0x1FFFF800, 0x1FFFF801)]


def no_backup(unit, _variant):
    unit.backup = {}
    return None


def no_crystal(which):
    def change(unit, _variant):
        unit.crystal = {which: 0}
        return None
    return change


def strap_high(unit, variant):
    unit.pins = {f"PA{variant.strap}": "high"}
    return None


def boot0_high(unit, _variant):
    unit.boot0 = "high"
    return None


def silicon(name):
    def change(unit, _variant):
        unit.silicon = name
        return None
    return change


def first_bank(unit, _variant):
    unit.user |= 0x08
    return [(0x1FFFF802, 0x1FFFF803)]


def eeprom_in_transfer(unit, variant):
    unit.place(variant.record, b"\xee\xee")
    return [(variant.record, variant.record + 2 * PAGE)]


def eeprom_erased(unit, variant):
    unit.place(variant.record, b"\xff" * PAGE)
    return [(variant.record, variant.record + 2 * PAGE)]


def eeprom_one_more(unit, variant):
    unit.word(variant.record + 4 + 4 * 21, 0x0102 << 16 | 0x0315)
    return None


def other_serial(unit, variant):
    unit.place(variant.record, b"SN%08d" % variant.random.randrange(10**8))
    return None


def own_record(record):
    """The copy has a record made for its own UID: it runs."""
    def change(unit, variant):
        record(unit, variant)
        return None
    return change


def newer_text_sealed(unit, variant):
    edited_text(unit, variant)
    seal(sums.stm32_crc)(unit, variant)
    return None


def erased_record(unit, variant):
    unit.place(variant.record, b"\xff" * PAGE)
    return None


def edited_application(unit, variant):
    return edited_text(unit, variant) + [(APPLICATION + 0x3FFC, APPLICATION + 0x4000)]


def idle_protection(unit, _variant):
    """Write protection of pages that no program writes."""
    unit.wrp &= ~(1 << 30)
    return None


def unused_data(unit, _variant):
    unit.data = (0x12, 0x34)
    return None


def harmless_zeros(unit, variant):
    gap_of_zeros(unit, variant)
    return None


def other_counter(unit, _variant):
    unit.backup = {"DR10": 0x0042}
    return None


def other_spi_flash(unit, variant):
    unit.spi_flash = {**unit.spi_flash, "unique_id": variant.random.randbytes(8)}
    return None


def erased_spi_flash(unit, _variant):
    unit.spi_flash = {**unit.spi_flash, "contents": b""}
    return None


def no_spi_flash(unit, _variant):
    unit.spi_flash = {}
    return None


def other_reference(unit, variant):
    unit.pins = {"PA1": "2.100V"}
    return [(variant.record, variant.record + 2)]


def recalibrated(unit, variant):
    unit.pins = {"PA1": "2.100V"}
    unit.place(variant.record, (2100 * 4095 // 3300).to_bytes(2, "little"))
    return None


def lost_half_words(unit, variant):
    """A chip that is told of the next half-word while it is busy: some are never programmed."""
    for at in range(variant.image_end - 8 * PAGE, variant.image_end - 4 * PAGE, 0x100):
        unit.place(at, b"\xff\xff")
    return [(variant.image_end - 8 * PAGE, variant.image_end)]


def edited_setting(unit, variant):
    at = variant.record + 7
    unit.place(at, bytes([unit.read(at, at + 1)[0] ^ 0x25]))
    return [(at, at + 1)]
