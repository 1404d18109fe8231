// SPDX-License-Identifier: Apache-2.0
// Commands about the core, carried out through its debug registers (DDI 0403 C1.6).
#include "bench/stlink/firmware.hpp"

namespace jig::bench {
namespace {

constexpr std::uint32_t DHCSR = 0xE000'EDF0;
constexpr std::uint32_t DCRSR = 0xE000'EDF4;
constexpr std::uint32_t DCRDR = 0xE000'EDF8;
constexpr std::uint32_t AIRCR = 0xE000'ED0C;
constexpr std::uint32_t DBGKEY = 0xA05F'0000;
constexpr std::uint32_t C_DEBUGEN = 1u << 0;
constexpr std::uint32_t C_HALT = 1u << 1;
constexpr std::uint32_t C_STEP = 1u << 2;
constexpr std::uint32_t C_MASKINTS = 1u << 3;
constexpr std::uint32_t S_REGRDY = 1u << 16;
constexpr std::uint32_t S_HALT = 1u << 17;
constexpr std::uint32_t REGWnR = 1u << 16;
constexpr std::uint32_t VECTKEY_SYSRESETREQ = 0x05FA'0004;

// Replies to "core status" have no status code of their own.
constexpr std::uint8_t core_running = 0x80;
constexpr std::uint8_t core_halted = 0x81;

constexpr unsigned register_polls = 16;  // a halted core is ready within a few of its cycles
// R0..R15, xPSR, MSP, PSP, and two words that stlink-tools calls rw and rw2.
constexpr unsigned all_registers = 21;

}  // namespace

ByteView StlinkFirmware::read_debug_register(const CommandBlock& command, ByteView) {
    if (command.le32(2) % 4 != 0) return status_and_word(StlinkStatus::alignment_error, 0);
    std::uint32_t value = 0;
    const MemoryReply reply = memory_.read_word(command.le32(2), value);
    return status_and_word(reply.status, value);
}

ByteView StlinkFirmware::write_debug_register(const CommandBlock& command, ByteView) {
    if (command.le32(2) % 4 != 0) return status_only(StlinkStatus::alignment_error);
    return status_only(memory_.write_word(command.le32(2), command.le32(6)).status);
}

ByteView StlinkFirmware::core_status(const CommandBlock&, ByteView) {
    std::uint32_t dhcsr = 0;
    const MemoryReply reply = memory_.read_word(DHCSR, dhcsr);
    if (reply.status != StlinkStatus::ok) return status_only(reply.status);
    return copy(std::array{(dhcsr & S_HALT) != 0 ? core_halted : core_running, std::uint8_t{0}});
}

ByteView StlinkFirmware::force_debug(const CommandBlock&, ByteView) {
    return status_only(memory_.write_word(DHCSR, DBGKEY | C_HALT | C_DEBUGEN).status);
}

ByteView StlinkFirmware::run_core(const CommandBlock&, ByteView) {
    return status_only(memory_.write_word(DHCSR, DBGKEY | C_DEBUGEN).status);
}

ByteView StlinkFirmware::step_core(const CommandBlock&, ByteView) {
    for (const std::uint32_t bits : {C_HALT | C_MASKINTS, C_STEP | C_MASKINTS, C_HALT}) {
        const MemoryReply reply = memory_.write_word(DHCSR, DBGKEY | C_DEBUGEN | bits);
        if (reply.status != StlinkStatus::ok) return status_only(reply.status);
    }
    return status_only(StlinkStatus::ok);
}

ByteView StlinkFirmware::reset_system(const CommandBlock&, ByteView) {
    return status_only(memory_.write_word(AIRCR, VECTKEY_SYSRESETREQ).status);
}

ByteView StlinkFirmware::read_register(const CommandBlock& command, ByteView) {
    std::uint32_t value = 0;
    const StlinkStatus status = core_register(command.byte(2), value);
    return status_and_word(status, value);
}

ByteView StlinkFirmware::write_register(const CommandBlock& command, ByteView) {
    const MemoryReply data = memory_.write_word(DCRDR, command.le32(3));
    if (data.status != StlinkStatus::ok) return status_only(data.status);
    return status_only(memory_.write_word(DCRSR, REGWnR | command.byte(2)).status);
}

ByteView StlinkFirmware::read_all_registers(const CommandBlock&, ByteView) {
    constexpr std::size_t size_bytes = 4 + 4 * all_registers;
    zeros(StlinkStatus::ok, size_bytes);
    for (std::uint32_t i = 0; i < all_registers; ++i) {
        std::uint32_t value = 0;
        const StlinkStatus status = core_register(i, value);
        if (status != StlinkStatus::ok) return zeros(status, size_bytes);
        store_le32(MutableByteView(reply_).subspan(4 + std::size_t{4} * i), value);
    }
    return ByteView(reply_).first(size_bytes);
}

StlinkStatus StlinkFirmware::core_register(std::uint32_t selector, std::uint32_t& value) {
    MemoryReply reply = memory_.write_word(DCRSR, selector);
    for (unsigned poll = 0; reply.status == StlinkStatus::ok && poll < register_polls; ++poll) {
        std::uint32_t dhcsr = 0;
        reply = memory_.read_word(DHCSR, dhcsr);
        if ((dhcsr & S_REGRDY) != 0) break;
    }
    if (reply.status == StlinkStatus::ok) reply = memory_.read_word(DCRDR, value);
    return reply.status;
}

}  // namespace jig::bench
