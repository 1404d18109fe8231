// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/landmarks.hpp"

#include <algorithm>
#include <array>

namespace jig::inspect {
namespace {

constexpr std::size_t word = 4;
constexpr std::size_t vector_table_alignment = 512;
constexpr std::uint8_t erased = 0xff;
constexpr std::uint32_t sram_base = 0x20000000;
constexpr std::uint32_t most_sram = 96 << 10;  // XL density
constexpr std::uint32_t most_flash = 1 << 20;  // XL density
constexpr std::uint32_t flash_base = 0x08000000;
constexpr std::size_t most_vector_tables = 2;  // besides the image's first byte: a bootloader's and an application's

bool is_handler(std::uint32_t vector) { return (vector & 1) != 0 && vector - flash_base < most_flash; }

bool is_vector_table(ByteView at) {
    const std::uint32_t stack = load_le32(at);
    if (stack % word != 0 || stack <= sram_base || stack > sram_base + most_sram) return false;
    return is_handler(load_le32(at.subspan(4))) && is_handler(load_le32(at.subspan(8))) &&
           is_handler(load_le32(at.subspan(12)));
}

std::vector<std::uint32_t> vector_tables(ByteView image) {
    std::vector<std::uint32_t> tables;
    for (std::size_t i = 0; i + 4 * word <= image.size(); i += vector_table_alignment) {
        if (is_vector_table(image.subspan(i))) tables.push_back(static_cast<std::uint32_t>(i));
    }
    return tables;
}

// The stretches between erased runs, to whole words.
std::vector<Extent> stretches(ByteView image) {
    std::vector<Extent> found;
    std::size_t start = 0;
    for (const Extent& run : constant_runs(image)) {
        if (image[run.start] != erased) continue;
        if (run.start > start) found.push_back({start / word * word, round_up(run.start, word)});
        start = run.end;
        if (found.size() == most_stretches) return found;
    }
    if (start < image.size()) found.push_back({start / word * word, image.size() / word * word});
    return found;
}

void sort_unique(std::vector<std::uint32_t>& offsets) {
    std::ranges::sort(offsets);
    offsets.erase(std::ranges::unique(offsets).begin(), offsets.end());
}

bool is_blank(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == erased; });
}

void add_pages(Landmarks& marks, ByteView image, std::uint32_t misalignment, std::uint32_t page_bytes) {
    for (std::size_t page = (page_bytes - misalignment) % page_bytes; page < image.size(); page += page_bytes) {
        const ByteView content = image.subspan(page, std::min<std::size_t>(page_bytes, image.size() - page));
        if (is_blank(content)) continue;
        marks.starts.push_back(static_cast<std::uint32_t>(page));
        const std::size_t end = (page + content.size()) / word * word;
        marks.ends.push_back(static_cast<std::uint32_t>(end));
        if (end >= word) marks.ends.push_back(static_cast<std::uint32_t>(end - word));
    }
}

}  // namespace

std::size_t used_end(ByteView image) {
    std::size_t end = image.size();
    while (end > 0 && image[end - 1] == erased) --end;
    return end;
}

Landmarks find_landmarks(ByteView image, std::uint32_t base, std::uint32_t page_bytes) {
    Landmarks marks;
    marks.vector_tables = vector_tables(image);
    marks.used_end = used_end(image);
    add_pages(marks, image, base % page_bytes, page_bytes);
    marks.starts.insert(marks.starts.end(), marks.vector_tables.begin(), marks.vector_tables.end());
    marks.ends.insert(marks.ends.end(), marks.vector_tables.begin(), marks.vector_tables.end());
    for (const Extent& stretch : stretches(image)) {
        marks.starts.push_back(static_cast<std::uint32_t>(stretch.start));
        marks.ends.push_back(static_cast<std::uint32_t>(stretch.end));
        if (stretch.end >= word) marks.ends.push_back(static_cast<std::uint32_t>(stretch.end - word));
    }
    if (marks.used_end != 0) marks.ends.push_back(static_cast<std::uint32_t>(image.size() / word * word));
    // A page in the midst of zeros begins nothing.
    const std::vector<bool> allowed = allowed_positions(image, word);
    std::erase_if(marks.starts, [&](std::uint32_t start) { return !allowed[start / word]; });
    sort_unique(marks.starts);
    sort_unique(marks.ends);
    return marks;
}

std::vector<std::uint32_t> canonical_starts(ByteView image, const Landmarks& landmarks) {
    std::vector<std::uint32_t> starts;
    if (!image.empty() && image[0] != erased) starts.push_back(0);
    std::size_t tables = 0;
    for (const std::uint32_t table : landmarks.vector_tables) {
        if (table != 0 && tables++ < most_vector_tables) starts.push_back(table);
    }
    return starts;
}

std::vector<CanonicalPlace> canonical_places(ByteView image, const Landmarks& landmarks, std::size_t value_bytes) {
    std::vector<CanonicalPlace> places;
    const auto add = [&](std::size_t end, std::size_t stored_at) {
        if (stored_at + value_bytes > image.size()) return;
        for (const std::uint32_t start : canonical_starts(image, landmarks)) {
            if (end >= start + shortest_range) places.push_back({{start, end}, stored_at});
        }
    };
    // A narrow value may have a word of its own.
    for (const std::size_t field : {value_bytes, word}) {
        if (image.size() < field) continue;
        const std::size_t last = (image.size() - field) / field * field;
        add(last, last);
        add(std::min(round_up(used_end(image.first(last)), word), last), last);
        const std::size_t in_use = round_up(landmarks.used_end, field);
        if (in_use >= field) add(in_use - field, in_use - field);
    }
    std::ranges::sort(places);
    places.erase(std::ranges::unique(places).begin(), places.end());
    return places;
}

}  // namespace jig::inspect
