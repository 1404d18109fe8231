// SPDX-License-Identifier: Apache-2.0
// Scans from Run-Test/Idle and back: an instruction takes 4 + 9 + 2 cycles of TCK, an access 3 + 36 + 2.
#include "bench/jtag/jtag_host.hpp"

namespace jig::bench {
namespace {

// The JTAG-DP's instructions, ARM IHI 0031A 4.4. Its instruction register is the one next to TDO: low bits first.
constexpr std::uint8_t ABORT = 0x8;
constexpr std::uint8_t DPACC = 0xA;
constexpr std::uint8_t APACC = 0xB;
constexpr std::uint8_t IDCODE = 0xE;
constexpr unsigned access_bits = 35;

// The boundary-scan TAP behind it, which stays in BYPASS (RM0008 31.5: five bits of instruction).
constexpr unsigned chain_ir_bits = 4 + 5;
constexpr std::uint64_t boundary_bypass = 0x1F << 4;
constexpr unsigned bypass_bits = 1;

constexpr std::uint64_t ack_mask = 7;
constexpr std::uint64_t ack_ok_fault = 0b010;
constexpr std::uint64_t ack_wait = 0b001;

constexpr std::uint8_t instruction_of(const DapRequest& request) {
    if (request.ap) return APACC;
    // Address 0 of a JTAG-DP is reserved; ABORT is an instruction.
    return request.address == 0 && !request.read ? ABORT : DPACC;
}

SwdAck ack_of(std::uint64_t answer) {
    if ((answer & ack_mask) == ack_ok_fault) return SwdAck::ok;
    return (answer & ack_mask) == ack_wait ? SwdAck::wait : SwdAck::none;
}

}  // namespace

void JtagHost::reset() {
    move(0b011111, 6);
    instruction_ = IDCODE;
}

std::uint32_t JtagHost::read_idcode() { return static_cast<std::uint32_t>(scan_dr(0, 32)); }

DapTransfer JtagHost::transfer(const DapRequest& request, std::uint32_t value) {
    const std::uint64_t before = wire_->cycles();
    select(instruction_of(request));
    const std::uint64_t bits = std::uint64_t{value} << 3 | (request.address & 0xCu) >> 1 | (request.read ? 1u : 0u);
    const std::uint64_t answer = scan_dr(bits, access_bits + bypass_bits);
    DapTransfer result;
    result.ack = ack_of(answer);
    result.value = static_cast<std::uint32_t>(answer >> 3);
    result.cycles = static_cast<unsigned>(wire_->cycles() - before);
    return result;
}

void JtagHost::select(std::uint8_t instruction) {
    if (instruction == instruction_) return;
    move(0b0011, 4);
    shift(boundary_bypass | instruction, chain_ir_bits);
    instruction_ = instruction;
}

std::uint64_t JtagHost::scan_dr(std::uint64_t bits, unsigned count) {
    move(0b001, 3);
    return shift(bits, count);
}

// From a Shift state by Exit1 and Update to Run-Test/Idle.
std::uint64_t JtagHost::shift(std::uint64_t bits, unsigned count) {
    std::uint64_t out = 0;
    for (unsigned i = 0; i < count; ++i) {
        out |= std::uint64_t{wire_->sample_tdo()} << i;
        wire_->rising_edge(drive_of(i + 1 == count), (bits >> i & 1) != 0);
    }
    move(0b01, 2);
    return out;
}

// TMS, the first bit lowest.
void JtagHost::move(std::uint32_t tms, unsigned count) {
    for (unsigned i = 0; i < count; ++i) wire_->rising_edge(drive_of((tms >> i & 1) != 0));
}

}  // namespace jig::bench
