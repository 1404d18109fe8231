// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/serial_port.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::bench {
namespace {

constexpr machine::Pin boot1{'B', 2};  // RM0008 3.4: BOOT1 is PB2

class BenchSerialPort final : public port::SerialPort {
 public:
    explicit BenchSerialPort(LiveBoard& board) : board_(&board) {}

    // The adapter takes all at once; the bytes leave it one after the other.
    Result<void> write(ByteView data, Duration) override {
        TRY(count(data.size()));
        take(board_->uart().exchange(data, baud_));
        return {};
    }

    Result<std::size_t> read(MutableByteView out, Duration timeout) override {
        const Deadline deadline(board_->clock(), timeout);
        take(board_->uart().exchange({}, baud_));
        while (pending_.empty() && !deadline.passed()) {
            board_->clock().sleep(std::min(frame_time(), deadline.left()));
            take(board_->uart().exchange({}, baud_));
        }
        if (pending_.empty()) return fail(ErrorKind::timeout, fmt::format("{} sent nothing", uart_port_name));
        const std::size_t size = std::min(out.size(), pending_.size());
        TRY(count(size));
        std::ranges::copy(ByteView(pending_).first(size), out.begin());
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(size));
        return size;
    }

    Result<void> set_baud(std::uint32_t baud, port::Parity) override {
        baud_ = baud;
        return {};
    }

    Result<void> set_lines(bool dtr, bool rts) override {
        const board::BoardDescription& board = board_->description();
        const auto strap = board.pins.find(boot1);
        board_->board().chip().set_boot_pins(board.boot0_high || !rts,
                                             strap != board.pins.end() && strap->second == machine::Level::high);
        board_->adapter().set_nrst(dtr);
        return {};
    }

 private:
    void take(const Bytes& bytes) { pending_.insert(pending_.end(), bytes.begin(), bytes.end()); }

    [[nodiscard]] Duration frame_time() const { return std::chrono::nanoseconds(10'000'000'000 / baud_); }

    // The adapter is unplugged once this many bytes have passed, both ways counted.
    Result<void> count(std::size_t bytes) {
        const std::int64_t unplug_at = board_->description().faults.usb_unplug_at;
        passed_ += static_cast<std::int64_t>(bytes);
        if (unplug_at < 0 || passed_ <= unplug_at) return {};
        return fail(ErrorKind::link, fmt::format("{} is gone: the adapter was unplugged", uart_port_name));
    }

    LiveBoard* board_;
    std::uint32_t baud_ = 115200;
    std::int64_t passed_ = 0;
    Bytes pending_;
};

}  // namespace

std::unique_ptr<port::SerialPort> open_serial_port(LiveBoard& board) {
    return std::make_unique<BenchSerialPort>(board);
}

}  // namespace jig::bench
