// SPDX-License-Identifier: Apache-2.0
// Prefixes of Fletcher's and Adler's pairs of sums. With A(b) the sum of the words before b and B(b) the sum of A(1) to
// A(b), a range [a, b) that begins with (i, 0) has the pair (v, w) if
//     A(a) = A(b) + i - v                       =: k, and
//     B(a) - a*A(a) + a*i = B(b) + b*i - w - b*k,
// counted in words: each left side knows a alone.
#pragma once

#include "inspect/checksum/prefixes.hpp"

namespace jig::inspect {

class FletcherPrefixes final : public Prefixes {
 public:
    FletcherPrefixes(const ChecksumModel& model, ByteView image, std::size_t step);

    void right(std::size_t first, std::span<const std::uint32_t> values, std::span<std::uint32_t> keys) const override;
    void right_at(std::size_t end, std::span<const std::uint32_t> values, std::span<const FieldChange> changes,
                  std::span<std::uint32_t> keys) const override;
    [[nodiscard]] FieldChange change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const override;
    void values_to(std::size_t end, std::span<const std::uint32_t> starts,
                   std::span<std::uint32_t> values) const override;
    [[nodiscard]] std::uint32_t distance(std::uint32_t key, std::uint32_t other) const override;

 private:
    struct Pair {
        std::uint32_t a = 0;
        std::uint32_t b = 0;
    };
    [[nodiscard]] std::uint32_t packed(std::uint64_t a, std::uint64_t b) const;
    [[nodiscard]] std::uint64_t words(std::size_t position) const { return position * step_ / model_.word_bytes; }
    [[nodiscard]] std::uint32_t key(std::size_t end, std::uint32_t value, FieldChange change) const;
    [[nodiscard]] std::uint32_t value_between(std::size_t start, std::size_t end) const;

    ChecksumModel model_;
    unsigned half_;  // bits of each sum
    std::vector<Pair> sums_;
};

}  // namespace jig::inspect
