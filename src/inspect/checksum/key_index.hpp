// SPDX-License-Identifier: Apache-2.0
// Which positions have a given key: a hash table that grows while a search passes over the image.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace jig::inspect {

class KeyIndex {
 public:
    // For the positions of `keys`, which must outlive the index. Takes 4 bytes of memory for each and 8 to 16 for the
    // table; keys of up to 16 bits address the table themselves.
    KeyIndex(std::span<const std::uint32_t> keys, unsigned key_bits)
        : keys_(keys),
          table_bits_(std::min<unsigned>(
              key_bits, std::max<unsigned>(8, static_cast<unsigned>(std::bit_width(keys.size())) + 1))),
          shift_(32 - table_bits_),
          is_direct_(key_bits <= table_bits_),
          newest_(std::size_t{1} << table_bits_, 0),
          older_(keys.size(), 0) {}

    void insert(std::size_t position) {
        std::uint32_t& newest = newest_[slot(keys_[position])];
        older_[position] = newest;
        newest = static_cast<std::uint32_t>(position) + 1;
    }

    // Calls visit(position) for every inserted position with this key, the newest first, as long as visit returns true.
    // Returns whether all were visited.
    template <class Visit>
    bool for_each(std::uint32_t key, Visit&& visit) const {
        for (std::uint32_t next = newest_[slot(key)]; next != 0; next = older_[next - 1]) {
            if (keys_[next - 1] == key && !visit(static_cast<std::size_t>(next - 1))) return false;
        }
        return true;
    }

 private:
    // The golden ratio spreads sums, which differ in their low bits only.
    [[nodiscard]] std::size_t slot(std::uint32_t key) const { return is_direct_ ? key : (key * 0x9e3779b1U) >> shift_; }

    std::span<const std::uint32_t> keys_;
    unsigned table_bits_;
    unsigned shift_;
    bool is_direct_;
    std::vector<std::uint32_t> newest_;  // position + 1; 0: none
    std::vector<std::uint32_t> older_;
};

}  // namespace jig::inspect
