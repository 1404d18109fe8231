// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/prefixes.hpp"

#include <array>
#include <cassert>

#include "inspect/checksum/crc_prefixes.hpp"
#include "inspect/checksum/fletcher_prefixes.hpp"
#include "inspect/checksum/sum_prefixes.hpp"

namespace jig::inspect {

std::uint32_t Prefixes::value(std::size_t start, std::size_t end) const {
    const std::array starts = {static_cast<std::uint32_t>(start)};
    std::array<std::uint32_t, 1> value{};
    values_to(end, starts, value);
    return value[0];
}

std::unique_ptr<Prefixes> make_prefixes(const ChecksumModel& model, ByteView image, std::size_t step,
                                        Ring::Multiplication multiplication) {
    assert(step != 0 && step % model.word_bytes == 0);
    switch (model.family) {
        case ChecksumFamily::crc: return std::make_unique<CrcPrefixes>(model, image, step, multiplication);
        case ChecksumFamily::sum:
        case ChecksumFamily::exclusive_or: return std::make_unique<SumPrefixes>(model, image, step);
        case ChecksumFamily::fletcher: return std::make_unique<FletcherPrefixes>(model, image, step);
    }
    __builtin_unreachable();
}

}  // namespace jig::inspect
