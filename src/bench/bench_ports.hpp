// SPDX-License-Identifier: Apache-2.0
// A computer with one board of the bench on its USB, and with the board's clock for its own.
#pragma once

#include "bench/live_board.hpp"
#include "port/ports.hpp"

namespace jig::bench {

class BenchPorts final : public port::Ports {
 public:
    explicit BenchPorts(LiveBoard& board) : board_(&board) {}

    [[nodiscard]] Clock& clock() override { return board_->clock(); }
    [[nodiscard]] Result<std::vector<port::UsbDeviceInfo>> list_usb() override;
    Result<std::unique_ptr<port::UsbDevice>> open_usb(const port::UsbDeviceInfo& device, int interface) override;
    Result<std::unique_ptr<port::TcpStream>> connect_tcp(const std::string& host, std::uint16_t port,
                                                         Duration timeout) override;
    Result<std::unique_ptr<port::SerialPort>> open_serial(const std::string& path) override;
    Result<std::unique_ptr<port::GpioLines>> open_gpio(const std::string& chip,
                                                       std::span<const port::GpioLine> lines) override;

 private:
    LiveBoard* board_;
};

}  // namespace jig::bench
