// SPDX-License-Identifier: Apache-2.0
// libusb's functions about devices, for programs that are pointed at a bench: the bus has the one device whose socket
// $BENCH_USB names, or none. Opening it is a connection of its own, closing lets that go.
#include "usb_device.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <vector>

namespace {

using jig::preload::BenchSocket;

constexpr std::size_t most_configuration_bytes = 512;

// One configuration with one interface, in one piece of memory that free_config_descriptor gives back.
struct Configuration {
    libusb_config_descriptor config{};
    libusb_interface interface{};
    libusb_interface_descriptor setting{};
    std::vector<libusb_endpoint_descriptor> endpoints;
    std::vector<unsigned char> extra;  // of the interface: what its class adds
};

constexpr unsigned char class_descriptors = 0x20;

unsigned short half_word(const unsigned char* bytes) { return static_cast<unsigned short>(bytes[0] | bytes[1] << 8); }

void take_interface(Configuration& made, const unsigned char* bytes) {
    made.setting.bLength = LIBUSB_DT_INTERFACE_SIZE;
    made.setting.bDescriptorType = LIBUSB_DT_INTERFACE;
    made.setting.bNumEndpoints = bytes[4];
    made.setting.bInterfaceClass = bytes[5];
    made.setting.bInterfaceSubClass = bytes[6];
    made.setting.bInterfaceProtocol = bytes[7];
    made.setting.iInterface = bytes[8];
}

void take_endpoint(Configuration& made, const unsigned char* bytes) {
    libusb_endpoint_descriptor& endpoint = made.endpoints.emplace_back();
    endpoint.bLength = LIBUSB_DT_ENDPOINT_SIZE;
    endpoint.bDescriptorType = LIBUSB_DT_ENDPOINT;
    endpoint.bEndpointAddress = bytes[2];
    endpoint.bmAttributes = bytes[3];
    endpoint.wMaxPacketSize = half_word(bytes + 4);
    endpoint.bInterval = bytes[6];
}

// Reads the descriptors as they lie behind the configuration's own (USB 2.0 table 9-10).
Configuration* make_configuration(const libusb_device& device) {
    auto made = std::make_unique<Configuration>();
    const std::vector<unsigned char>& bytes = device.configuration;
    for (std::size_t at = 0; at + 1 < bytes.size() && bytes[at] > 1 && at + bytes[at] <= bytes.size();
         at += bytes[at]) {
        const unsigned char* descriptor = &bytes[at];
        if (descriptor[1] == LIBUSB_DT_INTERFACE) take_interface(*made, descriptor);
        if (descriptor[1] == LIBUSB_DT_ENDPOINT) take_endpoint(*made, descriptor);
        if (descriptor[1] > class_descriptors)
            made->extra.insert(made->extra.end(), descriptor, descriptor + bytes[at]);
    }
    made->setting.endpoint = made->endpoints.data();
    made->setting.extra = made->extra.data();
    made->setting.extra_length = static_cast<int>(made->extra.size());
    made->interface.altsetting = &made->setting;
    made->interface.num_altsetting = 1;
    made->config.bLength = LIBUSB_DT_CONFIG_SIZE;
    made->config.bDescriptorType = LIBUSB_DT_CONFIG;
    made->config.wTotalLength = static_cast<unsigned short>(bytes.size());
    made->config.bNumInterfaces = 1;
    made->config.bConfigurationValue = 1;
    made->config.interface = &made->interface;
    return made.release();
}

bool read_descriptors(BenchSocket& socket, libusb_device& device) {
    std::array<unsigned char, LIBUSB_DT_DEVICE_SIZE> bytes{};
    if (socket.device_descriptor(bytes) != static_cast<int>(bytes.size())) return false;
    std::memcpy(&device.descriptor, bytes.data(), bytes.size());
    device.configuration.resize(most_configuration_bytes);
    const int length = socket.configuration_descriptor(device.configuration);
    device.configuration.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return length > 0;
}

int packet_bytes_of(const libusb_device& device, unsigned char address) {
    const std::unique_ptr<Configuration> configuration(make_configuration(device));
    for (const libusb_endpoint_descriptor& endpoint : configuration->endpoints) {
        if (endpoint.bEndpointAddress == address) return endpoint.wMaxPacketSize;
    }
    return LIBUSB_ERROR_NOT_FOUND;
}

}  // namespace

extern "C" {

int LIBUSB_CALL libusb_init(libusb_context** context) {
    if (context != nullptr) *context = new libusb_context;
    return LIBUSB_SUCCESS;
}
void LIBUSB_CALL libusb_exit(libusb_context* context) { delete context; }
int libusb_set_option(libusb_context*, libusb_option, ...) { return LIBUSB_SUCCESS; }
void LIBUSB_CALL libusb_set_debug(libusb_context*, int) {}
const char* LIBUSB_CALL libusb_error_name(int code) {
    switch (code) {
        case LIBUSB_ERROR_NO_DEVICE: return "LIBUSB_ERROR_NO_DEVICE";
        case LIBUSB_ERROR_TIMEOUT: return "LIBUSB_ERROR_TIMEOUT";
        default: return "LIBUSB_ERROR_IO";
    }
}
const char* LIBUSB_CALL libusb_strerror(int code) { return libusb_error_name(code); }

ssize_t LIBUSB_CALL libusb_get_device_list(libusb_context*, libusb_device*** list) {
    *list = new libusb_device*[2]{};
    auto socket = BenchSocket::connect();
    auto device = std::make_unique<libusb_device>();
    if (!socket || !read_descriptors(*socket, *device)) return 0;
    (*list)[0] = device.release();
    return 1;
}
void LIBUSB_CALL libusb_free_device_list(libusb_device** list, int) {
    // A program may keep a device that it opened; there is one for the process's life, so none is freed.
    delete[] list;
}
libusb_device* LIBUSB_CALL libusb_ref_device(libusb_device* device) { return device; }
void LIBUSB_CALL libusb_unref_device(libusb_device*) {}
libusb_device* LIBUSB_CALL libusb_get_parent(libusb_device*) { return nullptr; }
std::uint8_t LIBUSB_CALL libusb_get_bus_number(libusb_device*) { return 1; }
std::uint8_t LIBUSB_CALL libusb_get_device_address(libusb_device*) { return 2; }
std::uint8_t LIBUSB_CALL libusb_get_port_number(libusb_device*) { return 1; }
int LIBUSB_CALL libusb_get_port_numbers(libusb_device*, std::uint8_t* ports, int length) {
    if (length < 1) return LIBUSB_ERROR_OVERFLOW;
    ports[0] = 1;
    return 1;
}
int LIBUSB_CALL libusb_get_device_speed(libusb_device*) { return LIBUSB_SPEED_FULL; }
int LIBUSB_CALL libusb_get_max_packet_size(libusb_device* device, unsigned char endpoint) {
    return packet_bytes_of(*device, endpoint);
}
int LIBUSB_CALL libusb_get_max_iso_packet_size(libusb_device* device, unsigned char endpoint) {
    return packet_bytes_of(*device, endpoint);
}
int LIBUSB_CALL libusb_get_device_descriptor(libusb_device* device, libusb_device_descriptor* descriptor) {
    *descriptor = device->descriptor;
    return LIBUSB_SUCCESS;
}
int LIBUSB_CALL libusb_get_config_descriptor(libusb_device* device, std::uint8_t index,
                                             libusb_config_descriptor** config) {
    if (index != 0) return LIBUSB_ERROR_NOT_FOUND;
    *config = &make_configuration(*device)->config;
    return LIBUSB_SUCCESS;
}
int LIBUSB_CALL libusb_get_active_config_descriptor(libusb_device* device, libusb_config_descriptor** config) {
    return libusb_get_config_descriptor(device, 0, config);
}
void LIBUSB_CALL libusb_free_config_descriptor(libusb_config_descriptor* config) {
    // The configuration is the first member of what was made.
    delete reinterpret_cast<Configuration*>(config);
}

int LIBUSB_CALL libusb_open(libusb_device* device, libusb_device_handle** handle) {
    auto socket = BenchSocket::connect();
    if (!socket) return LIBUSB_ERROR_NO_DEVICE;
    *handle = new libusb_device_handle{*device, std::move(*socket)};
    return LIBUSB_SUCCESS;
}
libusb_device_handle* LIBUSB_CALL libusb_open_device_with_vid_pid(libusb_context*, std::uint16_t vendor,
                                                                  std::uint16_t product) {
    auto socket = BenchSocket::connect();
    libusb_device device;
    if (!socket || !read_descriptors(*socket, device)) return nullptr;
    if (device.descriptor.idVendor != vendor || device.descriptor.idProduct != product) return nullptr;
    return new libusb_device_handle{device, std::move(*socket)};
}
void LIBUSB_CALL libusb_close(libusb_device_handle* handle) { delete handle; }
libusb_device* LIBUSB_CALL libusb_get_device(libusb_device_handle* handle) { return &handle->device; }
int LIBUSB_CALL libusb_get_configuration(libusb_device_handle* handle, int* configuration) {
    *configuration = handle->configuration;
    return LIBUSB_SUCCESS;
}
int LIBUSB_CALL libusb_set_configuration(libusb_device_handle* handle, int configuration) {
    handle->configuration = configuration;
    return LIBUSB_SUCCESS;
}
int LIBUSB_CALL libusb_claim_interface(libusb_device_handle*, int) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_release_interface(libusb_device_handle*, int) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_set_interface_alt_setting(libusb_device_handle*, int, int) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_kernel_driver_active(libusb_device_handle*, int) { return 0; }
int LIBUSB_CALL libusb_detach_kernel_driver(libusb_device_handle*, int) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_attach_kernel_driver(libusb_device_handle*, int) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_set_auto_detach_kernel_driver(libusb_device_handle*, int) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_clear_halt(libusb_device_handle*, unsigned char) { return LIBUSB_SUCCESS; }
int LIBUSB_CALL libusb_reset_device(libusb_device_handle*) { return LIBUSB_SUCCESS; }

}  // extern "C"
