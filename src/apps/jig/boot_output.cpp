// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/boot_output.hpp"

#include <fmt/format.h>

#include "apps/jig/register_words.hpp"
#include "apps/jig/terminal_text.hpp"
#include "inspect/boot/event_names.hpp"

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

// A boot that was stopped has settled nowhere.
const char* end_of(const BootAnswer& answer) {
    return answer.arrival ? "stopped" : inspect::name_of(answer.record.settled);
}

std::string lamp_words(const board::LampState& lamp) {
    if (lamp.toggles < 2) return lamp.lit ? "on" : "off";
    return fmt::format("blinks every {:.0f} ms, {} changes", milliseconds(lamp.period), lamp.toggles);
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
        text += fmt::format("  reset      at {:.1f} ms: {}\n", milliseconds(reset.at), inspect::name_of(reset.cause));
    for (const machine::FaultTaken& fault : record.faults)
        text += fmt::format("  fault      at {:.1f} ms: {}, returns to {}\n", milliseconds(fault.at),
                            inspect::exception_name(fault.exception), hex_address(fault.pc));
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
        faults.push_back({{"exception", inspect::exception_name(fault.exception)},
                          {"pc", hex_address(fault.pc)},
                          {"at_ms", milliseconds(fault.at)}});
    return faults;
}

Json coverage_json(const BootAnswer& answer) {
    Json unmodelled = Json::array();
    for (const machine::UnmodelledAccess& access : answer.record.unmodelled)
        unmodelled.push_back({{"address", hex_address(access.address)},
                              {"write", access.write},
                              {"count", access.count},
                              {"pc", hex_address(access.first_pc)}});
    return {{"instructions", answer.record.instructions},
            {"stopped", end_of(answer)},
            {"unmodelled", std::move(unmodelled)}};
}

std::string end_text(const BootAnswer& answer) {
    const BootRecord& record = answer.record;
    if (answer.arrival)
        return fmt::format("  reached    {} at {:.6f} ms, after {} instructions\n", hex_address(*answer.until),
                           milliseconds(answer.arrival->at), record.instructions) +
               registers_text(answer.arrival->registers);
    return fmt::format("  settled    {} at {}, {} instructions in {:.0f} ms\n", end_of(answer),
                       hex_address(record.final_pc), record.instructions, milliseconds(record.duration));
}

Json until_json(const BootAnswer& answer) {
    if (!answer.until) return nullptr;
    Json json = {{"address", hex_address(*answer.until)}, {"reached", answer.arrival.has_value()}};
    json["at_ms"] = answer.arrival ? Json(milliseconds(answer.arrival->at)) : Json(nullptr);
    json["registers"] = answer.arrival ? registers_json(answer.arrival->registers) : Json(nullptr);
    return json;
}

Json trace_json(const BootAnswer& answer) {
    if (!answer.trace) return nullptr;
    return {{"file", answer.trace->file}, {"lines", answer.trace->lines}, {"left_out", answer.trace->left_out}};
}

}  // namespace

std::string boot_text(const BootAnswer& answer) {
    const BootRecord& record = answer.record;
    std::string text;
    for (const board::LampState& lamp : record.lamps) text += fmt::format("  {:<10} {}\n", lamp.name, lamp_words(lamp));
    for (const auto& [usart, bytes] : record.uart)
        text += fmt::format("  USART{}\n{}", usart, terminal_text(bytes, "    > "));
    text += reads_text(record) + trouble_text(record) + end_text(answer);
    if (answer.trace && answer.trace->left_out > 0)
        text += fmt::format("  trace      {} lines; {} instructions left out\n", answer.trace->lines,
                            answer.trace->left_out);
    return text;
}

Json boot_json(const BootAnswer& answer) {
    const BootRecord& record = answer.record;
    Json uart = Json::object();
    for (const auto& [usart, bytes] : record.uart) uart[fmt::format("USART{}", usart)] = ascii_text(bytes);
    Json final_code = Json::array();
    for (const AddressRange& range : record.final_code) final_code.push_back(to_string(range));
    return {{"result", answer.until && !answer.arrival ? "fail" : "pass"},
            {"lamps", lamps_json(record, answer.board)},
            {"pins", pins_json(record)},
            {"uart", std::move(uart)},
            {"identity_reads", reads_json(record)},
            {"resets", record.resets.size()},
            {"faults", faults_json(record)},
            {"settled", end_of(answer)},
            {"final_pc", hex_address(record.final_pc)},
            {"final_code", std::move(final_code)},
            {"duration_ms", milliseconds(record.duration)},
            {"until", until_json(answer)},
            {"trace", trace_json(answer)},
            {"coverage", coverage_json(answer)}};
}

}  // namespace jig::app
