// SPDX-License-Identifier: Apache-2.0
#include "image/record_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace jig::image {
namespace {

// The longest record of either format: a count byte, then at most 255 bytes, and room for HEX's address and type.
constexpr std::size_t longest_record_bytes = 260;

AddressRange range_of(std::uint32_t address, std::size_t size) { return {address, static_cast<std::uint32_t>(size)}; }

}  // namespace

std::unexpected<Error> line_error(std::size_t line, std::string_view what) {
    return fail(ErrorKind::bad_file, fmt::format("line {}: {}", line, what));
}

std::optional<std::string_view> LineReader::next() {
    while (!rest_.empty()) {
        const std::size_t end = rest_.find('\n');
        std::string_view text = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
        ++line_;
        const std::size_t last = text.find_last_not_of(" \t\r");
        if (last != std::string_view::npos) return text.substr(0, last + 1);
    }
    return std::nullopt;
}

Result<Bytes> record_bytes(std::string_view digits, std::size_t line) {
    if (digits.size() > 2 * longest_record_bytes) return line_error(line, "longer than any record");
    auto bytes = from_hex(digits);
    if (!bytes) return line_error(line, bytes.error().what);
    return bytes;
}

Result<void> RecordCollector::add(std::size_t line, std::uint32_t address, ByteView data) {
    if (data.empty()) return {};
    if (address + std::uint64_t{data.size()} > std::uint64_t{1} << 32) {
        return line_error(line, fmt::format("{} bytes at {} run past the end of the address space", data.size(),
                                            hex_address(address)));
    }
    if (data_.size() + data.size() > largest_image_bytes) {
        return line_error(
            line, fmt::format("more than {} bytes of content; no chip jig knows holds that", largest_image_bytes));
    }
    records_.push_back({line, address, data_.size(), data.size()});
    data_.insert(data_.end(), data.begin(), data.end());
    return {};
}

std::unexpected<Error> RecordCollector::overlap(const Record& a, const Record& b) {
    const auto& [first, second] = a.line < b.line ? std::tie(a, b) : std::tie(b, a);
    return line_error(second.line, fmt::format("{} overlaps {} of line {}; each byte may be given once",
                                               to_string(range_of(second.address, second.size)),
                                               to_string(range_of(first.address, first.size)), first.line));
}

Result<FirmwareImage> RecordCollector::finish() {
    std::ranges::sort(records_, {}, [](const Record& record) { return std::pair(record.address, record.line); });
    FirmwareImage image;
    Segment run;
    const Record* previous = nullptr;
    for (const Record& record : records_) {
        if (previous && record.address < run.end()) return overlap(*previous, record);
        if (!previous || record.address != run.end()) {
            TRY(image.add(run.address, run.data));
            run = {record.address, {}};
        }
        const ByteView bytes = ByteView(data_).subspan(record.offset, record.size);
        run.data.insert(run.data.end(), bytes.begin(), bytes.end());
        previous = &record;
    }
    TRY(image.add(run.address, run.data));
    return image;
}

}  // namespace jig::image
