// SPDX-License-Identifier: Apache-2.0
// READMEM and WRITEMEM with their limits, and the status of the last transfer.
#include <algorithm>

#include "bench/stlink/firmware.hpp"

namespace jig::bench {
namespace {

constexpr std::uint8_t read_mem8 = 0x0C;
constexpr std::uint8_t write_mem8 = 0x0D;
constexpr std::uint8_t write_mem32 = 0x08;
constexpr std::uint8_t read_mem16 = 0x47;
constexpr std::uint8_t write_mem16 = 0x48;
constexpr std::uint8_t write_mem32_no_increment = 0x50;
constexpr std::uint8_t read_mem32_no_increment = 0x54;
constexpr std::uint8_t misc_out_byte = 0x51;

constexpr std::size_t bytes8_v2 = 64;
constexpr std::size_t bytes8_v3 = 512;

machine::Width width_of(std::uint8_t opcode) {
    if (opcode == read_mem8 || opcode == write_mem8) return machine::Width::byte;
    if (opcode == read_mem16 || opcode == write_mem16) return machine::Width::half;
    return machine::Width::word;
}

}  // namespace

std::size_t StlinkFirmware::data_bytes(const CommandBlock& command) const {
    if (command.byte(0) != 0xF2) return 0;
    const auto commands = debug_commands();
    const auto found = std::ranges::find(commands, command.byte(1), &DebugCommand::opcode);
    if (found == commands.end() || !version_.has(found->since)) return 0;
    switch (command.byte(1)) {
        case write_mem8:
        case write_mem16:
        case write_mem32:
        case write_mem32_no_increment: return std::min<std::size_t>(command.le16(6), buffer_bytes);
        case misc_out_byte: return misc_data_bytes(command);
        default: return 0;
    }
}

ByteView StlinkFirmware::read_memory(const CommandBlock& command, ByteView) {
    const std::size_t length = command.le16(6);
    const MemoryRequest request = memory_request(command, width_of(command.byte(1)));
    const std::size_t answered = std::min(std::max<std::size_t>(length, 2), buffer_bytes);
    last_ = {check_transfer(request, length), request.address};
    if (last_.status == StlinkStatus::ok) last_ = memory_.read(request, MutableByteView(buffer_).first(length));
    // Whatever came of it, the host gets as many bytes as it asked for. One byte is answered with two.
    return ByteView(buffer_).first(answered);
}

ByteView StlinkFirmware::write_memory(const CommandBlock& command, ByteView data) {
    const MemoryRequest request = memory_request(command, width_of(command.byte(1)));
    last_ = {check_transfer(request, command.le16(6)), request.address};
    if (last_.status == StlinkStatus::ok) last_ = memory_.write(request, data);
    return {};
}

ByteView StlinkFirmware::last_status(const CommandBlock&, ByteView) { return status_only(last_.status); }

ByteView StlinkFirmware::last_status2(const CommandBlock&, ByteView) {
    zeros(last_.status, 12);
    if (last_.status != StlinkStatus::ok) store_le32(MutableByteView(reply_).subspan(4), last_.fault_address);
    return ByteView(reply_).first(12);
}

MemoryRequest StlinkFirmware::memory_request(const CommandBlock& command, machine::Width width) const {
    MemoryRequest request{.address = command.le32(2), .width = width};
    request.increment = command.byte(1) != read_mem32_no_increment && command.byte(1) != write_mem32_no_increment;
    if (version_.has(StlinkFeature::ap_and_csw)) {
        request.ap = command.byte(8);
        request.csw = command.le32(8) & 0xFFFF'FF00;
    }
    return request;
}

StlinkStatus StlinkFirmware::check_transfer(const MemoryRequest& request, std::size_t length) const {
    const auto step = static_cast<std::size_t>(request.width);
    const std::size_t bytes8 = version_.has(StlinkFeature::bytes_512) ? bytes8_v3 : bytes8_v2;
    const std::size_t limit = request.width == machine::Width::byte ? bytes8 : buffer_bytes;
    if (length > limit) return StlinkStatus::command_error;
    if (length % step != 0 || request.address % step != 0) return StlinkStatus::alignment_error;
    return memory_usable(request.ap) ? StlinkStatus::ok : StlinkStatus::bad_ap;
}

}  // namespace jig::bench
