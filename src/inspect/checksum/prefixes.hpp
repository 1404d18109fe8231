// SPDX-License-Identifier: Apache-2.0
// One model's state after every prefix of an image, brought to a common reference: whether a range has a given checksum
// becomes the equality of two keys, one that depends on the range's start alone and one that depends on its end and on
// the value. Knows nothing of where values are stored or which ranges are likely.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "inspect/checksum/model.hpp"
#include "inspect/checksum/ring.hpp"

namespace jig::inspect {

// How the keys at ends behind a field change when the field reads as something else.
struct FieldChange {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
};

// Positions are counted in steps: position p is the offset p * step. 4 to 12 bytes of memory for each.
class Prefixes {
 public:
    virtual ~Prefixes() = default;
    Prefixes(const Prefixes&) = delete;
    Prefixes& operator=(const Prefixes&) = delete;

    // Positions: 0 up to the last that lies in the image or at its end.
    [[nodiscard]] std::size_t count() const { return left_.size(); }
    [[nodiscard]] std::size_t step() const { return step_; }
    // The key of each position as a start. The keys use the model's width.
    [[nodiscard]] std::span<const std::uint32_t> left() const { return left_; }

    // keys[i]: the key of position `first + i` as an end, for the checksum values[i].
    virtual void right(std::size_t first, std::span<const std::uint32_t> values,
                       std::span<std::uint32_t> keys) const = 0;
    // keys[i]: the key of one end for the checksum values[i], had the field of changes[i], which lies before it,
    // changed.
    virtual void right_at(std::size_t end, std::span<const std::uint32_t> values, std::span<const FieldChange> changes,
                          std::span<std::uint32_t> keys) const = 0;
    // For right_at: the field of `bytes` bytes at `offset` reads as `fill` instead. The field begins and ends on the
    // model's words.
    [[nodiscard]] virtual FieldChange change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const = 0;
    // values[i]: the checksum from position starts[i] to `end`.
    virtual void values_to(std::size_t end, std::span<const std::uint32_t> starts,
                           std::span<std::uint32_t> values) const = 0;
    // How far two keys lie apart: in two dumps this is the same for all starts between the same two differences.
    [[nodiscard]] virtual std::uint32_t distance(std::uint32_t key, std::uint32_t other) const = 0;

    [[nodiscard]] std::uint32_t value(std::size_t start, std::size_t end) const;

 protected:
    Prefixes(ByteView image, std::size_t step) : image_(image), step_(step), left_(image.size() / step + 1) {}

    ByteView image_;
    std::size_t step_;
    std::vector<std::uint32_t> left_;
};

// Keeps a view of `image`; `step` is a multiple of the model's word_bytes.
[[nodiscard]] std::unique_ptr<Prefixes> make_prefixes(const ChecksumModel& model, ByteView image, std::size_t step,
                                                      Ring::Multiplication multiplication = Ring::Multiplication::best);

}  // namespace jig::inspect
