// SPDX-License-Identifier: Apache-2.0
// Bench files: what is accepted names chips that exist and boards that can be found.
#include <cstdlib>

#include "board/description.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bench = jig::board::parse_bench({reinterpret_cast<const char*>(data), size}, "/lab/bench.toml");
    if (!bench) return 0;
    for (const jig::board::BoardDescription& board : bench->boards) {
        if (bench->find(board.name) != &board || board.chip.flash_bytes == 0) std::abort();
    }
    return 0;
}
