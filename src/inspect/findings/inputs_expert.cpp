// SPDX-License-Identifier: Apache-2.0
// What lies beside the flash: option bytes, backup registers, pins, crystals, the part. One row says which cause an
// input speaks for once a trial has shown that it matters.
#include <fmt/format.h>

#include <algorithm>

#include "chip/part.hpp"
#include "inspect/findings/experts.hpp"

namespace jig::inspect {
namespace {

bool copy_is_not_st(const Case& the_case) { return the_case.copy->remark(ChipMatter::compatible_chip) != nullptr; }

// Why the copy answers another F_SIZE, DEV_ID or CPUID.
Cause cause_of_identity(const Case& the_case) {
    return copy_is_not_st(the_case) ? Cause::compatible_chip : Cause::part_id_check;
}

// BOOT1 is PB2 (RM0008 3.4); it chooses the memory only while BOOT0 is high.
Cause cause_of_pin(const Case& the_case, const Trial& trial) {
    const bool boot0_high = the_case.golden.world.board.boot0_high || the_case.copy->world.board.boot0_high;
    return boot0_high && trial.input.name == "pin PB2" ? Cause::boot_pin : Cause::board_strap;
}

// An image that does not fit is a matter of the flash.
std::optional<Cause> cause_of_sizes(const Case& the_case) {
    const std::uint64_t end = std::uint64_t{chip::flash_base} + the_case.copy->world.board.chip.flash_bytes;
    return the_case.golden.used_end() > end ? std::nullopt : std::optional(Cause::wrong_density);
}

// A voltage is measured. What the measurement is weighed with, if it lies apart in the flash, was made for one board.
Cause cause_of_voltage(const Case& the_case) {
    return the_case.calibration.empty() ? Cause::board_strap : Cause::per_unit_calibration;
}

std::optional<Cause> cause_of(const Case& the_case, const Trial& trial) {
    switch (trial.input.kind) {
        case InputKind::uid_word:
        case InputKind::uid:
        case InputKind::flash: return std::nullopt;  // experts of their own
        case InputKind::flash_size:
        case InputKind::idcode:
        case InputKind::cpuid: return cause_of_identity(the_case);
        case InputKind::memory_sizes: return cause_of_sizes(the_case);
        case InputKind::page_size: return Cause::page_size;
        case InputKind::option_watchdog: return Cause::option_watchdog;
        case InputKind::option_sleep: return Cause::option_sleep_reset;
        case InputKind::option_bank: return Cause::bank_boot;
        case InputKind::option_data: return Cause::option_data;
        case InputKind::option_read_protection: return Cause::option_read_protection;
        case InputKind::option_write_protection: return Cause::option_write_protection;
        case InputKind::backup_registers: return Cause::backup_registers;
        case InputKind::pin: return cause_of_pin(the_case, trial);
        case InputKind::pin_voltage: return cause_of_voltage(the_case);
        case InputKind::device_presence: return Cause::peripheral_missing;
        case InputKind::device_identity: return Cause::external_id_bound;
        case InputKind::device_contents: return Cause::external_memory;
        case InputKind::hse: return Cause::hse_missing;
        case InputKind::lse: return Cause::lse_missing;
        case InputKind::boot_pin: return Cause::boot_pin;
    }
    return std::nullopt;
}

std::vector<std::string> chip_evidence(const Case& the_case, Cause cause) {
    std::vector<std::string> evidence;
    if (cause != Cause::compatible_chip && cause != Cause::wrong_density && cause != Cause::part_id_check)
        return evidence;
    for (const ChipRemark& remark : the_case.copy->chip) evidence.push_back("of the copy: " + remark.text);
    if (the_case.golden.archive->part != the_case.copy->archive->part)
        evidence.push_back(fmt::format("the golden board has {} and the copy {}", the_case.golden.archive->part,
                                       the_case.copy->archive->part));
    return evidence;
}

std::string named_remedy(Cause cause, const Trial& trial) {
    return fmt::format("{} This is {}.", row_of(cause).remedy, trial.input.name);
}

Finding finding_of(Cause cause, const Trial& trial, const Case& the_case) {
    Finding finding{.cause = cause,
                    .confidence = confidence_of(trial, the_case),
                    .where = trial.input.where,
                    .evidence = {trial_sentence(trial)}};
    if (cause == Cause::per_unit_calibration) finding.where = the_case.calibration;
    if (cause == Cause::board_strap || cause == Cause::backup_registers || cause == Cause::peripheral_missing ||
        cause == Cause::external_id_bound || cause == Cause::external_memory)
        finding.remedy = named_remedy(cause, trial);
    std::ranges::move(chip_evidence(the_case, cause), std::back_inserter(finding.evidence));
    std::ranges::copy(the_case.differences, std::back_inserter(finding.evidence));
    return finding;
}

}  // namespace

Opinion judge_inputs(const Case& the_case) {
    Opinion opinion;
    for (const Trial& trial : the_case.trials.single) {
        const std::optional<Cause> cause = cause_of(the_case, trial);
        if (!cause || !(trial.restores || trial.breaks)) continue;
        Finding finding = finding_of(*cause, trial, the_case);
        const auto same = std::ranges::find(opinion.findings, *cause, &Finding::cause);
        if (same == opinion.findings.end()) {
            opinion.findings.push_back(std::move(finding));
        } else if (finding.confidence < same->confidence) {
            *same = std::move(finding);
        }
    }
    return opinion;
}

}  // namespace jig::inspect
