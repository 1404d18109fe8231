// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/link_base.hpp"

#include <algorithm>
#include <vector>

#include "inspect/layout/chance.hpp"
#include "inspect/layout/extent.hpp"
#include "inspect/layout/strings.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t base_step = 1024;        // the smallest page; bootloaders end on a page
constexpr std::size_t most_pointers = 2048;      // more do not make the answer better, only slower
constexpr std::uint32_t least_string_bytes = 4;  // that many printable characters make a beginning

bool is_push(std::uint16_t half) { return (half & 0xFE00) == 0xB400 || half == 0xE92D; }
// B (T2), BX and POP with PC: what ends the function before; NOP fills up to the next.
bool is_end(std::uint16_t half) {
    return (half & 0xF800) == 0xE000 || half == 0x4770 || (half & 0xFF00) == 0xBD00 || half == 0xBF00;
}

// Whether a function can begin at each half-word, and a string at each byte, of an image.
struct Beginnings {
    std::vector<bool> function;
    std::vector<bool> string;
    double function_density = 0;
    double string_density = 0;
};

bool function_begins(const FlashView& image, std::uint32_t offset) {
    if (offset + 2 > image.bytes.size()) return false;
    const std::uint16_t half = load_le16(image.bytes.subspan(offset));
    if (is_push(half)) return true;
    return offset >= 2 && half != 0xFFFF && is_end(load_le16(image.bytes.subspan(offset - 2)));
}

bool string_begins(const FlashView& image, std::uint32_t offset) {
    if (offset == 0 || offset + least_string_bytes > image.bytes.size()) return false;
    return image.bytes[offset - 1] == 0 &&
           std::ranges::all_of(image.bytes.subspan(offset, least_string_bytes), is_printable);
}

double density(const std::vector<bool>& begins, std::uint32_t step) {
    if (begins.empty()) return 0;
    return static_cast<double>(std::ranges::count(begins, true)) * step / static_cast<double>(begins.size());
}

Beginnings find_beginnings(const FlashView& image) {
    Beginnings found;
    const auto size = static_cast<std::uint32_t>(image.bytes.size());
    found.function.resize(size);
    found.string.resize(size);
    for (std::uint32_t offset = 0; offset < size; ++offset) {
        found.function[offset] = offset % 2 == 0 && function_begins(image, offset);
        found.string[offset] = string_begins(image, offset);
    }
    found.function_density = density(found.function, 2);
    found.string_density = density(found.string, 1);
    return found;
}

std::vector<std::uint32_t> find_pointers(const FlashView& image) {
    std::vector<std::uint32_t> pointers;
    for (std::uint32_t offset = 0; offset + 4 <= image.bytes.size(); offset += 4) {
        const std::uint32_t word = load_le32(image.bytes.subspan(offset));
        if (flash_window.contains(word)) pointers.push_back(word);
    }
    std::ranges::sort(pointers);
    pointers.erase(std::ranges::unique(pointers).begin(), pointers.end());
    if (pointers.size() > most_pointers) pointers.resize(most_pointers);
    return pointers;
}

struct Fit {
    unsigned hits = 0;
    double expected = 0;  // hits to expect from pointers that lead anywhere into the image

    [[nodiscard]] double chance() const { return tail_probability(expected, hits); }
};

Fit fit_at(std::uint32_t base, const std::vector<std::uint32_t>& pointers, const Beginnings& beginnings) {
    Fit fit;
    const std::size_t size = beginnings.function.size();
    for (auto at = std::ranges::lower_bound(pointers, base); at != pointers.end() && *at - base < size; ++at) {
        const bool odd = (*at & 1) != 0;
        const std::uint32_t offset = (*at & ~std::uint32_t{odd}) - base;
        fit.hits += odd ? beginnings.function[offset] : beginnings.string[offset];
        fit.expected += odd ? beginnings.function_density : beginnings.string_density;
    }
    return fit;
}

}  // namespace

std::optional<LinkBase> find_link_base(const FlashView& image) {
    const std::vector<std::uint32_t> pointers = find_pointers(image);
    if (pointers.empty()) return std::nullopt;
    const Beginnings beginnings = find_beginnings(image);
    std::uint32_t best_base = image.base;
    Fit best = fit_at(image.base, pointers, beginnings);
    const Fit here = best;
    for (std::uint64_t base = flash_window.start; base < flash_window.end(); base += base_step) {
        const Fit fit = fit_at(static_cast<std::uint32_t>(base), pointers, beginnings);
        if (fit.chance() >= best.chance()) continue;
        best = fit;
        best_base = static_cast<std::uint32_t>(base);
    }
    const double by_chance = best.chance() * flash_window.length / base_step;
    if (by_chance >= finding_below) return std::nullopt;
    return LinkBase{best_base, static_cast<unsigned>(pointers.size()), best.hits, here.hits, by_chance};
}

}  // namespace jig::inspect
