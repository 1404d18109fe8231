// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/positions.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t word = 4;

}  // namespace

std::vector<Extent> constant_runs(ByteView image) {
    std::vector<Extent> runs;
    std::size_t start = 0;
    for (std::size_t i = 1; i <= image.size(); ++i) {
        if (i < image.size() && image[i] == image[start]) continue;
        if (i - start >= shortest_constant_run) runs.push_back({start, i});
        start = i;
    }
    return runs;
}

std::vector<bool> allowed_positions(ByteView image, std::size_t step) {
    std::vector<bool> allowed(image.size() / step + 1, true);
    for (const Extent& run : constant_runs(image)) {
        const std::size_t first_word = round_up(run.start, word);
        const std::size_t last_word = run.end / word * word;
        for (std::size_t p = run.start / step + 1; p * step < run.end; ++p) {
            allowed[p] = p * step == first_word || p * step == last_word;
        }
    }
    return allowed;
}

}  // namespace jig::inspect
