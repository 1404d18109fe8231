// SPDX-License-Identifier: Apache-2.0
// One described board with power, its contents mapped, its clock, its debug port and the probe that hangs on it. Not
// thread-safe: whoever serves it to several clients holds a lock around every call.
#pragma once

#include <memory>

#include "bench/bootloader/boot_uart.hpp"
#include "bench/cmsis_dap/cmsis_dap_usb.hpp"
#include "bench/debug_port/chip_bus.hpp"
#include "bench/state/state_folder.hpp"
#include "bench/stlink/stlink_usb.hpp"
#include "bench/swd/adapter_board.hpp"
#include "bench/swd/swj_port.hpp"
#include "bench/time/board_clock.hpp"
#include "bench/time/wire_clock.hpp"
#include "board/board.hpp"

namespace jig::bench {

class LiveBoard final : private ProbeHardware, private BackgroundWork {
 public:
    // Takes the board's lock, maps or makes its contents, and powers it on. Errors: as StateFolder::open; bad_file (a
    // probe firmware the bench does not have).
    static Result<std::unique_ptr<LiveBoard>> open(const board::BenchDescription& bench,
                                                   const board::BoardDescription& description);

    [[nodiscard]] const board::BoardDescription& description() const { return board_.description(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return state_.path(); }
    [[nodiscard]] board::Board& board() { return board_; }
    [[nodiscard]] BoardClock& clock() { return clock_; }
    [[nodiscard]] DebugPort& debug_port() { return debug_port_; }
    [[nodiscard]] SwjPort& wire() { return wire_; }
    // The probe that the board hangs on, if it is one on USB; nullptr otherwise.
    [[nodiscard]] UsbProbe* usb_probe();
    // The same, if it is an ST-Link.
    [[nodiscard]] StlinkUsb* stlink() { return stlink_.get(); }
    // The CMSIS-DAP v2 probe of `dap_socket` and `cmsis_dap_port`: the board's own if it is one, else a second on the
    // same wires; nullptr when the bench file names none.
    [[nodiscard]] UsbProbe* dap_v2();

    // The cable at USART1's pins.
    [[nodiscard]] BootUart& uart() { return uart_; }

    // For an adapter that moves single bits on the same wires.
    [[nodiscard]] AdapterBoard& adapter() { return adapter_; }

    // Nothing happens to a board that has power already.
    void power_on();
    void power_off();

 private:
    class BitAdapter final : public AdapterBoard {
     public:
        explicit BitAdapter(LiveBoard& live) : live_(&live) {}
        void pass(std::uint64_t clock_cycles) override { live_->wire_clock_.pass(clock_cycles); }
        void set_nrst(bool low) override { live_->set_nrst(low); }
        void set_clock_hz(std::uint32_t hz) override { live_->wire_clock_.set_hz(hz); }
        void sleep(Duration duration) override { live_->clock_.sleep(duration); }

     private:
        LiveBoard* live_;
    };

    LiveBoard(const board::BoardDescription& description, StateFolder state);
    Result<void> plug_in_probe();
    [[nodiscard]] std::unique_ptr<CmsisDapUsb> make_dap(DapVersion version);
    void set_nrst(bool low) override;
    [[nodiscard]] unsigned target_millivolts() const override;
    [[nodiscard]] BoardTime& time() override { return clock_; }
    // What CMSIS-DAP probes were asked for they do while time passes.
    bool work() override;

    StateFolder state_;
    board::Board board_;
    BoardClock clock_;
    BootUart uart_{board_, clock_};
    WireClock wire_clock_;
    ChipBus bus_;
    DebugPort debug_port_;
    SwjPort wire_;
    BitAdapter adapter_{*this};
    std::unique_ptr<StlinkUsb> stlink_;
    std::unique_ptr<CmsisDapUsb> dap_;
    std::unique_ptr<CmsisDapUsb> second_dap_;
    bool nrst_low_ = false;
};

}  // namespace jig::bench
