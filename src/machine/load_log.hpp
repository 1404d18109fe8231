// SPDX-License-Identifier: Apache-2.0
// The program's loads of data out of main flash: which instruction read which bytes. While one is watched, loads from
// flash take the slow path.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace jig::machine {

struct FlashLoad {
    std::uint32_t pc;
    std::uint32_t address;
    std::uint8_t bytes;
    friend bool operator==(const FlashLoad&, const FlashLoad&) = default;
};

class LoadLog {
 public:
    explicit LoadLog(std::size_t most_loads) : most_loads_(most_loads) {}

    // RM0008 3.3.3: at 0x08000000, 1 MB at most, and at 0 where the chip starts from it.
    [[nodiscard]] static constexpr bool is_main_flash(std::uint32_t address) {
        constexpr std::uint32_t flash_base = 0x08000000;
        constexpr std::uint32_t largest_flash = 0x00100000;
        return (address & ~flash_base) < largest_flash;
    }

    // Kept once per instruction and address, in the order of their first time.
    void note(const FlashLoad& load) {
        if (loads_.size() >= most_loads_) return;
        if (seen_.insert(std::uint64_t{load.pc} << 32 | load.address).second) loads_.push_back(load);
    }
    [[nodiscard]] const std::vector<FlashLoad>& loads() const { return loads_; }

 private:
    std::size_t most_loads_;
    std::vector<FlashLoad> loads_;
    std::unordered_set<std::uint64_t> seen_;
};

}  // namespace jig::machine
