// SPDX-License-Identifier: Apache-2.0
// The commands that read and write registers of DP and AP. CMSIS-DAP 2.1.2, "Transfer Commands".
#include "bench/cmsis_dap/dap_status.hpp"
#include "bench/cmsis_dap/firmware.hpp"

namespace jig::bench {
namespace {

constexpr std::size_t transfer_header_bytes = 2;
constexpr std::size_t block_header_bytes = 3;

std::size_t room_behind(std::size_t header_bytes, const PacketWriter& answer) {
    return answer.room() < header_bytes ? 0 : answer.room() - header_bytes;
}

}  // namespace

void DapFirmware::transfer_configure(PacketWriter& answer) {
    swd_.set_idle_cycles(packet_.byte());
    settings_.wait_retries = packet_.half_word();
    settings_.match_retries = packet_.half_word();
    answer.byte(dap_status::ok);
}

// The answer is written when the run is over.
void DapFirmware::transfer(PacketWriter& answer) {
    const bool possible = select_target(packet_.byte());
    TransferPlan plan = plan_transfer(transport_, packet_, room_behind(transfer_header_bytes, answer));
    if (!possible) plan.steps.clear();
    run_.emplace(std::move(plan), settings_);
}

void DapFirmware::transfer_block(PacketWriter& answer) {
    const bool possible = select_target(packet_.byte());
    TransferPlan plan = plan_block(transport_, packet_, room_behind(block_header_bytes, answer));
    if (!possible) plan.steps.clear();
    run_.emplace(std::move(plan), settings_);
}

bool DapFirmware::select_target(std::uint8_t index) {
    if (transport_ == DapTransport::jtag) return jtag_.select_device(index);
    return transport_ == DapTransport::swd;
}

// What a write of ABORT is answered with is not told.
void DapFirmware::write_abort(PacketWriter& answer) {
    const bool possible = select_target(packet_.byte());
    std::uint32_t value = packet_.word();
    if (!possible) return answer.byte(dap_status::error);
    if (transport_ == DapTransport::jtag) {
        jtag_.abort(value);
    } else {
        (void)swd_.transfer({.ap = false, .read = false, .address = 0}, value);
    }
    answer.byte(dap_status::ok);
}

}  // namespace jig::bench
