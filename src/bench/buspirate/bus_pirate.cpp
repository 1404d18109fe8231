// SPDX-License-Identifier: Apache-2.0
// The binary modes' commands.
#include "bench/buspirate/bus_pirate.hpp"

#include <array>
#include <string_view>

namespace jig::bench {

namespace {

constexpr unsigned zeros_to_enter = 20;
constexpr std::uint8_t done = 0x01;
constexpr std::uint8_t not_here = 0x00;
constexpr std::array<std::uint32_t, 4> raw_wire_hz{5'000, 50'000, 100'000, 400'000};

void append(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

}  // namespace

bool BusPirate::receive(ByteView in, Bytes& out) {
    for (const std::uint8_t byte : in) take(byte, out);
    wire_->settle();
    return true;
}

void BusPirate::take(std::uint8_t byte, Bytes& out) {
    switch (mode_) {
        case Mode::terminal: take_terminal(byte, out); break;
        case Mode::bit_bang: take_bit_bang(byte, out); break;
        case Mode::raw_wire:
            if (bytes_left_ != 0) {
                take_data(byte, out);
            } else {
                take_raw_wire(byte, out);
            }
            break;
    }
}

// The terminal for people is not modelled: it listens for the twenty zeros and says nothing.
void BusPirate::take_terminal(std::uint8_t byte, Bytes& out) {
    zeros_ = byte == 0 ? zeros_ + 1 : 0;
    if (zeros_ == zeros_to_enter) enter_bit_bang(out);
}

void BusPirate::enter_bit_bang(Bytes& out) {
    mode_ = Mode::bit_bang;
    data_ = Drive::released;
    append(out, "BBIO1");
}

void BusPirate::take_bit_bang(std::uint8_t byte, Bytes& out) {
    switch (byte) {
        case 0x00: enter_bit_bang(out); break;
        case 0x05:
            mode_ = Mode::raw_wire;
            lsb_first_ = false;
            append(out, "RAW1");
            break;
        case 0x0F:
            mode_ = Mode::terminal;
            zeros_ = 0;
            out.push_back(done);
            break;
        default: out.push_back(not_here); break;
    }
}

void BusPirate::take_raw_wire(std::uint8_t command, Bytes& out) {
    const unsigned count = (command & 0xFu) + 1;
    switch (command >> 4) {
        case 0x0: take_single(command, out); return;
        case 0x1:
            bytes_left_ = count;
            bits_each_ = 8;
            break;
        case 0x2:
            for (unsigned i = 0; i < count; ++i) tick(data_);
            break;
        case 0x3:
            bytes_left_ = 1;
            bits_each_ = (command & 7u) + 1;
            break;
        case 0x4: set_peripherals(command & 0xF); break;
        case 0x6:
            wire_->settle();
            board_->set_clock_hz(raw_wire_hz[command & 3u]);
            break;
        case 0x8: lsb_first_ = (command & 2) != 0; break;
        default: out.push_back(not_here); return;
    }
    out.push_back(done);
}

void BusPirate::take_single(std::uint8_t command, Bytes& out) {
    switch (command) {
        case 0x00: enter_bit_bang(out); break;
        case 0x01: append(out, "RAW1"); break;
        case 0x06: out.push_back(read_byte()); break;
        case 0x07: out.push_back(read_bit() ? 1 : 0); break;
        case 0x08:
            data_ = Drive::released;
            out.push_back(wire_->sample_swdio() ? 1 : 0);
            break;
        case 0x09:
            tick(data_);
            out.push_back(done);
            break;
        case 0x0C:
        case 0x0D:
            data_ = drive_of(command == 0x0D);
            out.push_back(done);
            break;
        default: out.push_back(not_here); break;  // I2C's start and stop, chip select, a clock pin left high
    }
}

void BusPirate::take_data(std::uint8_t byte, Bytes& out) {
    --bytes_left_;
    send_bits(byte, bits_each_);
    out.push_back(done);
}

// Power, pull-ups, AUX, CS. AUX is what a Bus Pirate resets a target with.
void BusPirate::set_peripherals(std::uint8_t bits) {
    wire_->settle();
    board_->set_nrst((bits & 2) == 0);
}

void BusPirate::send_bits(std::uint8_t byte, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
        const unsigned bit = lsb_first_ ? i : count - 1 - i;
        data_ = drive_of((byte >> bit & 1) != 0);
        tick(data_);
    }
}

// The data pin becomes an input, and is sampled while the clock is high.
bool BusPirate::read_bit() {
    data_ = Drive::released;
    tick(data_);
    return wire_->sample_swdio();
}

std::uint8_t BusPirate::read_byte() {
    unsigned byte = 0;
    for (unsigned i = 0; i < 8; ++i) byte |= (read_bit() ? 1u : 0u) << (lsb_first_ ? i : 7 - i);
    return static_cast<std::uint8_t>(byte);
}

void BusPirate::tick(Drive data) { wire_->rising_edge(data); }

}  // namespace jig::bench
