// SPDX-License-Identifier: Apache-2.0
#include "port/linux/linux_ports.hpp"

#include "port/linux/gpio.hpp"
#include "port/linux/serial.hpp"
#include "port/linux/tcp.hpp"
#include "port/linux/usb.hpp"

namespace jig::port {
namespace {

class LinuxPorts final : public Ports {
 public:
    Clock& clock() override { return clock_; }

    Result<std::vector<UsbDeviceInfo>> list_usb() override {
        TRY(start());
        return list_usb_linux(usb_);
    }

    Result<std::unique_ptr<UsbDevice>> open_usb(const UsbDeviceInfo& device, int interface) override {
        TRY(start());
        return open_usb_linux(usb_, device, interface);
    }

    Result<std::unique_ptr<TcpStream>> connect_tcp(const std::string& host, std::uint16_t port,
                                                   Duration timeout) override {
        return connect_tcp_linux(clock_, host, port, timeout);
    }

    Result<std::unique_ptr<SerialPort>> open_serial(const std::string& path) override {
        return open_serial_linux(clock_, path);
    }

    Result<std::unique_ptr<GpioLines>> open_gpio(const std::string& chip, std::span<const GpioLine> lines) override {
        return open_gpio_linux(chip, lines);
    }

 private:
    Result<void> start() {
        if (!usb_) {
            TRY_ASSIGN(usb_, start_usb());
        }
        return {};
    }

    SteadyClock clock_;
    UsbContext usb_;
};

}  // namespace

std::unique_ptr<Ports> linux_ports() { return std::make_unique<LinuxPorts>(); }

}  // namespace jig::port
