// SPDX-License-Identifier: Apache-2.0
#include "probe/cmsis_dap/transport.hpp"

#include <algorithm>
#include <string_view>

namespace jig::probe::cmsis_dap {
namespace {

constexpr std::string_view marker = "CMSIS-DAP";
constexpr std::uint8_t class_hid = 0x03;
constexpr std::uint8_t class_vendor = 0xFF;
constexpr std::uint8_t endpoint_in = 0x80;
// The largest packet that a probe may have (a high-speed bulk packet is 512, an Ethernet-like one 1024).
constexpr std::size_t most_packet_bytes = 1024;
constexpr Duration drain_timeout = std::chrono::milliseconds(20);
constexpr int most_left_answers = 256;

// The first endpoint of each direction: version 2 has a third one, for SWO.
std::optional<Interface> endpoints_of(const port::UsbInterfaceInfo& info) {
    const auto first = [&](bool in) {
        return std::ranges::find_if(info.endpoints,
                                    [&](const auto& e) { return ((e.address & endpoint_in) != 0) == in; });
    };
    const auto out = first(false);
    const auto in = first(true);
    if (out == info.endpoints.end() || in == info.endpoints.end()) return {};
    const bool is_hid = info.usb_class == class_hid;
    return Interface{info.number, out->address, in->address, is_hid, is_hid ? out->packet_bytes : 0U};
}

class UsbTransport final : public Transport {
 public:
    UsbTransport(std::unique_ptr<port::UsbDevice> usb, const Interface& interface)
        : usb_(std::move(usb)), interface_(interface), answer_(most_packet_bytes) {}

    Result<void> send(ByteView request) override {
        if (!interface_.is_hid) return usb_->write(interface_.out_endpoint, request, transfer_timeout);
        Bytes report(request.begin(), request.end());
        report.resize(std::max(report.size(), interface_.report_bytes));
        return usb_->write(interface_.out_endpoint, report, transfer_timeout);
    }

    Result<ByteView> receive() override {
        TRY_ASSIGN(const std::size_t size, usb_->read(interface_.in_endpoint, answer_, transfer_timeout));
        return ByteView(answer_).first(size);
    }

    void drain() {
        for (int i = 0; i < most_left_answers && usb_->read(interface_.in_endpoint, answer_, drain_timeout); ++i) {}
    }

 private:
    std::unique_ptr<port::UsbDevice> usb_;
    Interface interface_;
    Bytes answer_;
};

}  // namespace

std::optional<Interface> find_interface(const port::UsbDeviceInfo& device) {
    std::optional<Interface> hid;
    for (const port::UsbInterfaceInfo& info : device.interfaces) {
        const bool is_named = info.name.contains(marker);
        if (info.usb_class == class_vendor && is_named) {
            if (const auto found = endpoints_of(info)) return found;
        }
        if (info.usb_class == class_hid && !hid && (is_named || device.product_name.contains(marker))) {
            hid = endpoints_of(info);
        }
    }
    return hid;
}

Result<std::unique_ptr<Transport>> open_transport(port::Ports& ports, const port::UsbDeviceInfo& device,
                                                  const Interface& interface) {
    TRY_ASSIGN(auto usb, ports.open_usb(device, interface.number));
    auto transport = std::make_unique<UsbTransport>(std::move(usb), interface);
    transport->drain();
    return transport;
}

}  // namespace jig::probe::cmsis_dap
