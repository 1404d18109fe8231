# SPDX-License-Identifier: Apache-2.0
"""The corpus: one row a case. A row without a cause is a healthy clone, which ends as its golden board does."""
import dataclasses

import copies
import golden
import sums


@dataclasses.dataclass
class Case:
    cause: str | None
    sources: tuple
    copy: object
    golden: tuple = ()
    defines: dict = dataclasses.field(default_factory=dict)
    part: str = "STM32F103RC"
    flash_kb: int = 256
    stack: int = 0x20005000
    image_end: int | None = None  # else as the variant has it
    boot_ms: int = 1200  # until the golden board shows what it is
    bootloader: str | None = None  # its source; the program is then the application, at APPLICATION
    second_bank: bool = False  # the program is in bank 2, and one that is not healthy in bank 1


def bound(source, record, size, hidden=0):
    return Case("uid-bound", (source,), copies.other_uid(size), (record,), {"HIDDEN_UID": hidden})


def sealed(cause, kind, algorithm, change, image=golden.image_behind_code, end=None):
    return Case(cause, ("checksum.c",), change, (image, golden.seal(algorithm)),
                {"CHECK": kind, "VERSION": '"4.2"', "FAST": 1}, image_end=end)


def tabled(cause, start, change, end=None):
    return Case(cause, ("tables.c",), change, (golden.tables(start),), {"TABLES": f"0x{start:08x}u"}, image_end=end)


STM32_CRC, CRC_32, CRC_16, SUM_32, FLETCHER_16 = range(1, 6)
PLAIN = {"HEALTHY": 1}

CASES = (
    # What a board's unique ID decides: plainly, hidden, late, enciphered.
    bound("uid_copy.c", golden.uid_words, 12),
    bound("uid_copy.c", golden.uid_words, 12, hidden=1),
    bound("uid_shift_sum.c", golden.uid_shift_sum, 4, hidden=1),
    bound("uid_crc.c", golden.uid_crc, 4),
    bound("uid_timer.c", golden.uid_fnv, 4, hidden=1),
    bound("uid_states.c", golden.uid_bytes_plus_key, 12),
    bound("uid_text.c", golden.uid_text, 24),
    bound("uid_cipher.c", golden.uid_enciphered, 8, hidden=1),
    Case("uid-bound", ("uid_enrol.c",), copies.other_uid(4), (golden.uid_stm32_crc,), {"HIDDEN_UID": 1}),
    Case("uid-bound", ("uid_states.c",), copies.other_uid(12), (golden.image_behind_code, golden.uid_bytes_plus_key),
         {"HIDDEN_UID": 1, "FAST": 1}, image_end=0x0803F000),
    Case("uid-missing", ("uid_present.c",), copies.uid_erased, defines={"HIDDEN_UID": 0}),
    # What the copying itself did.
    tabled("short-read", 0x08008000, copies.cut_at(0x10000), end=0x0801C000),
    sealed("short-read", STM32_CRC, sums.stm32_crc, copies.cut_at(0x3FFFF), end=0x08040000),
    tabled("image-larger-than-flash", 0x08018000, copies.smaller_part("STM32F103RB", 128), end=0x08030000),
    Case("wrong-base", ("plain.c",), copies.application_at_start, defines=PLAIN, bootloader="bootloader.c"),
    Case("missing-bootloader", ("plain.c",), copies.no_bootloader, defines=PLAIN, bootloader="bootloader.c"),
    sealed("unstable-read", CRC_32, sums.crc_32, copies.flipped_bits),
    tabled("write-ignored", 0x08008000, copies.pages_left_erased),
    Case("write-ignored", ("steps.c",), copies.pages_left_erased, (golden.tables(0x08008000),),
         {"TABLES": "0x08008000u"}),
    sealed("padding-changed", STM32_CRC, sums.stm32_crc, copies.gap_of_zeros, golden.image_with_gap),
    Case("protected-read", ("plain.c",), copies.read_while_protected, (golden.image_behind_code,), PLAIN),
    sealed("checksum-mismatch", STM32_CRC, sums.stm32_crc, copies.edited_below_seal),
    sealed("checksum-mismatch", CRC_32, sums.crc_32, copies.edited_below_seal),
    sealed("checksum-mismatch", CRC_16, sums.crc_16, copies.edited_below_seal),
    sealed("checksum-mismatch", SUM_32, sums.sum_32, copies.edited_below_seal),
    sealed("checksum-mismatch", FLETCHER_16, sums.fletcher_16, copies.edited_below_seal),
    Case("checksum-mismatch", ("plain.c",), copies.edited_application, (golden.sealed_application,), PLAIN,
         bootloader="checking_loader.c"),
    Case("signature", ("signature.c", "sha256.c"), copies.edited_below_signature,
         (golden.image_behind_code, golden.signature), {"VERSION": '"4.2"', "FAST": 1},
         image_end=0x0800A000),
    # Which chip it is.
    Case("part-id-check", ("part_size.c",), copies.other_part("STM32F103RE", 512),
         defines={"F_SIZE_KB": 256, "HIDDEN_UID": 0}),
    Case("part-id-check", ("part_size.c",), copies.other_part("STM32F103RD", 384),
         defines={"F_SIZE_KB": 256, "HIDDEN_UID": 1}),
    Case("wrong-density", ("plain.c",), copies.other_part("STM32F103RB", 128), defines=PLAIN, stack=0x2000C000),
    Case("compatible-chip", ("cpuid.c",), copies.silicon("gd32")),
    Case("page-size", ("small_pages.c",), copies.other_part("STM32F103RC", 256), (golden.small_settings,),
         part="STM32F103RB", flash_kb=128),
    # Option bytes.
    Case("option-watchdog", ("watchdog.c",), copies.user_bit_cleared(0), defines={"FEEDS": 0}),
    Case("option-sleep-reset", ("stop.c",), copies.user_bit_cleared(1)),
    Case("option-data", ("option_data.c",), copies.factory_data, (golden.data0,), {"DATA_FROM_OBR": 1}),
    Case("option-data", ("option_data.c",), copies.factory_data, (golden.data1,), {"DATA_FROM_OBR": 0}),
    Case("option-write-protection", ("boot_counter.c",), copies.record_write_protected, (golden.start_counter,)),
    Case("option-read-protection", ("option_protected.c",), copies.unprotected, (golden.read_protection,)),
    Case("bank-boot", ("plain.c",), copies.first_bank, (golden.second_bank,), PLAIN, part="STM32F103RG",
         flash_kb=1024, second_bank=True),
    # What is kept outside the code, and what stands around the chip.
    Case("backup-registers", ("backup_key.c",), copies.no_backup, (golden.backup_key,)),
    Case("eeprom-emulation", ("eeprom.c",), copies.eeprom_in_transfer, (golden.eeprom_page,)),
    Case("eeprom-emulation", ("eeprom.c",), copies.eeprom_erased, (golden.eeprom_page,)),
    Case("lse-missing", ("lse_wait.c",), copies.no_crystal("lse"), boot_ms=6000),
    Case("hse-missing", ("hse_wait.c",), copies.no_crystal("hse"), defines={"GIVES_UP": 0}),
    Case("board-strap", ("strap.c",), copies.strap_high, (golden.strap_low,)),
    Case("boot-pin", ("plain.c",), copies.boot0_high, defines=PLAIN),
    Case("external-id-bound", ("spi_flash.c",), copies.other_spi_flash, (golden.spi_flash,), {"NEEDS": 1}),
    Case("external-memory", ("spi_flash.c",), copies.erased_spi_flash, (golden.spi_flash,), {"NEEDS": 2}),
    Case("peripheral-missing", ("spi_flash.c",), copies.no_spi_flash, (golden.spi_flash,), {"NEEDS": 3}),
    Case("per-unit-calibration", ("calibrated.c",), copies.other_reference, (golden.calibrated,)),
    tabled("write-ignored", 0x08008000, copies.lost_half_words),
    # Healthy clones.
    Case(None, ("spi_flash.c",), copies.other_spi_flash, (golden.spi_flash,), {"NEEDS": 2}),
    Case(None, ("calibrated.c",), copies.recalibrated, (golden.calibrated,)),
    Case(None, ("plain.c",), copies.nothing, (golden.image_behind_code,), PLAIN),
    Case(None, ("uid_printed.c",), copies.nothing, defines={"HIDDEN_UID": 0}),
    Case(None, ("serial_text.c",), copies.other_serial, (golden.serial_text,)),
    Case(None, ("eeprom.c",), copies.eeprom_one_more, (golden.eeprom_page,)),
    Case(None, ("uid_copy.c",), copies.own_record(golden.uid_words), (golden.uid_words,), {"HIDDEN_UID": 0}),
    Case(None, ("uid_crc.c",), copies.own_record(golden.uid_crc), (golden.uid_crc,), {"HIDDEN_UID": 1}),
    sealed(None, STM32_CRC, sums.stm32_crc, copies.newer_text_sealed),
    Case(None, ("watchdog.c",), copies.user_bit_cleared(0), defines={"FEEDS": 1}),
    Case(None, ("hse_wait.c",), copies.no_crystal("hse"), defines={"GIVES_UP": 1}),
    Case(None, ("plain.c",), copies.other_counter, defines=PLAIN, bootloader="bootloader.c"),
    Case(None, ("uid_enrol.c",), copies.erased_record, (golden.uid_stm32_crc,), {"HIDDEN_UID": 0}),
    Case(None, ("uid_seed.c",), copies.nothing, (golden.image_behind_code,), {"HIDDEN_UID": 1}),
    Case(None, ("plain.c",), copies.harmless_zeros, (golden.image_with_gap,), PLAIN),
    Case(None, ("plain.c",), copies.idle_protection, (golden.image_behind_code,), PLAIN),
    Case(None, ("plain.c",), copies.unused_data, (golden.image_behind_code,), PLAIN),
    Case(None, ("boot_counter.c",), copies.nothing, (golden.start_counter,)),
    Case(None, ("plain.c",), copies.silicon("gd32"), (golden.image_behind_code,), PLAIN),
    Case(None, ("plain.c",), copies.other_part("STM32F103RE", 512), (golden.image_behind_code,), PLAIN),
    # Rows are numbered, and siblings are made by the number: new ones stand here.
    Case(None, ("uid_rhythm.c",), copies.nothing, (golden.image_behind_code,), {"HIDDEN_UID": 0, "AT_RANDOM": 1}),
    Case(None, ("uid_rhythm.c",), copies.nothing, (golden.image_behind_code,), {"HIDDEN_UID": 1, "AT_RANDOM": 0}),
    Case("checksum-mismatch", ("settings_sum.c",), copies.edited_setting, (golden.settings,), {"FAR_AWAY": 0}),
    Case("checksum-mismatch", ("settings_sum.c",), copies.edited_setting, (golden.settings,), {"FAR_AWAY": 1}),
)
