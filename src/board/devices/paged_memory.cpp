// SPDX-License-Identifier: Apache-2.0
#include "board/devices/paged_memory.hpp"

#include <algorithm>
#include <atomic>

namespace jig::board {

PagedMemory::PagedMemory(std::size_t size, std::span<const std::uint8_t> contents)
    : size_(size), pages_((size + page_bytes - 1) / page_bytes) {
    for (std::size_t i = 0; i < std::min(size, contents.size()); ++i) write(i, contents[i]);
}

std::uint8_t PagedMemory::read(std::size_t address) const {
    const auto& page = pages_[address / page_bytes];
    return page ? (*page)[address % page_bytes] : 0xFF;
}

void PagedMemory::write(std::size_t address, std::uint8_t byte) {
    if (read(address) != byte) own(address / page_bytes)[address % page_bytes] = byte;
}

void PagedMemory::erase(std::size_t address, std::size_t bytes) {
    const std::size_t end = std::min(address + bytes, size_);
    while (address < end) {
        const std::size_t part = std::min(end, (address / page_bytes + 1) * page_bytes) - address;
        auto& page = pages_[address / page_bytes];
        if (page && part == page_bytes) page.reset();
        if (page) std::ranges::fill(std::span(own(address / page_bytes)).subspan(address % page_bytes, part), 0xFF);
        address += part;
    }
}

// The page, and nobody else's. The copy that let go of it last may have done so in another thread.
PagedMemory::Page& PagedMemory::own(std::size_t index) {
    auto& page = pages_[index];
    if (!page) {
        page = std::make_shared<Page>(page_bytes, 0xFF);
    } else if (page.use_count() != 1) {
        page = std::make_shared<Page>(*page);
    } else {
        std::atomic_thread_fence(std::memory_order_acquire);
    }
    return *page;
}

}  // namespace jig::board
