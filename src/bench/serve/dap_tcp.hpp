// SPDX-License-Identifier: Apache-2.0
// One client's conversation with a CMSIS-DAP v2 probe over TCP, as OpenOCD's backend cmsis_dap_tcp speaks it: each
// packet behind a header of 8 bytes. Bytes in, bytes out, no I/O; docs/formats/dap-tcp.md prints the protocol.
#pragma once

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/serve/served_board.hpp"

namespace jig::bench {

class DapTcp final : public ByteProtocol {
 public:
    // One of the board's probes. The device is opened.
    DapTcp(ServedBoard& board, UsbProbe& probe);

    bool receive(ByteView in, Bytes& out) override;

 private:
    // False: the probe is gone.
    [[nodiscard]] bool send(ByteView packet, Bytes& out);
    [[nodiscard]] bool collect(Bytes& out);

    ServedBoard* board_;
    UsbProbe* probe_;
    Bytes pending_;
};

}  // namespace jig::bench
