// SPDX-License-Identifier: Apache-2.0
// Any bytes to the ROM bootloader after it was spoken to. The first says whether the rest comes byte by byte, with time
// between for a reset, or in pieces that may overrun it, some of them at another rate.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "bench/bootloader/boot_uart.hpp"
#include "board/testing/board_on_desk.hpp"

namespace {

class DeskTime final : public jig::bench::BoardTime {
 public:
    explicit DeskTime(jig::board::testing::BoardOnDesk& desk) : desk_(&desk) {}
    void advance(jig::machine::Picoseconds duration) override { desk_->pass(duration); }
    [[nodiscard]] jig::machine::Picoseconds moment() const override { return desk_->board.chip().now(); }

 private:
    jig::board::testing::BoardOnDesk* desk_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t longest_input = 2048;
    // A byte of input ends at most one command, whose answer is at most ACK and 256 bytes.
    constexpr std::size_t longest_answer = 258;
    jig::board::BoardDescription description = jig::board::bare_board("STM32F103C6").value();
    description.boot0_high = true;
    jig::board::testing::BoardOnDesk desk(description);
    DeskTime time(desk);
    jig::bench::BootUart uart(desk.board, time);
    desk.board.power_on();
    desk.pass(std::chrono::milliseconds{10});
    if (uart.exchange(jig::Bytes{0x7F}, 115200).size() != 1) __builtin_trap();
    size = std::min(size, longest_input);
    const bool one_by_one = size > 0 && data[0] % 2 == 1;
    for (std::size_t at = 1; at < size;) {
        const std::size_t piece = one_by_one ? 1 : std::min<std::size_t>(1 + data[at] % 16, size - at);
        const unsigned baud = !one_by_one && data[at] >= 0xF0 ? 9600 : 115200;
        const auto out = uart.exchange(jig::ByteView(data + at, piece), baud);
        if (out.size() > piece * longest_answer) __builtin_trap();
        at += piece;
        desk.pass(std::chrono::milliseconds{1});
    }
    return 0;
}
