// SPDX-License-Identifier: Apache-2.0
// Prefixes of sums and exclusive ors: keys are plain prefix sums.
#pragma once

#include "inspect/checksum/prefixes.hpp"

namespace jig::inspect {

class SumPrefixes final : public Prefixes {
 public:
    SumPrefixes(const ChecksumModel& model, ByteView image, std::size_t step);

    void right(std::size_t first, std::span<const std::uint32_t> values, std::span<std::uint32_t> keys) const override;
    void right_at(std::size_t end, std::span<const std::uint32_t> values, std::span<const FieldChange> changes,
                  std::span<std::uint32_t> keys) const override;
    [[nodiscard]] FieldChange change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const override;
    void values_to(std::size_t end, std::span<const std::uint32_t> starts,
                   std::span<std::uint32_t> values) const override;
    [[nodiscard]] std::uint32_t distance(std::uint32_t key, std::uint32_t other) const override {
        return take(key, other);
    }

 private:
    [[nodiscard]] std::uint32_t add(std::uint32_t a, std::uint32_t b) const;
    [[nodiscard]] std::uint32_t take(std::uint32_t a, std::uint32_t b) const;
    // Between the sum and what is stored of it; its own inverse.
    [[nodiscard]] std::uint32_t formed(std::uint32_t sum) const;

    ChecksumModel model_;
};

}  // namespace jig::inspect
