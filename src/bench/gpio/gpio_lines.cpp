// SPDX-License-Identifier: Apache-2.0
#include "bench/gpio/gpio_lines.hpp"

#include <fmt/format.h>

#include <vector>

namespace jig::bench {
namespace {

enum Offset : unsigned { swclk = 0, swdio = 1, nrst = 2 };

// A cycle is about three changes or reads of a line, each a call of the kernel. That such a call takes a microsecond is
// our assumption, and nothing is compared with it.
constexpr std::uint32_t clock_hz = 1'000'000 / 3;

class BenchGpioLines final : public port::GpioLines {
 public:
    BenchGpioLines(SwjPort& wire, AdapterBoard& board, std::vector<unsigned> offsets)
        : wire_(&wire), board_(&board), offsets_(std::move(offsets)) {
        board_->set_clock_hz(clock_hz);
    }
    ~BenchGpioLines() override { board_->set_nrst(false); }

    Result<void> drive(std::size_t line, bool high) override {
        switch (offsets_.at(line)) {
            case swclk: set_clock(high); break;
            case swdio: swdio_ = drive_of(high); break;
            default: board_->set_nrst(!high); break;
        }
        return {};
    }

    Result<void> release(std::size_t line) override {
        if (offsets_.at(line) == swdio) swdio_ = Drive::released;
        return {};
    }

    Result<bool> level(std::size_t line) override {
        wire_->settle();
        switch (offsets_.at(line)) {
            case swclk: return clock_;
            case swdio: return swdio_ == Drive::released ? wire_->sample_swdio() : swdio_ == Drive::high;
            default: return true;
        }
    }

 private:
    void set_clock(bool high) {
        if (high && !clock_) wire_->rising_edge(swdio_);
        clock_ = high;
    }

    SwjPort* wire_;
    AdapterBoard* board_;
    std::vector<unsigned> offsets_;
    Drive swdio_ = Drive::high;
    bool clock_ = true;
};

}  // namespace

Result<std::unique_ptr<port::GpioLines>> open_gpio_lines(SwjPort& wire, AdapterBoard& board,
                                                         std::span<const port::GpioLine> lines) {
    std::vector<unsigned> offsets;
    for (const port::GpioLine& line : lines) {
        if (line.offset >= gpio_lines) {
            return fail(ErrorKind::no_probe,
                        fmt::format("{} has no line {}; it has {}", gpio_chip, line.offset, gpio_lines));
        }
        offsets.push_back(line.offset);
    }
    return std::make_unique<BenchGpioLines>(wire, board, std::move(offsets));
}

}  // namespace jig::bench
