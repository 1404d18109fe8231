// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/firmware.hpp"

#include <algorithm>

namespace jig::bench {
namespace {

constexpr std::uint8_t get_version = 0xF1;
constexpr std::uint8_t debug_byte = 0xF2;
constexpr std::uint8_t dfu_byte = 0xF3;
constexpr std::uint8_t dfu_exit = 0x07;
constexpr std::uint8_t get_current_mode = 0xF5;
constexpr std::uint8_t get_target_voltage = 0xF7;
constexpr std::uint8_t get_version_ex = 0xFB;

// Vtarget = 2 * b * 1.2 V / a: `a` is what the 1.2 V reference reads on a 12-bit converter at 3.3 V, `b` half of the
// target's voltage.
constexpr std::uint32_t reference_reading = 4096 * 1200 / 3300;

}  // namespace

StlinkFirmware::StlinkFirmware(const StlinkVersion& version, SwjPort& wire, WireClock& clock, ProbeHardware& hardware)
    : version_(version), clock_(&clock), hardware_(&hardware), link_(wire), memory_(link_) {
    plug_in();
}

std::span<const StlinkFirmware::DebugCommand> StlinkFirmware::debug_commands() {
    using F = StlinkFeature;
    using S = StlinkFirmware;
    static constexpr DebugCommand commands[] = {
        {0x01, F::always, true, &S::core_status},
        {0x02, F::always, true, &S::force_debug},
        {0x07, F::always, true, &S::read_memory},
        {0x08, F::always, true, &S::write_memory},
        {0x09, F::always, true, &S::run_core},
        {0x0A, F::always, true, &S::step_core},
        {0x0C, F::always, true, &S::read_memory},
        {0x0D, F::always, true, &S::write_memory},
        {0x21, F::always, false, &S::exit},
        {0x22, F::always, true, &S::read_core_id},
        {0x30, F::always, false, &S::enter},
        {0x31, F::always, true, &S::read_idcodes},
        {0x32, F::always, true, &S::reset_system},
        {0x33, F::always, true, &S::read_register},
        {0x34, F::always, true, &S::write_register},
        {0x35, F::always, true, &S::write_debug_register},
        {0x36, F::always, true, &S::read_debug_register},
        {0x3A, F::always, true, &S::read_all_registers},
        {0x3B, F::always, true, &S::last_status},
        {0x3C, F::always, false, &S::drive_nrst},
        {0x3E, F::last_rw_status2, true, &S::last_status2},
        {0x40, F::voltage_and_trace, true, &S::accept},
        {0x41, F::voltage_and_trace, true, &S::accept},
        {0x42, F::voltage_and_trace, true, &S::trace_bytes},
        {0x43, F::swd_frequency, false, &S::set_divisor},
        {0x44, F::jtag_frequency, false, &S::set_divisor},
        {0x45, F::dap_registers, true, &S::read_dap_register},
        {0x46, F::dap_registers, true, &S::write_dap_register},
        {0x47, F::memory_16, true, &S::read_memory},
        {0x48, F::memory_16, true, &S::write_memory},
        {0x49, F::led_and_disk_name, false, &S::accept},
        {0x4A, F::led_and_disk_name, false, &S::disk_name},
        {0x4B, F::access_ports, true, &S::open_ap},
        {0x4C, F::access_ports, true, &S::close_ap},
        {0x50, F::write_without_increment, true, &S::write_memory},
        {0x51, F::misc_batch, true, &S::misc_out},
        {0x52, F::misc_batch, true, &S::misc_in},
        {0x53, F::misc_batch, true, &S::misc_maximum},
        {0x54, F::read_without_increment, true, &S::read_memory},
        {0x56, F::board_identifiers, false, &S::board_identifiers},
        {0x61, F::com_frequency, false, &S::set_frequency},
        {0x62, F::com_frequency, false, &S::get_frequencies},
        {0x63, F::com_frequency, false, &S::accept},
    };
    return commands;
}

ByteView StlinkFirmware::execute(const CommandBlock& command, ByteView data) {
    ++commands_;
    switch (command.byte(0)) {
        case get_version: return copy(version_.version_reply());
        case get_version_ex:
            if (!version_.has(StlinkFeature::version_ex)) break;
            return copy(version_.version_ex_reply());
        case get_current_mode: return copy(std::array{static_cast<std::uint8_t>(mode_), std::uint8_t{0}});
        case get_target_voltage:
            if (!version_.has(StlinkFeature::voltage_and_trace)) break;
            return voltage();
        case dfu_byte:
            if (command.byte(1) == dfu_exit && mode_ == Mode::dfu) mode_ = Mode::mass_storage;
            return {};
        case debug_byte: return debug_command(command, data);
        default: break;
    }
    return status_only(StlinkStatus::unknown_command);
}

ByteView StlinkFirmware::debug_command(const CommandBlock& command, ByteView data) {
    const auto commands = debug_commands();
    const auto found = std::ranges::find(commands, command.byte(1), &DebugCommand::opcode);
    if (found == commands.end() || !version_.has(found->since) || mode_ == Mode::dfu) {
        return status_only(StlinkStatus::unknown_command);
    }
    if (found->in_debug_mode && mode_ != Mode::debug) return status_only(StlinkStatus::other_mode);
    const ByteView reply = (this->*found->run)(command, data);
    link_.settle();
    return reply;
}

ByteView StlinkFirmware::voltage() {
    if (mode_ == Mode::dfu) return zeros(StlinkStatus{}, 8);
    std::array<std::uint8_t, 8> reply{};
    store_le32(reply, reference_reading);
    const std::uint32_t half_millivolts = hardware_->target_millivolts() / 2;
    store_le32(MutableByteView(reply).subspan(4), (half_millivolts * reference_reading + 600) / 1200);
    return copy(reply);
}

ByteView StlinkFirmware::status_only(StlinkStatus status) { return zeros(status, 2); }

ByteView StlinkFirmware::status_and_word(StlinkStatus status, std::uint32_t word) {
    zeros(status, 8);
    store_le32(MutableByteView(reply_).subspan(4), word);
    return ByteView(reply_).first(8);
}

ByteView StlinkFirmware::zeros(StlinkStatus status, std::size_t size_bytes) {
    reply_.fill(0);
    reply_[0] = static_cast<std::uint8_t>(status);
    return ByteView(reply_).first(size_bytes);
}

ByteView StlinkFirmware::copy(ByteView bytes) {
    std::ranges::copy(bytes, reply_.begin());
    return ByteView(reply_).first(bytes.size());
}

}  // namespace jig::bench
