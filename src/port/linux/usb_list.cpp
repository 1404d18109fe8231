// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "port/linux/usb.hpp"
#include "port/linux/usb_handles.hpp"
#include "port/usb_text.hpp"

namespace jig::port {
namespace {

constexpr std::uint16_t st_vendor = 0x0483;
constexpr std::size_t longest_descriptor = 255;
constexpr std::size_t deepest_path = 7;  // USB 2.0, 4.1.1: seven tiers

using DescriptorBytes = std::array<std::uint8_t, longest_descriptor>;

// String `index` in the first language the device has; empty when it cannot be read.
Bytes string_descriptor(libusb_device_handle* handle, std::uint8_t index) {
    DescriptorBytes bytes{};
    const auto read = [&](std::uint8_t which, std::uint16_t language) {
        return libusb_get_string_descriptor(handle, which, language, bytes.data(), static_cast<int>(bytes.size()));
    };
    if (index == 0 || read(0, 0) < 4) return {};
    const std::uint16_t language = load_le16(ByteView(bytes).subspan(2));
    const int length = read(index, language);
    if (length <= 0) return {};
    return Bytes(bytes.begin(), bytes.begin() + length);
}

struct ConfigDeleter {
    void operator()(libusb_config_descriptor* config) const { libusb_free_config_descriptor(config); }
};

UsbInterfaceInfo describe(libusb_device_handle* handle, const libusb_interface_descriptor& descriptor) {
    UsbInterfaceInfo info;
    info.number = descriptor.bInterfaceNumber;
    info.usb_class = descriptor.bInterfaceClass;
    info.name = decode_usb_string(string_descriptor(handle, descriptor.iInterface));
    for (const libusb_endpoint_descriptor& endpoint : std::span(descriptor.endpoint, descriptor.bNumEndpoints)) {
        const unsigned type = endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
        if (type != LIBUSB_TRANSFER_TYPE_BULK && type != LIBUSB_TRANSFER_TYPE_INTERRUPT) continue;
        info.endpoints.push_back(
            {endpoint.bEndpointAddress, endpoint.wMaxPacketSize, type == LIBUSB_TRANSFER_TYPE_INTERRUPT});
    }
    return info;
}

// Their first settings; nothing for a device that is not configured.
std::vector<UsbInterfaceInfo> interfaces_of(libusb_device* device, libusb_device_handle* handle) {
    libusb_config_descriptor* found = nullptr;
    if (libusb_get_active_config_descriptor(device, &found) != LIBUSB_SUCCESS) return {};
    const std::unique_ptr<libusb_config_descriptor, ConfigDeleter> config(found);
    std::vector<UsbInterfaceInfo> interfaces;
    for (const libusb_interface& each : std::span(config->interface, config->bNumInterfaces)) {
        if (each.num_altsetting > 0) interfaces.push_back(describe(handle, each.altsetting[0]));
    }
    return interfaces;
}

UsbDeviceInfo describe(libusb_device* device, const libusb_device_descriptor& descriptor) {
    UsbDeviceInfo info;
    info.vendor = descriptor.idVendor;
    info.product = descriptor.idProduct;
    info.path = usb_path(device);
    libusb_device_handle* opened = nullptr;
    if (libusb_open(device, &opened) != LIBUSB_SUCCESS) return info;
    const UsbHandle handle(opened);
    info.product_name = decode_usb_string(string_descriptor(opened, descriptor.iProduct));
    const Bytes serial = string_descriptor(opened, descriptor.iSerialNumber);
    info.serial = info.vendor == st_vendor ? decode_st_serial(serial) : decode_usb_string(serial);
    info.interfaces = interfaces_of(device, opened);
    return info;
}

}  // namespace

std::string usb_path(libusb_device* device) {
    std::array<std::uint8_t, deepest_path> ports{};
    const int count = libusb_get_port_numbers(device, ports.data(), static_cast<int>(ports.size()));
    const std::span<const std::uint8_t> used(ports.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    return fmt::format("{}-{}", libusb_get_bus_number(device), fmt::join(used, "."));
}

Result<std::vector<UsbDeviceInfo>> list_usb_linux(const UsbContext& context) {
    const UsbDeviceList list(context.get());
    if (!list.valid()) {
        return fail(ErrorKind::internal, fmt::format("cannot list USB devices: {}", libusb_strerror(list.error())));
    }
    std::vector<UsbDeviceInfo> devices;
    for (libusb_device* device : list.devices()) {
        libusb_device_descriptor descriptor{};
        if (libusb_get_device_descriptor(device, &descriptor) != LIBUSB_SUCCESS) continue;
        if (descriptor.bDeviceClass == LIBUSB_CLASS_HUB) continue;
        devices.push_back(describe(device, descriptor));
    }
    std::ranges::sort(devices, {}, &UsbDeviceInfo::path);
    return devices;
}

}  // namespace jig::port
