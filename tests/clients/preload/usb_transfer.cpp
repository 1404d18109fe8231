// SPDX-License-Identifier: Apache-2.0
// libusb's transfers, one after another over the socket: what is submitted waits in a queue until the program lets
// libusb handle its events.
#include <algorithm>
#include <chrono>
#include <deque>
#include <new>
#include <thread>
#include <vector>

#include "usb_device.hpp"

namespace {

constexpr std::size_t most_queued = 64;
constexpr auto ask_again = std::chrono::microseconds(200);
constexpr std::uint8_t report_descriptor_type = 0x22;

// Transfers that were submitted and not carried out. libusb keeps them in its context; programs here have one thread.
std::deque<libusb_transfer*>& queue() {
    static std::deque<libusb_transfer*> submitted;
    return submitted;
}

// An endpoint that has nothing to say yet is asked again until the program's patience ends; 0 is without end.
int carry_out(libusb_device_handle* handle, unsigned char endpoint, unsigned char* data, int length,
              unsigned int timeout_ms) {
    const auto size = static_cast<std::size_t>(length);
    if ((endpoint & LIBUSB_ENDPOINT_IN) == 0) return handle->socket.write(endpoint, {data, size});
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        const int result = handle->socket.read(endpoint, {data, size});
        const auto waited = std::chrono::steady_clock::now() - start;
        if (result != LIBUSB_ERROR_TIMEOUT) return result;
        if (timeout_ms != 0 && waited >= std::chrono::milliseconds(timeout_ms)) return result;
        std::this_thread::sleep_for(ask_again);
    }
}

libusb_transfer_status status_of(int result) {
    if (result >= 0) return LIBUSB_TRANSFER_COMPLETED;
    if (result == LIBUSB_ERROR_TIMEOUT) return LIBUSB_TRANSFER_TIMED_OUT;
    return result == LIBUSB_ERROR_NO_DEVICE ? LIBUSB_TRANSFER_NO_DEVICE : LIBUSB_TRANSFER_ERROR;
}

int carry_out_queue() {
    while (!queue().empty()) {
        libusb_transfer* transfer = queue().front();
        queue().pop_front();
        const int result =
            carry_out(transfer->dev_handle, transfer->endpoint, transfer->buffer, transfer->length, transfer->timeout);
        transfer->actual_length = std::max(result, 0);
        transfer->status = status_of(result);
        transfer->callback(transfer);
    }
    return LIBUSB_SUCCESS;
}

}  // namespace

extern "C" {

int LIBUSB_CALL libusb_bulk_transfer(libusb_device_handle* handle, unsigned char endpoint, unsigned char* data,
                                     int length, int* transferred, unsigned int timeout) {
    const int result = carry_out(handle, endpoint, data, length, timeout);
    if (transferred != nullptr) *transferred = std::max(result, 0);
    return std::min(result, 0);
}
int LIBUSB_CALL libusb_interrupt_transfer(libusb_device_handle* handle, unsigned char endpoint, unsigned char* data,
                                          int length, int* transferred, unsigned int timeout) {
    return libusb_bulk_transfer(handle, endpoint, data, length, transferred, timeout);
}

// Of control transfers only the descriptors' are there, which is all that programmers use.
int LIBUSB_CALL libusb_control_transfer(libusb_device_handle* handle, std::uint8_t request_type, std::uint8_t request,
                                        std::uint16_t value, std::uint16_t, unsigned char* data, std::uint16_t length,
                                        unsigned int) {
    constexpr std::uint8_t from_interface = 0x81;
    if (request != LIBUSB_REQUEST_GET_DESCRIPTOR) return LIBUSB_ERROR_PIPE;
    if (request_type == from_interface && value >> 8 == report_descriptor_type)
        return handle->socket.report_descriptor({data, length});
    if (request_type != LIBUSB_ENDPOINT_IN) return LIBUSB_ERROR_PIPE;
    if (value >> 8 == LIBUSB_DT_STRING) {
        return handle->socket.string_descriptor(static_cast<std::uint8_t>(value), {data, length});
    }
    if (value >> 8 == LIBUSB_DT_CONFIG) return handle->socket.configuration_descriptor({data, length});
    if (value >> 8 == LIBUSB_DT_DEVICE) return handle->socket.device_descriptor({data, length});
    return LIBUSB_ERROR_PIPE;
}
int LIBUSB_CALL libusb_get_string_descriptor_ascii(libusb_device_handle* handle, std::uint8_t index,
                                                   unsigned char* data, int length) {
    std::vector<unsigned char> descriptor(255);
    const int bytes = handle->socket.string_descriptor(index, descriptor);
    if (bytes < 2) return LIBUSB_ERROR_IO;
    int written = 0;
    for (int i = 2; i + 1 < bytes && written < length - 1; i += 2) {
        const auto at = static_cast<std::size_t>(i);
        data[written++] = descriptor[at + 1] == 0 ? descriptor[at] : '?';
    }
    data[written] = 0;
    return written;
}

libusb_transfer* LIBUSB_CALL libusb_alloc_transfer(int) { return new libusb_transfer(); }
void LIBUSB_CALL libusb_free_transfer(libusb_transfer* transfer) { delete transfer; }
int LIBUSB_CALL libusb_submit_transfer(libusb_transfer* transfer) {
    if (queue().size() >= most_queued) return LIBUSB_ERROR_BUSY;
    queue().push_back(transfer);
    return LIBUSB_SUCCESS;
}
int LIBUSB_CALL libusb_cancel_transfer(libusb_transfer* transfer) {
    const auto found = std::ranges::find(queue(), transfer);
    if (found == queue().end()) return LIBUSB_ERROR_NOT_FOUND;
    queue().erase(found);
    transfer->status = LIBUSB_TRANSFER_CANCELLED;
    transfer->callback(transfer);
    return LIBUSB_SUCCESS;
}
int LIBUSB_CALL libusb_handle_events(libusb_context*) { return carry_out_queue(); }
int LIBUSB_CALL libusb_handle_events_completed(libusb_context*, int*) { return carry_out_queue(); }
int LIBUSB_CALL libusb_handle_events_timeout(libusb_context*, timeval*) { return carry_out_queue(); }
int LIBUSB_CALL libusb_handle_events_timeout_completed(libusb_context*, timeval*, int*) { return carry_out_queue(); }

}  // extern "C"
