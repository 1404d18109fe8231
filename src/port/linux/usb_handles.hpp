// SPDX-License-Identifier: Apache-2.0
// libusb's handles as owning pointers, for the two files that use them.
#pragma once

#include <libusb.h>

#include <memory>
#include <span>
#include <string>

namespace jig::port {

struct UsbHandleDeleter {
    void operator()(libusb_device_handle* handle) const { libusb_close(handle); }
};
using UsbHandle = std::unique_ptr<libusb_device_handle, UsbHandleDeleter>;

// The devices on the bus at one moment; each stays valid while the list lives, or while it is open.
class UsbDeviceList {
 public:
    explicit UsbDeviceList(libusb_context* context) : count_(libusb_get_device_list(context, &list_)) {}
    ~UsbDeviceList() {
        if (list_ != nullptr) libusb_free_device_list(list_, 1);
    }
    UsbDeviceList(const UsbDeviceList&) = delete;
    UsbDeviceList& operator=(const UsbDeviceList&) = delete;

    [[nodiscard]] bool valid() const { return count_ >= 0; }
    [[nodiscard]] int error() const { return static_cast<int>(count_); }
    [[nodiscard]] std::span<libusb_device* const> devices() const {
        return {list_, valid() ? static_cast<std::size_t>(count_) : 0};
    }

 private:
    libusb_device** list_ = nullptr;
    ssize_t count_;
};

// "1-2.3": bus and the ports on the way, as Linux names the device.
[[nodiscard]] std::string usb_path(libusb_device* device);

}  // namespace jig::port
