// SPDX-License-Identifier: Apache-2.0
#include "probe/stlink/usb_transport.hpp"

#include <fmt/format.h>

#include "wire/stlink/limits.hpp"

namespace jig::probe::stlink {
namespace {

// What OpenOCD gives the probe to come back after a USB reset.
constexpr Duration restart_time = std::chrono::seconds(1);

class UsbTransport final : public Transport {
 public:
    UsbTransport(port::Ports& ports, port::UsbDeviceInfo device, const wire::stlink::Product& product,
                 std::unique_ptr<port::UsbDevice> opened)
        : ports_(ports), device_(std::move(device)), product_(product), usb_(std::move(opened)) {}

    Result<void> write(const Command& command, ByteView data) override {
        TRY(usable());
        TRY(usb_->write(product_.out_endpoint, command, transfer_timeout));
        if (data.empty()) return {};
        return usb_->write(product_.out_endpoint, data, transfer_timeout);
    }

    Result<void> read(const Command& command, MutableByteView answer) override {
        TRY(usable());
        TRY(usb_->write(product_.out_endpoint, command, transfer_timeout));
        TRY_ASSIGN(const std::size_t count, usb_->read(product_.in_endpoint, answer, transfer_timeout));
        if (count == answer.size()) return {};
        return fail(ErrorKind::link,
                    fmt::format("the ST-Link at USB port {} answered with {} bytes instead of {}; unplug it and plug "
                                "it in again",
                                device_.path, count, answer.size()));
    }

    // The device may come back as another one to the system, at the same port: it is opened anew.
    Result<void> restart() override {
        TRY(usable());
        TRY(usb_->reset());
        usb_.reset();
        ports_.clock().sleep(restart_time);
        TRY_ASSIGN(usb_, ports_.open_usb(device_, wire::stlink::usb_interface));
        return {};
    }

    [[nodiscard]] std::uint32_t most_bytes() const override { return wire::stlink::most_bytes; }

 private:
    [[nodiscard]] Result<void> usable() const {
        if (usb_) return {};
        return fail(ErrorKind::link, fmt::format("the ST-Link at USB port {} did not come back after a reset; unplug "
                                                 "it and plug it in again",
                                                 device_.path));
    }

    port::Ports& ports_;
    port::UsbDeviceInfo device_;
    const wire::stlink::Product& product_;
    std::unique_ptr<port::UsbDevice> usb_;
};

}  // namespace

Result<std::unique_ptr<Transport>> open_usb_transport(port::Ports& ports, const port::UsbDeviceInfo& device,
                                                      const wire::stlink::Product& product) {
    TRY_ASSIGN(auto opened, ports.open_usb(device, wire::stlink::usb_interface));
    return std::make_unique<UsbTransport>(ports, device, product, std::move(opened));
}

}  // namespace jig::probe::stlink
