// SPDX-License-Identifier: Apache-2.0
// How much to dare in one transfer: everything on a good wire, less and less on a bad one.
#pragma once

#include <algorithm>
#include <cstdint>

namespace jig::probe::stlink {

// One lost bit spoils a whole block, so that at 1e-4 per bit a 6144-byte block (70000 bits on the wire) never gets
// through while 64 bytes do nine times of ten. Halves on failure, doubles after a run of successes.
class BlockSize {
 public:
    explicit BlockSize(std::uint32_t most) : most_(most), limit_(most) {}

    [[nodiscard]] std::uint32_t limit() const { return limit_; }
    void succeeded() {
        if (++successes_ < successes_to_grow) return;
        successes_ = 0;
        limit_ = std::min(limit_ * 2, most_);
    }
    // A transfer of `bytes` failed.
    void failed(std::uint32_t bytes) {
        successes_ = 0;
        limit_ = std::max(std::min(bytes, limit_) / 2 / least * least, least);
    }

 private:
    static constexpr std::uint32_t least = 4;  // one word
    static constexpr int successes_to_grow = 4;

    std::uint32_t most_;
    std::uint32_t limit_;
    int successes_ = 0;
};

}  // namespace jig::probe::stlink
