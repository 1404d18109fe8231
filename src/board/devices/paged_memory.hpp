// SPDX-License-Identifier: Apache-2.0
// The contents of a memory device, shared between copies until one of them writes: copying a board must not copy
// megabytes that nobody changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace jig::board {

class PagedMemory {
 public:
    static constexpr std::size_t page_bytes = 4096;

    // `size` bytes: `contents` first, the rest erased (0xFF).
    PagedMemory(std::size_t size, std::span<const std::uint8_t> contents);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint8_t read(std::size_t address) const;
    void write(std::size_t address, std::uint8_t byte);
    // Makes a range 0xFF.
    void erase(std::size_t address, std::size_t bytes);

 private:
    using Page = std::vector<std::uint8_t>;

    [[nodiscard]] Page& own(std::size_t index);

    std::size_t size_;
    std::vector<std::shared_ptr<Page>> pages_;  // none: erased
};

}  // namespace jig::board
