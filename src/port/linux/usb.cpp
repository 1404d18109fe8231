// SPDX-License-Identifier: Apache-2.0
#include "port/linux/usb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "port/linux/usb_handles.hpp"

namespace jig::port {
namespace {

// libusb takes 0 for "for ever".
unsigned milliseconds(Duration timeout) {
    const auto count = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
    return static_cast<unsigned>(std::max<std::int64_t>(count, 1));
}

class LinuxUsbDevice final : public UsbDevice {
 public:
    LinuxUsbDevice(UsbContext context, UsbHandle handle, int interface, std::string path)
        : context_(std::move(context)), handle_(std::move(handle)), interface_(interface), path_(std::move(path)) {}
    ~LinuxUsbDevice() override { libusb_release_interface(handle_.get(), interface_); }

    Result<void> write(std::uint8_t endpoint, ByteView data, Duration timeout) override {
        // libusb does not write through the pointer of an OUT transfer; its signature serves both directions.
        auto* bytes = const_cast<std::uint8_t*>(data.data());
        TRY_ASSIGN(const std::size_t count, transfer(endpoint, bytes, data.size(), timeout));
        if (count == data.size()) return {};
        return fail(ErrorKind::link, fmt::format("USB device {} took {} of {} bytes", path_, count, data.size()));
    }

    Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout) override {
        return transfer(endpoint, out.data(), out.size(), timeout);
    }

    Result<void> reset() override {
        const int error = libusb_reset_device(handle_.get());
        // NOT_FOUND: it came back as another device, which is what a reset may do.
        if (error == LIBUSB_SUCCESS || error == LIBUSB_ERROR_NOT_FOUND) return {};
        return fail(ErrorKind::link, fmt::format("USB device {} cannot be reset: {}", path_, libusb_strerror(error)));
    }

 private:
    // Linux turns a bulk request to an interrupt endpoint into an interrupt transfer, so that one call does for both.
    Result<std::size_t> transfer(std::uint8_t endpoint, std::uint8_t* bytes, std::size_t size, Duration timeout) {
        int count = 0;
        const int error =
            libusb_bulk_transfer(handle_.get(), endpoint, bytes, static_cast<int>(size), &count, milliseconds(timeout));
        if (error == LIBUSB_SUCCESS) return static_cast<std::size_t>(count);
        if (error == LIBUSB_ERROR_PIPE) libusb_clear_halt(handle_.get(), endpoint);
        return failure(error, endpoint);
    }

    [[nodiscard]] std::unexpected<Error> failure(int error, std::uint8_t endpoint) const {
        if (error == LIBUSB_ERROR_NO_DEVICE) {
            return fail(ErrorKind::link, fmt::format("USB device {} was unplugged", path_));
        }
        const ErrorKind kind = error == LIBUSB_ERROR_TIMEOUT ? ErrorKind::timeout : ErrorKind::link;
        return fail(kind, fmt::format("USB device {}, endpoint 0x{:02x}: {}", path_, endpoint, libusb_strerror(error)));
    }

    UsbContext context_;
    UsbHandle handle_;
    int interface_;
    std::string path_;
};

std::unexpected<Error> open_failure(int error, const UsbDeviceInfo& device) {
    const std::string name = fmt::format("USB device {} ({:04x}:{:04x})", device.path, device.vendor, device.product);
    if (error == LIBUSB_ERROR_ACCESS) {
        return fail(ErrorKind::no_probe, fmt::format("no permission to open {}: install 60-jig.rules into "
                                                     "/etc/udev/rules.d and plug it in anew",
                                                     name));
    }
    return fail(ErrorKind::no_probe, fmt::format("cannot open {}: {}", name, libusb_strerror(error)));
}

bool is_device(libusb_device* candidate, const UsbDeviceInfo& wanted) {
    libusb_device_descriptor descriptor{};
    return libusb_get_device_descriptor(candidate, &descriptor) == LIBUSB_SUCCESS &&
           descriptor.idVendor == wanted.vendor && descriptor.idProduct == wanted.product &&
           usb_path(candidate) == wanted.path;
}

Result<UsbHandle> open_handle(const UsbContext& context, const UsbDeviceInfo& device) {
    const UsbDeviceList list(context.get());
    const auto found = std::ranges::find_if(list.devices(), [&](auto* each) { return is_device(each, device); });
    if (found == list.devices().end()) {
        return fail(ErrorKind::no_probe, fmt::format("USB device {} is no longer there", device.path));
    }
    libusb_device_handle* handle = nullptr;
    const int error = libusb_open(*found, &handle);
    if (error != LIBUSB_SUCCESS) return open_failure(error, device);
    return UsbHandle(handle);
}

}  // namespace

Result<UsbContext> start_usb() {
    libusb_context* context = nullptr;
    const int error = libusb_init(&context);
    if (error != LIBUSB_SUCCESS) {
        return fail(ErrorKind::internal, fmt::format("USB does not work here: {}", libusb_strerror(error)));
    }
    return UsbContext(context, [](libusb_context* started) { libusb_exit(started); });
}

Result<std::unique_ptr<UsbDevice>> open_usb_linux(const UsbContext& context, const UsbDeviceInfo& device,
                                                  int interface) {
    TRY_ASSIGN(UsbHandle handle, open_handle(context, device));
    // On Linux a driver such as usb-storage may sit on the interface; it comes back when we leave.
    libusb_set_auto_detach_kernel_driver(handle.get(), 1);
    const int error = libusb_claim_interface(handle.get(), interface);
    if (error == LIBUSB_ERROR_BUSY) {
        return fail(ErrorKind::link, fmt::format("USB device {} is in use by another program; end that program "
                                                 "(OpenOCD, st-util, an IDE) and try again",
                                                 device.path));
    }
    if (error != LIBUSB_SUCCESS) return open_failure(error, device);
    return std::make_unique<LinuxUsbDevice>(context, std::move(handle), interface, device.path);
}

}  // namespace jig::port
