// SPDX-License-Identifier: Apache-2.0
// Gives a protocol that moves single bits its turn on a served board: it works while nobody else uses the board, at the
// board's right time.
#pragma once

#include "bench/remote_bitbang/byte_protocol.hpp"
#include "bench/serve/served_board.hpp"

namespace jig::bench {

template <typename Protocol>
class AdapterTurn final : public ByteProtocol {
 public:
    explicit AdapterTurn(ServedBoard& board) : board_(&board), protocol_(board.live().wire(), board.live().adapter()) {}

    bool receive(ByteView in, Bytes& out) override {
        return board_->use([&](LiveBoard&) { return protocol_.receive(in, out); });
    }

 private:
    ServedBoard* board_;
    Protocol protocol_;
};

}  // namespace jig::bench
