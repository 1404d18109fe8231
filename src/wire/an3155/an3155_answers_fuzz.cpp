// SPDX-License-Identifier: Apache-2.0
// Any bytes as the bootloader's answer: nothing is read behind them, and what is told was in them.
#include <cstdlib>

#include "wire/an3155/answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::wire::an3155;
    const jig::ByteView answer(data, size);
    const auto abilities = parse_get(answer);
    if (abilities && abilities->commands.size() + 3 != size) std::abort();
    const auto id = parse_get_id(answer);
    if (id && (size != 4 || answer[1] != *id >> 8)) std::abort();
    (void)harmless_as_commands(answer);
    return 0;
}
