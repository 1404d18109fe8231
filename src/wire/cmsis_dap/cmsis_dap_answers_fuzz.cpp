// SPDX-License-Identifier: Apache-2.0
// Any bytes as a probe's answer: nothing is read behind them.
#include <cstdlib>

#include "wire/cmsis_dap/answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::wire::cmsis_dap;
    if (size < 2) return 0;
    const std::size_t words = data[0];
    const jig::ByteView packet(data + 1, size - 1);
    (void)parse_info_text(packet);
    (void)parse_info_number(packet);
    (void)parse_status(Command::swd_configure, packet);
    (void)parse_connect(packet);
    (void)parse_pins(packet);
    for (const auto& answer : {parse_transfer(packet, words, words), parse_transfer_block(packet, words, words)}) {
        if (answer && answer->ok() && answer->data.size() != 4 * words) std::abort();
    }
    return 0;
}
