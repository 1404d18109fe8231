// SPDX-License-Identifier: Apache-2.0
// Prefixes of CRCs. P(b) is the register after the bytes before b, run from zero. A range [a, b) has the CRC whose
// register is s if (P(a) + init) / x^8a = (P(b) + s) / x^8b.
#pragma once

#include "inspect/checksum/prefixes.hpp"

namespace jig::inspect {

class CrcPrefixes final : public Prefixes {
 public:
    CrcPrefixes(const ChecksumModel& model, ByteView image, std::size_t step, Ring::Multiplication multiplication);

    void right(std::size_t first, std::span<const std::uint32_t> values, std::span<std::uint32_t> keys) const override;
    void right_at(std::size_t end, std::span<const std::uint32_t> values, std::span<const FieldChange> changes,
                  std::span<std::uint32_t> keys) const override;
    [[nodiscard]] FieldChange change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const override;
    void values_to(std::size_t end, std::span<const std::uint32_t> starts,
                   std::span<std::uint32_t> values) const override;
    [[nodiscard]] std::uint32_t distance(std::uint32_t key, std::uint32_t other) const override { return key ^ other; }

 private:
    [[nodiscard]] std::uint32_t reflect(std::uint32_t value) const;
    [[nodiscard]] std::uint32_t register_of(std::uint32_t value) const { return reflect(value ^ model_.xorout); }
    [[nodiscard]] std::uint8_t fed(std::uint8_t byte) const;
    // The offset of the byte that the CRC takes in turn `i`: words go in with their last byte first.
    [[nodiscard]] std::size_t turn(std::size_t i) const { return i ^ (model_.word_bytes - 1); }

    ChecksumModel model_;
    Ring ring_;
    std::vector<std::uint32_t> states_;    // P
    std::vector<std::uint32_t> inverses_;  // 1 / x^(8 * offset)
};

}  // namespace jig::inspect
