// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_ports.hpp"

#include <fmt/format.h>

#include "bench/bootloader/serial_port.hpp"
#include "bench/gpio/gpio_lines.hpp"
#include "port/usb_text.hpp"

namespace jig::bench {
namespace {

constexpr const char* usb_path = "1-1";

// The probe's one interface, as its configuration describes it (USB 2.0 tables 9-12 and 9-13).
port::UsbInterfaceInfo interface_of(const UsbIdentity& identity) {
    constexpr std::uint8_t interface_type = 4;
    constexpr std::uint8_t endpoint_type = 5;
    constexpr std::uint8_t interrupt = 3;
    port::UsbInterfaceInfo info;
    const Bytes configuration = identity.configuration_descriptor();
    for (ByteView rest = configuration; !rest.empty(); rest = rest.subspan(rest[0])) {
        if (rest[1] == interface_type) {
            info.number = rest[2];
            info.usb_class = rest[5];
            info.name = port::decode_usb_string(identity.string_descriptor(rest[8]));
        } else if (rest[1] == endpoint_type) {
            info.endpoints.push_back({rest[2], load_le16(rest.subspan(4)), rest[3] == interrupt});
        }
    }
    return info;
}

class BenchUsbDevice final : public port::UsbDevice {
 public:
    explicit BenchUsbDevice(UsbProbe& probe, BoardClock& clock) : probe_(&probe), clock_(&clock) { probe_->open(); }

    Result<void> write(std::uint8_t endpoint, ByteView data, Duration timeout) override {
        Result<void> written = probe_->write(endpoint, data);
        if (!written && written.error().kind == ErrorKind::timeout) clock_->advance(timeout);
        return written;
    }
    Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout) override {
        return probe_->read(endpoint, out, timeout);
    }
    Result<void> reset() override {
        probe_->reset();
        return {};
    }

 private:
    UsbProbe* probe_;
    BoardClock* clock_;
};

}  // namespace

Result<std::vector<port::UsbDeviceInfo>> BenchPorts::list_usb() {
    std::vector<port::UsbDeviceInfo> devices;
    if (const UsbProbe* probe = board_->usb_probe()) {
        const UsbIdentity& identity = probe->identity();
        devices.push_back({identity.vendor(),
                           identity.product_id(),
                           usb_path,
                           identity.serial(),
                           identity.product_name(),
                           {interface_of(identity)}});
    }
    return devices;
}

Result<std::unique_ptr<port::UsbDevice>> BenchPorts::open_usb(const port::UsbDeviceInfo& device, int interface) {
    if (board_->usb_probe() == nullptr || device.path != usb_path || interface != 0) {
        return fail(ErrorKind::no_probe, fmt::format("board '{}' has no probe at USB port {} with an interface {}",
                                                     board_->description().name, device.path, interface));
    }
    return std::make_unique<BenchUsbDevice>(*board_->usb_probe(), board_->clock());
}

Result<std::unique_ptr<port::TcpStream>> BenchPorts::connect_tcp(const std::string& host, std::uint16_t port,
                                                                 Duration) {
    return fail(ErrorKind::unsupported,
                fmt::format("a board of the bench in this process has no network to reach {}:{}", host, port));
}

Result<std::unique_ptr<port::SerialPort>> BenchPorts::open_serial(const std::string& path) {
    if (path != uart_port_name) {
        return fail(ErrorKind::no_probe, fmt::format("board '{}' has no serial port {}; there is {}",
                                                     board_->description().name, path, uart_port_name));
    }
    return open_serial_port(*board_);
}

Result<std::unique_ptr<port::GpioLines>> BenchPorts::open_gpio(const std::string& chip,
                                                               std::span<const port::GpioLine> lines) {
    if (board_->description().probe != board::ProbeKind::gpio || chip != gpio_chip) {
        return fail(ErrorKind::no_probe,
                    fmt::format("board '{}' does not hang on a GPIO chip '{}'", board_->description().name, chip));
    }
    return open_gpio_lines(board_->wire(), board_->adapter(), lines);
}

}  // namespace jig::bench
