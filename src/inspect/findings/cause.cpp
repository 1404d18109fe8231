// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/cause.hpp"

#include <array>
#include <cstddef>

namespace jig::inspect {
namespace {

constexpr CauseRow rows[] = {
    {Cause::short_read, "short-read", "The copy ends before the golden image does.",
     "Capture the golden board again over its whole flash (jig capture), and clone from that archive.",
     "A complete read of the golden board that ends where the copy ends."},
    {Cause::image_larger_than_flash, "image-larger-than-flash",
     "The golden image needs more flash than the copy's chip is made for.",
     "Fit a part with as much flash as the golden board uses; flash beyond the marked size is not tested by its maker.",
     "The copy's chip reading back, twice and after power-off, what was written beyond its marked size."},
    {Cause::wrong_base, "wrong-base", "The image lies at another address than the one it was made for.",
     "Write the image at the address it was linked for (jig image pack --base), or clone from a capture.",
     "The copy's reset handler and pointers leading to code where the image lies."},
    {Cause::missing_bootloader, "missing-bootloader",
     "The application is there, but nothing at the flash's start leads to it.",
     "Clone from a capture of the whole flash, bootloader included; where only the maker has it, ask the maker.",
     "A vector table at 0x08000000 of the copy, or a boot pin that starts other memory."},
    {Cause::unstable_read, "unstable-read", "Bits changed on the way, or the flash does not hold them.",
     "Read again with short wires and a slower clock until two reads are equal, then clone from that.",
     "Two reads of each board that are equal to the byte."},
    {Cause::write_ignored, "write-ignored", "The copy still holds what was there before it was written.",
     "Write again and compare with a read through the debug port (jig clone does); replace a chip that refuses again.",
     "A read of the copy, after power-off, that equals the golden image."},
    {Cause::padding_changed, "padding-changed", "Gaps of the image were filled with 00 instead of FF, or the reverse.",
     "Clone from a capture, in which the gaps are as on the golden board.",
     "The copy running with the same gaps and other bytes exchanged."},
    {Cause::protected_read, "protected-read", "The image was read from protected flash and holds no firmware.",
     "Nothing can be read from a protected chip; ask the maker, or whoever owns the source, for the image.",
     "A read-protection option byte of 0xA5 at the moment of reading."},
    {Cause::checksum_mismatch, "checksum-mismatch", "A checksum that holds in the golden image does not in the copy.",
     "Clone the golden image unchanged; after a wanted change, have its maker build the image anew.",
     "The copy running while the checksum is wrong."},
    {Cause::uid_bound, "uid-bound",
     "The firmware works with the unique ID of the golden board's chip and refuses others.",
     "Keep the target's own record when cloning (jig clone --keep START:LENGTH); if it is lost, take it from the "
     "board's backup or ask the maker for a record for this chip.",
     "The golden board running unchanged with another chip's unique ID."},
    {Cause::uid_missing, "uid-missing", "The copy's chip has no unique ID: it reads as FF or 00.",
     "Replace the chip by one that has a unique ID.", "A read of 0x1FFFF7E8 that shows something else."},
    {Cause::part_id_check, "part-id-check", "The firmware tests which part it runs on.",
     "Fit the part that the golden board has.", "The copy running with the same identity registers."},
    {Cause::otp_missing, "otp-missing", "The golden board holds data in one-time programmable memory.",
     "Ask the maker what belongs there; it can be written only once.", "The copy running with empty OTP."},
    {Cause::serial_duplicate, "serial-duplicate", "Two boards carry one serial number or address.",
     "Give each board its own number, with the maker's tool or from its backup (jig clone --keep).",
     "Both boards working on one bus at the same time."},
    {Cause::signature, "signature", "The firmware is signed, and the copy's content does not fit the signature.",
     "Clone the signed image unchanged, or ask the maker for a signed one.",
     "The copy running with its changed content."},
    {Cause::external_id_bound, "external-id-bound", "The firmware tests the identity of another chip on the board.",
     "Move that chip, or ask the maker.", "The golden board running with another such chip."},
    {Cause::option_watchdog, "option-watchdog", "The hardware watchdog is on in one board's option bytes alone.",
     "Set WDG_SW as on the golden board (jig options set).", "Resets that go on with WDG_SW equal."},
    {Cause::option_sleep_reset, "option-sleep-reset", "An option byte makes the chip reset when it goes to sleep.",
     "Set nRST_STOP and nRST_STDBY as on the golden board (jig options set).",
     "Resets that go on with these bits equal."},
    {Cause::option_data, "option-data", "The firmware uses the option bytes Data0 and Data1.",
     "Set Data0 and Data1 as on the golden board (jig options set).", "The copy running with its own Data0 and Data1."},
    {Cause::option_write_protection, "option-write-protection",
     "Write protection covers flash that the firmware writes.",
     "Set WRP0 to WRP3 as on the golden board (jig options set).", "A firmware that never writes these pages."},
    {Cause::option_read_protection, "option-read-protection", "The firmware tests whether its chip is read-protected.",
     "Set read protection as on the golden board, after the copy is verified; the flash cannot be read from then on.",
     "The copy running at its own protection level."},
    {Cause::bank_boot, "bank-boot", "The two boards start from different flash banks.",
     "Set BFB2 as on the golden board, and clone both banks.", "The copy running with its own BFB2."},
    {Cause::backup_registers, "backup-registers", "The firmware needs what the battery-kept registers hold.",
     "Keep the board's battery connected, and do on the copy what sets these registers: the maker's set-up procedure.",
     "The copy running with its backup domain as it is."},
    {Cause::lse_missing, "lse-missing", "The firmware waits for the 32 kHz crystal, which does not start.",
     "Fit or replace the 32.768 kHz crystal and its capacitors.", "LSERDY set on the copy."},
    {Cause::eeprom_emulation, "eeprom-emulation", "The pages in which the firmware keeps its settings are not whole.",
     "Clone from a capture of a board at rest, or keep the target's own pages (jig clone --keep).",
     "The copy running with its own settings pages."},
    {Cause::external_memory, "external-memory", "The firmware needs what another memory chip holds.",
     "Copy that memory too, where you have the right to.", "The copy running with that memory erased."},
    {Cause::sram_retention, "sram-retention", "The firmware needs what the SRAM held before it started.",
     "Start the board as the golden one is started: by its own power-up procedure.",
     "The golden board running after a cold start."},
    {Cause::per_unit_calibration, "per-unit-calibration", "The copy carries another board's calibration.",
     "Keep the target's own values (jig clone --keep), or calibrate it again.",
     "Measured values that are right on the copy."},
    {Cause::hse_missing, "hse-missing", "The firmware needs the main crystal, which does not start on the copy.",
     "Fit the crystal of the golden board, with its frequency.", "HSERDY set and the same frequency on the copy."},
    {Cause::boot_pin, "boot-pin", "The boot pins start other memory than the main flash.", "Tie BOOT0 low.",
     "A program counter in flash right after reset."},
    {Cause::board_strap, "board-strap", "The firmware reads a pin that is wired differently on the copy.",
     "Wire the pin as on the golden board; it often names the board's revision.",
     "The copy running with the pin as it is."},
    {Cause::peripheral_missing, "peripheral-missing", "The firmware waits for another chip that does not answer.",
     "Check whether that chip is fitted, powered and wired.", "The chip answering on its bus."},
    {Cause::wrong_density, "wrong-density", "The copy's part has other memory sizes or peripherals.",
     "Fit the part that the golden board has.", "The copy's chip having the same DEV_ID, flash and SRAM."},
    {Cause::compatible_chip, "compatible-chip", "The copy's chip is not made by ST and differs where it matters.",
     "Fit a chip made by ST.", "The firmware running on another board with the same chip."},
    {Cause::page_size, "page-size",
     "Flash pages of the copy's chip are larger or smaller than the firmware takes them.",
     "Fit a part with the golden board's page size.",
     "A page erase on the copy that clears what it does on the golden."},
};

constexpr bool rows_are_in_order() {
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (static_cast<std::size_t>(rows[i].cause) != i) return false;
    return true;
}
static_assert(rows_are_in_order());

}  // namespace

std::span<const CauseRow> all_causes() { return rows; }
const CauseRow& row_of(Cause cause) { return rows[static_cast<std::size_t>(cause)]; }

}  // namespace jig::inspect
