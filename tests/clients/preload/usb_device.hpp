// SPDX-License-Identifier: Apache-2.0
// What libusb's opaque types are here: one device, handles that are connections, transfers in a queue.
#pragma once

#include <libusb-1.0/libusb.h>

#include <vector>

#include "bench_socket.hpp"

// libusb leaves these to its implementation, and this is one.
struct libusb_device {
    libusb_device_descriptor descriptor{};
    std::vector<unsigned char> configuration;  // with all that it encloses
};
struct libusb_device_handle {
    libusb_device device;
    jig::preload::BenchSocket socket;
    int configuration = 1;
};
struct libusb_context {};
