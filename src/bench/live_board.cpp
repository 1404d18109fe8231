// SPDX-License-Identifier: Apache-2.0
#include "bench/live_board.hpp"

#include <utility>

namespace jig::bench {
namespace {

constexpr unsigned supply_millivolts = 3300;
constexpr std::uint32_t initial_khz = 1000;  // until the probe's firmware sets its own

}  // namespace

Result<std::unique_ptr<LiveBoard>> LiveBoard::open(const board::BenchDescription& bench,
                                                   const board::BoardDescription& description) {
    TRY_ASSIGN(StateFolder state, StateFolder::open(bench.state, description));
    std::unique_ptr<LiveBoard> live(new LiveBoard(description, std::move(state)));
    TRY(live->plug_in_probe());
    live->power_on();
    return live;
}

LiveBoard::LiveBoard(const board::BoardDescription& description, StateFolder state)
    : state_(std::move(state)),
      board_(description, state_.storage()),
      clock_(board_),
      wire_clock_(clock_, initial_khz),
      bus_(board_.chip()),
      debug_port_(bus_, WaitInjection{description.faults.seed, description.faults.wait}),
      wire_(debug_port_, wire_clock_, ContactNoise{description.faults.seed, description.faults.contact}) {}

Result<void> LiveBoard::plug_in_probe() {
    const board::BoardDescription& board = description();
    const bool dap_v2 = board.probe == board::ProbeKind::cmsis_dap_v2;
    if (dap_v2 || board.probe == board::ProbeKind::cmsis_dap_v1) {
        dap_ = make_dap(dap_v2 ? DapVersion::v2 : DapVersion::v1);
    }
    if ((board.dap_socket || board.cmsis_dap_port) && !dap_v2) second_dap_ = make_dap(DapVersion::v2);
    if (dap_ || second_dap_) clock_.set_background(this);
    if (board.probe != board::ProbeKind::stlink_v2 && board.probe != board::ProbeKind::stlink_v3) return {};
    TRY_ASSIGN(const StlinkVersion version, StlinkVersion::parse(board.probe_firmware));
    ProbeHardware& pins = *this;
    stlink_ = std::make_unique<StlinkUsb>(version, board.name, wire_, wire_clock_, pins, board.faults.usb_unplug_at);
    return {};
}

std::unique_ptr<CmsisDapUsb> LiveBoard::make_dap(DapVersion version) {
    ProbeHardware& pins = *this;
    return std::make_unique<CmsisDapUsb>(version, description().name, wire_, wire_clock_, pins,
                                         description().faults.usb_unplug_at);
}

UsbProbe* LiveBoard::usb_probe() {
    if (stlink_) return stlink_.get();
    return dap_.get();
}

UsbProbe* LiveBoard::dap_v2() {
    return second_dap_ || description().probe != board::ProbeKind::cmsis_dap_v2 ? second_dap_.get() : dap_.get();
}

bool LiveBoard::work() {
    const bool first = dap_ && dap_->work();
    return (second_dap_ && second_dap_->work()) || first;
}

void LiveBoard::power_on() {
    if (board_.chip().powered()) return;
    board_.power_on();
    board_.chip().set_nrst(nrst_low_);
    debug_port_.power_on_reset();
    wire_.power_on_reset();
    uart_.power_on();
    if (stlink_) stlink_->power_on();
    for (const auto& dap : {dap_.get(), second_dap_.get()}) {
        if (dap != nullptr) dap->power_on();
    }
}

void LiveBoard::power_off() { board_.power_off(); }

void LiveBoard::set_nrst(bool low) {
    if (!description().nrst_wired || low == nrst_low_) return;
    nrst_low_ = low;
    board_.chip().set_nrst(low);
}

unsigned LiveBoard::target_millivolts() const { return board_.chip().powered() ? supply_millivolts : 0; }

}  // namespace jig::bench
