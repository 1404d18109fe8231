// SPDX-License-Identifier: Apache-2.0
// A Bus Pirate v3 in binary mode: bit-bang entry and raw 2-wire, which is what SWD is driven with. The commands are
// those of the Bus Pirate's published binary mode description; the other modes are answered with 0x00, "not here".
#pragma once

#include <cstdint>

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/swd/adapter_board.hpp"
#include "bench/swd/swj_port.hpp"

namespace jig::bench {

class BusPirate final : public ByteProtocol {
 public:
    BusPirate(SwjPort& wire, AdapterBoard& board) : wire_(&wire), board_(&board) {}

    bool receive(ByteView in, Bytes& out) override;

 private:
    enum class Mode : std::uint8_t { terminal, bit_bang, raw_wire };

    void take(std::uint8_t byte, Bytes& out);
    void take_terminal(std::uint8_t byte, Bytes& out);
    void take_bit_bang(std::uint8_t byte, Bytes& out);
    void take_raw_wire(std::uint8_t command, Bytes& out);
    void take_data(std::uint8_t byte, Bytes& out);
    void take_single(std::uint8_t command, Bytes& out);
    void enter_bit_bang(Bytes& out);
    void set_peripherals(std::uint8_t bits);
    void send_bits(std::uint8_t byte, unsigned count);
    [[nodiscard]] bool read_bit();
    [[nodiscard]] std::uint8_t read_byte();
    void tick(Drive data);

    SwjPort* wire_;
    AdapterBoard* board_;
    Mode mode_ = Mode::terminal;
    unsigned zeros_ = 0;       // in a row, in the terminal
    unsigned bytes_left_ = 0;  // that the bulk write still takes
    unsigned bits_each_ = 8;   // of them
    bool lsb_first_ = false;
    Drive data_ = Drive::released;  // what the data pin was left as
};

}  // namespace jig::bench
