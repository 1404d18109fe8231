// SPDX-License-Identifier: Apache-2.0
// What a CMSIS-DAP probe answers. Every parser takes the packet whole, padding included, and checks that it answers the
// command that was sent. Errors, of all of them: link (an answer to something else, or cut short), unsupported (the
// probe does not know the command).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wire/cmsis_dap/command.hpp"

namespace jig::wire::cmsis_dap {

// Text without its terminating zero; empty when the probe has none.
[[nodiscard]] Result<std::string> parse_info_text(ByteView packet);
// A number of one to four bytes; 0 when the probe has none.
[[nodiscard]] Result<std::uint32_t> parse_info_number(ByteView packet);
// Errors: refused, beside the common ones, when the probe answers with an error.
[[nodiscard]] Result<void> parse_status(Command command, ByteView packet);
// Of connect_swd(). Errors: unsupported, beside the common ones, when the probe has no SWD.
[[nodiscard]] Result<void> parse_connect(ByteView packet);
// Of swj_pins().
[[nodiscard]] Result<std::uint8_t> parse_pins(ByteView packet);

enum class Ack : std::uint8_t { ok = 1, wait = 2, fault = 4, none = 7 };

// How a transfer went. When it was not OK, the count that the probe sends says little: it counts reads whose data did
// not arrive and writes that the bus has not done. It is not kept.
struct TransferAnswer {
    Ack ack = Ack::none;          // of the last access that was tried
    bool protocol_error = false;  // parity of the data read, or no acknowledgement
    ByteView data;                // a word for each read, when all was OK; a view into the packet

    [[nodiscard]] bool ok() const { return ack == Ack::ok && !protocol_error; }
};
// Of a TransferRequest of `accesses` accesses, `reads` of them reads.
[[nodiscard]] Result<TransferAnswer> parse_transfer(ByteView packet, std::size_t accesses, std::size_t reads);
// Of read_block(), with `read_words`, and of write_block(), where they are 0.
[[nodiscard]] Result<TransferAnswer> parse_transfer_block(ByteView packet, std::size_t words, std::size_t read_words);

}  // namespace jig::wire::cmsis_dap
