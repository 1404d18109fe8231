// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/jtag_driver.hpp"

#include <numeric>
#include <utility>

#include "bench/cmsis_dap/dap_ack.hpp"

namespace jig::bench {
namespace {

// The JTAG-DP's instructions, ARM IHI 0031A 4.4.
constexpr std::uint8_t ABORT = 0x8;
constexpr std::uint8_t DPACC = 0xA;
constexpr std::uint8_t APACC = 0xB;
constexpr std::uint8_t IDCODE = 0xE;
constexpr unsigned access_bits = 35;

constexpr std::uint64_t ack_mask = 7;
constexpr std::uint64_t ack_ok_fault = 0b010;
constexpr std::uint64_t ack_wait = 0b001;

// A Transfer Response numbers the acknowledgements as SWD does.
std::uint8_t response_of(std::uint64_t answer) {
    switch (answer & ack_mask) {
        case ack_ok_fault: return dap_ack::ok;
        case ack_wait: return dap_ack::wait;
        default: return static_cast<std::uint8_t>(answer & ack_mask);
    }
}

}  // namespace

void JtagDriver::configure(std::vector<std::uint8_t> instruction_bits) {
    instruction_bits_ = std::move(instruction_bits);
    forget_instruction();
}

bool JtagDriver::select_device(std::size_t index) {
    if (index >= instruction_bits_.size()) return false;
    if (index != device_) forget_instruction();
    device_ = index;
    return true;
}

std::uint32_t JtagDriver::read_idcode() {
    load(IDCODE);
    return static_cast<std::uint32_t>(scan_data(0, 32));
}

void JtagDriver::abort(std::uint32_t value) {
    load(ABORT);
    (void)scan_data(std::uint64_t{value} << 3, access_bits);
}

std::uint8_t JtagDriver::transfer(const DapRequest& request, std::uint32_t& value) {
    load(request.ap ? APACC : DPACC);
    const std::uint64_t data = request.read ? 0 : std::uint64_t{value} << 3;
    const std::uint64_t answer =
        scan_data(data | (request.address & 0xCu) >> 1 | (request.read ? 1u : 0u), access_bits);
    if (request.read) value = static_cast<std::uint32_t>(answer >> 3);
    return response_of(answer);
}

void JtagDriver::load(std::uint8_t instruction) {
    if (instruction_ == instruction) return;
    const auto device = instruction_bits_.begin() + static_cast<std::ptrdiff_t>(device_);
    const auto before = std::accumulate(instruction_bits_.begin(), device, std::size_t{0});
    const auto after = std::accumulate(device + 1, instruction_bits_.end(), std::size_t{0});
    move(0b0011, 4);
    pass_ones(before, false);
    (void)shift(instruction, *device, after == 0);
    pass_ones(after, true);
    move(0b01, 2);
    instruction_ = instruction;
}

// Each bypassed device is one bit.
std::uint64_t JtagDriver::scan_data(std::uint64_t bits, unsigned count) {
    const std::size_t after = instruction_bits_.size() - device_ - 1;
    move(0b001, 3);
    pass_ones(device_, false);
    const std::uint64_t out = shift(bits, count, after == 0);
    pass_ones(after, true);
    move(0b01, 2);
    return out;
}

// TMS, the first bit lowest.
void JtagDriver::move(std::uint32_t tms, unsigned count) {
    for (unsigned i = 0; i < count; ++i) wire_->rising_edge(drive_of((tms >> i & 1) != 0));
}

// The last bit of a scan leaves the Shift state.
std::uint64_t JtagDriver::shift(std::uint64_t bits, unsigned count, bool last) {
    std::uint64_t out = 0;
    for (unsigned i = 0; i < count; ++i) {
        if (wire_->sample_tdo() && i < 64) out |= std::uint64_t{1} << i;
        wire_->rising_edge(drive_of(last && i + 1 == count), i < 64 && (bits >> i & 1) != 0);
    }
    return out;
}

void JtagDriver::pass_ones(std::size_t count, bool last) {
    for (std::size_t i = 0; i < count; ++i) wire_->rising_edge(drive_of(last && i + 1 == count), true);
}

}  // namespace jig::bench
