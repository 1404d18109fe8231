// SPDX-License-Identifier: Apache-2.0
// Ports whose serial ports lose and change bytes, from a seed, as a bad adapter or a long cable does.
#pragma once

#include <memory>
#include <string>

#include "base/random.hpp"
#include "port/ports.hpp"

namespace jig::host {

// Probabilities per byte, the same both ways.
struct SerialFaults {
    std::uint64_t seed = 1;
    double lost = 0;
    double changed = 0;
    std::uint32_t highest_baud = 0;  // faster than this nothing comes through; 0: every rate does
};

class FaultyPorts final : public port::Ports {
 public:
    FaultyPorts(port::Ports& inner, const SerialFaults& faults) : inner_(&inner), faults_(faults) {}

    Clock& clock() override { return inner_->clock(); }
    Result<std::vector<port::UsbDeviceInfo>> list_usb() override { return inner_->list_usb(); }
    Result<std::unique_ptr<port::UsbDevice>> open_usb(const port::UsbDeviceInfo& device, int interface) override {
        return inner_->open_usb(device, interface);
    }
    Result<std::unique_ptr<port::TcpStream>> connect_tcp(const std::string& host, std::uint16_t port,
                                                         Duration timeout) override {
        return inner_->connect_tcp(host, port, timeout);
    }
    Result<std::unique_ptr<port::SerialPort>> open_serial(const std::string& path) override;
    Result<std::unique_ptr<port::GpioLines>> open_gpio(const std::string& chip,
                                                       std::span<const port::GpioLine> lines) override {
        return inner_->open_gpio(chip, lines);
    }

 private:
    port::Ports* inner_;
    SerialFaults faults_;
};

}  // namespace jig::host
