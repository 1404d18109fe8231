// SPDX-License-Identifier: Apache-2.0
// The commands that move pins and clock sequences. CMSIS-DAP 2.1.2, "Common SWD/JTAG Commands", "SWD Commands" and
// "JTAG Commands".
#include <utility>

#include "bench/cmsis_dap/dap_status.hpp"
#include "bench/cmsis_dap/firmware.hpp"

namespace jig::bench {
namespace {

// DAP_SWJ_Pins, "I/O Pin Mapping".
constexpr std::uint8_t SWCLK_TCK = 1 << 0;
constexpr std::uint8_t SWDIO_TMS = 1 << 1;
constexpr std::uint8_t TDI = 1 << 2;
constexpr std::uint8_t TDO = 1 << 3;
constexpr std::uint8_t nTRST = 1 << 5;
constexpr std::uint8_t nRESET = 1 << 7;

constexpr std::uint8_t sequence_cycles = 0x3F;
constexpr std::uint8_t sequence_tms = 0x40;
constexpr std::uint8_t sequence_captures = 0x80;  // TDO, or SWDIO which is then an input
constexpr unsigned longest_sequence = 64;
constexpr unsigned longest_swj_sequence = 256;

constexpr unsigned whole_bytes(unsigned bits) { return (bits + 7) / 8; }

std::uint64_t bits_of(ByteView bytes) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) bits |= std::uint64_t{bytes[i]} << 8 * i;
    return bits;
}

void put_bits(PacketWriter& answer, std::uint64_t bits, unsigned count) {
    for (unsigned i = 0; i < whole_bytes(count); ++i) answer.byte(static_cast<std::uint8_t>(bits >> 8 * i));
}

unsigned cycles_of(std::uint8_t sequence) {
    const unsigned cycles = sequence & sequence_cycles;
    return cycles == 0 ? longest_sequence : cycles;
}

}  // namespace

// A pin has the level it is driven to at once, so that there is nothing to wait for.
void DapFirmware::swj_pins(PacketWriter& answer) {
    const std::uint8_t levels = packet_.byte();
    drive_pins(levels, packet_.byte());
    packet_.word();
    answer.byte(read_pins());
}

void DapFirmware::drive_pins(std::uint8_t levels, std::uint8_t selected) {
    const auto drive = [&](std::uint8_t pin, bool& level) {
        if ((selected & pin) == 0) return false;
        const bool before = std::exchange(level, (levels & pin) != 0);
        return before != level;
    };
    // The clock comes first, as in ARM's firmware: an edge finds the other pins as they were.
    if (drive(SWCLK_TCK, pins_.swclk) && pins_.swclk) wire_->rising_edge(drive_of(pins_.swdio), pins_.tdi);
    drive(SWDIO_TMS, pins_.swdio);
    drive(TDI, pins_.tdi);
    if (drive(nTRST, pins_.ntrst)) wire_->set_njtrst(!pins_.ntrst);
    if (drive(nRESET, pins_.nreset)) hardware_->set_nrst(!pins_.nreset);
}

std::uint8_t DapFirmware::read_pins() {
    const auto level = [](bool high, std::uint8_t pin) { return high ? pin : std::uint8_t{0}; };
    return static_cast<std::uint8_t>(level(pins_.swclk, SWCLK_TCK) | level(pins_.swdio, SWDIO_TMS) |
                                     level(pins_.tdi, TDI) | level(wire_->sample_tdo(), TDO) |
                                     level(pins_.ntrst, nTRST) | level(pins_.nreset, nRESET));
}

void DapFirmware::swj_clock(PacketWriter& answer) {
    const std::uint32_t hz = packet_.word();
    if (hz == 0) return answer.byte(dap_status::error);
    clock_hz_ = dap_clock_hz(hz);
    clock_->set_hz(clock_hz_);
    answer.byte(dap_status::ok);
}

void DapFirmware::swj_sequence(PacketWriter& answer) {
    unsigned count = packet_.byte();
    if (count == 0) count = longest_swj_sequence;
    const ByteView bytes = packet_.take(whole_bytes(count));
    for (unsigned i = 0; i < count; ++i) {
        const unsigned byte = i / 8 < bytes.size() ? bytes[i / 8] : 0u;
        wire_->rising_edge(drive_of((byte >> i % 8 & 1) != 0), pins_.tdi);
    }
    jtag_.forget_instruction();
    answer.byte(dap_status::ok);
}

void DapFirmware::swd_configure(PacketWriter& answer) {
    const std::uint8_t configuration = packet_.byte();
    swd_.configure((configuration & 3u) + 1, (configuration & 4) != 0);
    answer.byte(dap_status::ok);
}

void DapFirmware::swd_sequence(PacketWriter& answer) {
    answer.byte(dap_status::ok);
    for (unsigned left = packet_.byte(); left != 0 && packet_.left() != 0; --left) {
        const std::uint8_t sequence = packet_.byte();
        const unsigned cycles = cycles_of(sequence);
        if ((sequence & sequence_captures) != 0) {
            put_bits(answer, swd_.receive(cycles), cycles);
        } else {
            swd_.send(bits_of(packet_.take(whole_bytes(cycles))), cycles);
        }
    }
}

void DapFirmware::jtag_sequence(PacketWriter& answer) {
    answer.byte(dap_status::ok);
    for (unsigned left = packet_.byte(); left != 0 && packet_.left() != 0; --left) {
        const std::uint8_t sequence = packet_.byte();
        const unsigned cycles = cycles_of(sequence);
        const std::uint64_t tdi = bits_of(packet_.take(whole_bytes(cycles)));
        std::uint64_t tdo = 0;
        for (unsigned i = 0; i < cycles; ++i) {
            tdo |= std::uint64_t{wire_->sample_tdo()} << i;
            wire_->rising_edge(drive_of((sequence & sequence_tms) != 0), (tdi >> i & 1) != 0);
        }
        if ((sequence & sequence_captures) != 0) put_bits(answer, tdo, cycles);
    }
    jtag_.forget_instruction();
}

void DapFirmware::jtag_configure(PacketWriter& answer) {
    const ByteView lengths = packet_.take(packet_.byte());
    jtag_.configure({lengths.begin(), lengths.end()});
    answer.byte(dap_status::ok);
}

void DapFirmware::jtag_idcode(PacketWriter& answer) {
    const std::uint8_t index = packet_.byte();
    if (transport_ != DapTransport::jtag || !jtag_.select_device(index)) return answer.byte(dap_status::error);
    answer.byte(dap_status::ok);
    answer.word(jtag_.read_idcode());
}

}  // namespace jig::bench
