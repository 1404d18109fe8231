// SPDX-License-Identifier: Apache-2.0
// One client's conversation on a probe's USB socket: requests of 12 bytes stand for transfers and descriptor reads.
// Bytes in, bytes out, no I/O. docs/formats/usb-socket.md prints the protocol; tests/clients/preload is the other side.
#pragma once

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/serve/served_board.hpp"

namespace jig::bench {

class UsbSocket final : public ByteProtocol {
 public:
    // One of the board's probes. The device is opened.
    UsbSocket(ServedBoard& board, UsbProbe& probe);
    // The probe that the board hangs on, which is on USB.
    explicit UsbSocket(ServedBoard& board) : UsbSocket(board, *board.live().usb_probe()) {}

    bool receive(ByteView in, Bytes& out) override;

 private:
    struct Request {
        std::uint8_t operation;
        std::uint8_t endpoint;
        std::uint16_t index;
        std::uint32_t length;
    };
    [[nodiscard]] static Request parse(ByteView header);
    [[nodiscard]] static bool sends_data(const Request& request);
    void answer(const Request& request, ByteView data, Bytes& out);
    void descriptor(const Request& request, Bytes& out);
    void transfer_out(const Request& request, ByteView data, Bytes& out);
    void transfer_in(const Request& request, Bytes& out);

    ServedBoard* board_;
    UsbProbe* probe_;
    Bytes pending_;
};

}  // namespace jig::bench
