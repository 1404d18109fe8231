// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/boot_output.hpp"

#include <fmt/format.h>

namespace jig::app {
namespace {

using inspect::BootRecord;
using machine::Picoseconds;

double milliseconds(Picoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

std::string pin_name(machine::Pin pin) { return fmt::format("P{}{}", pin.port, pin.number); }

const char* name_of(machine::Level level) {
    switch (level) {
        case machine::Level::low: return "low";
        case machine::Level::high: return "high";
        case machine::Level::floating: return "floating";
    }
    return "floating";
}

const char* name_of(machine::ReadKind kind) {
    switch (kind) {
        case machine::ReadKind::uid: return "UID";
        case machine::ReadKind::flash_size: return "F_SIZE";
        case machine::ReadKind::option_bytes: return "option bytes";
        case machine::ReadKind::idcode: return "DBGMCU_IDCODE";
        case machine::ReadKind::cpuid: return "CPUID";
        case machine::ReadKind::backup_register: return "backup register";
        case machine::ReadKind::pins: return "pins";
        case machine::ReadKind::reset_cause: return "reset cause";
        case machine::ReadKind::nothing: break;
    }
    return "nothing";
}

const char* name_of(machine::ResetCause cause) {
    switch (cause) {
        case machine::ResetCause::pin: return "nRST";
        case machine::ResetCause::power_on: return "power-on";
        case machine::ResetCause::software: return "software";
        case machine::ResetCause::independent_watchdog: return "independent watchdog";
        case machine::ResetCause::window_watchdog: return "window watchdog";
        case machine::ResetCause::wakeup: return "wake-up from Standby";
        case machine::ResetCause::low_power: return "option byte, on entering Stop or Standby";
    }
    return "";
}

const char* fault_name(unsigned exception) {
    constexpr const char* names[] = {"HardFault", "MemManage", "BusFault", "UsageFault"};
    return exception >= 3 && exception <= 6 ? names[exception - 3] : "exception";
}

std::string lamp_words(const board::LampState& lamp) {
    if (lamp.toggles < 2) return lamp.lit ? "on" : "off";
    return fmt::format("blinks every {:.0f} ms, {} changes", milliseconds(lamp.period), lamp.toggles);
}

// What a terminal would show, each line behind a mark; what is not text as '.'.
std::string terminal(const std::vector<std::uint8_t>& bytes) {
    std::string text;
    bool at_start = true;
    for (const std::uint8_t byte : bytes) {
        if (byte == '\r') continue;
        if (at_start) text += "    > ";
        at_start = byte == '\n';
        text += byte == '\n' || (byte >= ' ' && byte < 0x7F) ? static_cast<char>(byte) : '.';
    }
    return at_start ? text : text + "\n";
}

// JSON wants UTF-8; a UART may say anything.
std::string plain_text(const std::vector<std::uint8_t>& bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) text += byte < 0x80 ? static_cast<char>(byte) : '?';
    return text;
}

std::string reads_text(const BootRecord& record) {
    std::string text;
    for (const machine::LoggedRead& read : record.reads) {
        if (read.kind == machine::ReadKind::pins || read.kind == machine::ReadKind::reset_cause) continue;
        text += fmt::format("    {} read {} ({}) = 0x{:x}{}\n", hex_address(read.pc), name_of(read.kind),
                            hex_address(read.address), read.first_value,
                            read.count > 1 ? fmt::format(", {} times", read.count) : "");
    }
    return text.empty() ? text : "  identity\n" + text;
}

std::string trouble_text(const BootRecord& record) {
    std::string text;
    for (const inspect::BootReset& reset : record.resets)
        text += fmt::format("  reset      at {:.1f} ms: {}\n", milliseconds(reset.at), name_of(reset.cause));
    for (const machine::FaultTaken& fault : record.faults)
        text += fmt::format("  fault      at {:.1f} ms: {}, returns to {}\n", milliseconds(fault.at),
                            fault_name(fault.exception), hex_address(fault.pc));
    for (const machine::UnmodelledAccess& access : record.unmodelled)
        text += fmt::format("  unmodelled {} {}, {} times, first from {}\n", access.write ? "write to" : "read of",
                            hex_address(access.address), access.count, hex_address(access.first_pc));
    return text;
}

Json lamps_json(const BootRecord& record, const board::BoardDescription& board) {
    Json lamps = Json::array();
    for (std::size_t i = 0; i < record.lamps.size(); ++i) {
        const board::LampState& lamp = record.lamps[i];
        lamps.push_back({{"name", lamp.name},
                         {"pin", pin_name(board.lamps[i].pin)},
                         {"toggles", lamp.toggles},
                         {"period_ms", milliseconds(lamp.period)},
                         {"last_level", lamp.lit ? "on" : "off"}});
    }
    return lamps;
}

Json pins_json(const BootRecord& record) {
    Json pins = Json::array();
    for (const auto& [pin, activity] : record.pins)
        pins.push_back({{"pin", pin_name(pin)}, {"edges", activity.edges}, {"last_level", name_of(activity.last)}});
    return pins;
}

Json reads_json(const BootRecord& record) {
    Json reads = Json::array();
    for (const machine::LoggedRead& read : record.reads)
        reads.push_back({{"what", name_of(read.kind)},
                         {"pc", hex_address(read.pc)},
                         {"address", hex_address(read.address)},
                         {"value", hex_address(read.first_value)},
                         {"count", read.count},
                         {"first_ms", milliseconds(read.first_at)}});
    return reads;
}

Json faults_json(const BootRecord& record) {
    Json faults = Json::array();
    for (const machine::FaultTaken& fault : record.faults)
        faults.push_back({{"exception", fault_name(fault.exception)},
                          {"pc", hex_address(fault.pc)},
                          {"at_ms", milliseconds(fault.at)}});
    return faults;
}

Json coverage_json(const BootRecord& record) {
    Json unmodelled = Json::array();
    for (const machine::UnmodelledAccess& access : record.unmodelled)
        unmodelled.push_back({{"address", hex_address(access.address)},
                              {"write", access.write},
                              {"count", access.count},
                              {"pc", hex_address(access.first_pc)}});
    return {{"instructions", record.instructions},
            {"stopped", inspect::name_of(record.settled)},
            {"unmodelled", std::move(unmodelled)}};
}

}  // namespace

std::string boot_text(const BootRecord& record, const board::BoardDescription&) {
    std::string text;
    for (const board::LampState& lamp : record.lamps) text += fmt::format("  {:<10} {}\n", lamp.name, lamp_words(lamp));
    for (const auto& [usart, bytes] : record.uart) text += fmt::format("  USART{}\n{}", usart, terminal(bytes));
    text += reads_text(record) + trouble_text(record);
    text += fmt::format("  settled    {} at {}", inspect::name_of(record.settled), hex_address(record.final_pc));
    return text + fmt::format(", {} instructions in {:.0f} ms\n", record.instructions, milliseconds(record.duration));
}

Json boot_json(const BootRecord& record, const board::BoardDescription& board) {
    Json uart = Json::object();
    for (const auto& [usart, bytes] : record.uart) uart[fmt::format("USART{}", usart)] = plain_text(bytes);
    Json final_code = Json::array();
    for (const AddressRange& range : record.final_code) final_code.push_back(to_string(range));
    return {{"result", "pass"},
            {"lamps", lamps_json(record, board)},
            {"pins", pins_json(record)},
            {"uart", std::move(uart)},
            {"identity_reads", reads_json(record)},
            {"resets", record.resets.size()},
            {"faults", faults_json(record)},
            {"settled", inspect::name_of(record.settled)},
            {"final_code", std::move(final_code)},
            {"coverage", coverage_json(record)}};
}

}  // namespace jig::app
