// SPDX-License-Identifier: Apache-2.0
// The power switch of a served board: a socket in its state folder that takes "on" or "off", a line each, and answers
// "ok" when it is done. Bytes in, bytes out, no I/O.
#pragma once

#include <filesystem>

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/serve/served_board.hpp"

namespace jig::bench {

[[nodiscard]] std::filesystem::path power_socket_path(const std::filesystem::path& board_folder);

class PowerSocket final : public ByteProtocol {
 public:
    explicit PowerSocket(ServedBoard& board) : board_(&board) {}

    bool receive(ByteView in, Bytes& out) override;

 private:
    [[nodiscard]] bool obey(const std::string& line);

    ServedBoard* board_;
    std::string line_;
};

}  // namespace jig::bench
