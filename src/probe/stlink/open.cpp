// SPDX-License-Identifier: Apache-2.0
// Finding ST-Links on USB and behind a server.
#include <fmt/format.h>

#include "probe/stlink/stlink_probe.hpp"
#include "probe/stlink/tcp_transport.hpp"
#include "probe/stlink/usb_transport.hpp"
#include "wire/stlink/products.hpp"

namespace jig::probe::stlink {
namespace {

namespace wst = wire::stlink;

std::string tcp_address(const std::string& host, std::uint16_t port, std::size_t number) {
    return fmt::format("stlink-tcp:{}:{}/{}", host, port, number);
}

std::string_view kind_of(std::uint16_t product) {
    const wst::Product* row = wst::find_product(product);
    return row != nullptr ? row->kind : "ST-Link";
}

// "has no ST-Link", "has 2 ST-Links; choose one with -p:" and a line for each.
std::unexpected<Error> not_one(const std::string& host, std::uint16_t port,
                               const std::vector<wst::TcpDevice>& devices) {
    const std::string server = fmt::format("stlink-server at {}:{}", host, port);
    if (devices.empty()) return fail(ErrorKind::no_probe, server + " has no ST-Link; plug one in there");
    std::string text = fmt::format("{} has {} ST-Links; choose one with -p:", server, devices.size());
    for (std::size_t i = 0; i < devices.size(); ++i) {
        text += fmt::format("\n  {}  serial {}", tcp_address(host, port, i), devices[i].serial);
    }
    return fail(ErrorKind::usage, std::move(text));
}

Result<std::size_t> choose(const std::string& host, std::uint16_t port, const std::vector<wst::TcpDevice>& devices,
                           std::optional<std::uint32_t> number) {
    if (!number) {
        if (devices.size() != 1) return not_one(host, port, devices);
        return std::size_t{0};
    }
    if (*number < devices.size()) return *number;
    return fail(ErrorKind::no_probe, fmt::format("stlink-server at {}:{} has no ST-Link number {}; it counts {} from 0",
                                                 host, port, *number, devices.size()));
}

}  // namespace

Result<std::vector<Found>> list_usb(port::Ports& ports) {
    TRY_ASSIGN(const std::vector<port::UsbDeviceInfo> devices, ports.list_usb());
    std::vector<Found> found;
    for (const port::UsbDeviceInfo& device : devices) {
        if (device.vendor != wst::vendor_id) continue;
        const wst::Product* product = wst::find_product(device.product);
        if (product == nullptr) continue;
        found.push_back({device, {"stlink@" + device.path, std::string(product->kind), device.serial, {}}});
    }
    return found;
}

Result<std::unique_ptr<Probe>> open_usb(port::Ports& ports, const Found& found) {
    const wst::Product* product = wst::find_product(found.device.product);
    if (product == nullptr || !product->refusal.empty()) {
        const std::string_view why = product != nullptr ? product->refusal : "it is no ST-Link";
        return fail(ErrorKind::unsupported, fmt::format("{} cannot be used: {}", found.info.address, why));
    }
    TRY_ASSIGN(auto transport, open_usb_transport(ports, found.device, *product));
    return open(std::move(transport), ports.clock(), found.info);
}

Result<std::unique_ptr<Probe>> open_tcp(port::Ports& ports, const std::string& host, std::uint16_t port,
                                        std::optional<std::uint32_t> number) {
    TRY_ASSIGN(TcpServer server, TcpServer::connect(ports, host, port));
    TRY_ASSIGN(const std::vector<wst::TcpDevice> devices, server.list());
    TRY_ASSIGN(const std::size_t index, choose(host, port, devices, number));
    const wst::TcpDevice& device = devices[index];
    const ProbeInfo info{tcp_address(host, port, index), std::string(kind_of(device.product)), device.serial, {}};
    if (device.used) {
        return fail(ErrorKind::link, info.address + " is in use by another program; end that program and try again");
    }
    TRY_ASSIGN(auto transport, in_context(std::move(server).open(device), info.address));
    return open(std::move(transport), ports.clock(), info);
}

}  // namespace jig::probe::stlink
