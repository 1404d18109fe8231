// SPDX-License-Identifier: Apache-2.0
// The accesses to what the model does not have, counted per address and direction.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "machine/chip.hpp"

namespace jig::machine {

class UnmodelledLog {
 public:
    // Firmware that walks through a whole unmodelled memory must not eat ours; further addresses are not told apart.
    static constexpr std::size_t max_addresses = 4096;

    void note(std::uint32_t address, bool write, std::uint32_t pc) {
        const auto key = std::pair{address, write};
        const auto found = entries_.find(key);
        if (found != entries_.end())
            ++found->second.count;
        else if (entries_.size() < max_addresses)
            entries_.emplace(key, UnmodelledAccess{address, write, 1, pc});
    }
    void clear() { entries_.clear(); }
    [[nodiscard]] std::vector<UnmodelledAccess> list() const {
        std::vector<UnmodelledAccess> accesses;
        accesses.reserve(entries_.size());
        for (const auto& [key, access] : entries_) accesses.push_back(access);
        return accesses;
    }

 private:
    std::map<std::pair<std::uint32_t, bool>, UnmodelledAccess> entries_;
};

}  // namespace jig::machine
