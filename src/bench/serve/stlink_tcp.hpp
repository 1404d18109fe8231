// SPDX-License-Identifier: Apache-2.0
// One client's conversation in the stlink-server protocol, as OpenOCD speaks it: bytes in, bytes out, no I/O. Device N
// is the Nth ST-Link of the bench, and its serial is the board's name.
#pragma once

#include <map>
#include <vector>

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/serve/served_board.hpp"

namespace jig::bench {

class StlinkTcp final : public ByteProtocol {
 public:
    explicit StlinkTcp(std::vector<ServedBoard*> boards) : boards_(std::move(boards)) {}

    bool receive(ByteView in, Bytes& out) override;

 private:
    // How long the frame that begins `frame_` is, as far as can be told; 0: no such command.
    [[nodiscard]] std::size_t frame_bytes() const;
    void answer(ByteView frame, Bytes& out);
    void device_info(ByteView frame, Bytes& out);
    void open(ByteView frame, Bytes& out);
    void close(ByteView frame, Bytes& out);
    void usb_command(ByteView frame, Bytes& out);

    std::vector<ServedBoard*> boards_;
    std::map<std::uint32_t, std::size_t> connections_;  // connect_id -> index of the board
    std::uint32_t next_connection_ = 1;
    Bytes frame_;  // what has come of the next frame
};

}  // namespace jig::bench
