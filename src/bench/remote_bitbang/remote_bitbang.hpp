// SPDX-License-Identifier: Apache-2.0
// OpenOCD's remote_bitbang protocol: one character per change of the pins, JTAG and SWD alike. The characters are in
// OpenOCD's doc/manual/jtag/drivers/remote_bitbang.txt; 0.12 sends the JTAG ones, later releases both.
#pragma once

#include <cstdint>

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/swd/adapter_board.hpp"
#include "bench/swd/swj_port.hpp"

namespace jig::bench {

class RemoteBitbang final : public ByteProtocol {
 public:
    RemoteBitbang(SwjPort& wire, AdapterBoard& board) : wire_(&wire), board_(&board) {}

    bool receive(ByteView in, Bytes& out) override;

 private:
    bool take(char character, Bytes& out);
    void set_jtag(unsigned bits);
    void set_swd(unsigned bits);
    void set_resets(unsigned bits);
    void set_clock(bool high);
    void sleep(Duration duration);

    SwjPort* wire_;
    AdapterBoard* board_;
    bool clock_ = false;
    bool tms_ = true;  // and SWDIO
    bool tdi_ = true;
    bool tdo_ = true;      // as of the last falling edge
    bool driving_ = true;  // SWDIO
};

}  // namespace jig::bench
