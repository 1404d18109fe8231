// SPDX-License-Identifier: Apache-2.0
// A CMSIS-DAP probe on its USB cable: HID reports (v1) or bulk packets (v2). What it was sent it works on while the
// board's time passes, so that the host's transfers and the wire's overlap as long as it has packets in hand.
#pragma once

#include "bench/cmsis_dap/dap_identity.hpp"
#include "bench/cmsis_dap/firmware.hpp"
#include "bench/time/background_work.hpp"
#include "bench/usb/usb_cable.hpp"
#include "bench/usb/usb_probe.hpp"

namespace jig::bench {

class CmsisDapUsb final : public UsbProbe, public BackgroundWork {
 public:
    CmsisDapUsb(DapVersion version, const std::string& board_name, SwjPort& wire, WireClock& wire_clock,
                ProbeHardware& hardware, std::int64_t unplug_at);

    [[nodiscard]] const DapIdentity& identity() const override { return identity_; }
    // With all buffers full a transfer waits until the firmware is done with one.
    Result<void> write(std::uint8_t endpoint, ByteView data) override;
    Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout) override;
    [[nodiscard]] bool answering() const override { return firmware_.has_answer() || firmware_.busy(); }
    void open() override;
    void reset() override;
    void power_on() override { cable_.power_on(); }
    [[nodiscard]] std::uint64_t commands() const override { return firmware_.commands(); }

    bool work() override;

 private:
    [[nodiscard]] bool is_hid() const { return version_ == DapVersion::v1; }
    [[nodiscard]] bool wait_for_room();
    [[nodiscard]] bool wait_for_answer(machine::Picoseconds deadline);
    void pay_out(std::size_t earlier_packets);
    void pay_in(machine::Picoseconds handed_over, machine::Picoseconds ready);
    void wait_until(machine::Picoseconds moment);
    void let_pass(std::size_t payload_bytes);
    [[nodiscard]] machine::Picoseconds now() const { return hardware_->time().moment(); }
    // When the host is where it is: the firmware's last piece may have taken the board a little further.
    [[nodiscard]] machine::Picoseconds host_now() const { return now() == left_at_ ? host_at_ : now(); }

    DapVersion version_;
    DapIdentity identity_;
    DapFirmware firmware_;
    ProbeHardware* hardware_;
    UsbCable cable_;
    bool working_ = false;
    std::deque<machine::Picoseconds> ready_;  // when each answer that waits was there
    machine::Picoseconds last_report_{0};     // the frame of the last report in
    machine::Picoseconds host_at_{0};         // when the host's last transfer ended, ...
    machine::Picoseconds left_at_{0};         // ... and how far the board was by then
};

}  // namespace jig::bench
