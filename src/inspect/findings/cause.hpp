// SPDX-License-Identifier: Apache-2.0
// The causes that jig knows for a copy that does not run: a row each, with the name that programs go by and what there
// is to say about it whatever the board. docs/causes.md has a section for every row.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace jig::inspect {

enum class Cause : std::uint8_t {
    short_read,
    image_larger_than_flash,
    wrong_base,
    missing_bootloader,
    unstable_read,
    write_ignored,
    padding_changed,
    protected_read,
    checksum_mismatch,
    uid_bound,
    uid_missing,
    part_id_check,
    otp_missing,
    serial_duplicate,
    signature,
    external_id_bound,
    option_watchdog,
    option_sleep_reset,
    option_data,
    option_write_protection,
    option_read_protection,
    bank_boot,
    backup_registers,
    lse_missing,
    eeprom_emulation,
    external_memory,
    sram_retention,
    per_unit_calibration,
    hse_missing,
    boot_pin,
    board_strap,
    peripheral_missing,
    wrong_density,
    compatible_chip,
    page_size,
};

struct CauseRow {
    Cause cause;
    std::string_view name;  // "uid-bound"
    std::string_view what;
    std::string_view remedy;
    std::string_view refuted_by;
};
[[nodiscard]] std::span<const CauseRow> all_causes();
[[nodiscard]] const CauseRow& row_of(Cause cause);

}  // namespace jig::inspect
