// SPDX-License-Identifier: Apache-2.0
#include "image/hex_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

#include "image/record_text.hpp"

namespace jig::image {
namespace {

enum RecordType : std::uint8_t {
    data_record = 0,
    end_record = 1,
    extended_segment = 2,
    start_segment = 3,
    extended_linear = 4,
    start_linear = 5,
};

constexpr std::size_t head_bytes = 4;  // count, offset, type
constexpr std::size_t bytes_per_line = 16;
constexpr std::uint32_t bank_bytes = 0x10000;

struct Record {
    std::uint8_t type;
    std::uint16_t offset;
    Bytes data;
};

std::uint8_t checksum(ByteView bytes) {
    return static_cast<std::uint8_t>(-std::accumulate(bytes.begin(), bytes.end(), 0));
}

Result<Record> parse_record(std::string_view text, std::size_t line) {
    if (text[0] != ':') return line_error(line, "a record must begin with ':'");
    TRY_ASSIGN(const Bytes bytes, record_bytes(text.substr(1), line));
    if (bytes.size() < head_bytes + 1 || bytes.size() != head_bytes + bytes[0] + 1u) {
        return line_error(
            line, fmt::format("{} bytes do not fit the record's length; it was cut short or damaged", bytes.size()));
    }
    const ByteView summed = ByteView(bytes).first(bytes.size() - 1);
    if (bytes.back() != checksum(summed)) {
        return line_error(line, fmt::format("checksum is 0x{:02x}, but the record's bytes give 0x{:02x}", bytes.back(),
                                            checksum(summed)));
    }
    const ByteView data = summed.subspan(head_bytes);
    return Record{bytes[3], load_be16(summed.subspan(1)), Bytes(data.begin(), data.end())};
}

// How many data bytes each type but data_record has.
std::size_t expected_bytes(std::uint8_t type) {
    constexpr std::size_t bytes[] = {0, 0, 2, 4, 2, 4};
    return bytes[type];
}

class HexParser {
 public:
    Result<void> take(const Record& record, std::size_t line) {
        if (ended_) return line_error(line, "a record behind the end record");
        if (record.type > start_linear) return line_error(line, fmt::format("unknown record type {:02x}", record.type));
        if (record.type == data_record) return take_data(record, line);
        if (record.data.size() != expected_bytes(record.type)) {
            return line_error(line, fmt::format("a record of type {:02x} must have {} data bytes, not {}", record.type,
                                                expected_bytes(record.type), record.data.size()));
        }
        if (record.type == end_record) ended_ = true;
        if (record.type == extended_segment || record.type == extended_linear) {
            segmented_ = record.type == extended_segment;
            base_ = std::uint32_t{load_be16(record.data)} << (segmented_ ? 4 : 16);
        }
        return {};
    }

    Result<FirmwareImage> finish(std::size_t line) {
        if (!ended_) return line_error(line, "no end record (:00000001FF); the file was cut short");
        return collector_.finish();
    }

 private:
    Result<void> take_data(const Record& record, std::size_t line) {
        // Segmented addresses would wrap to the segment's start here; no linker means that.
        if (segmented_ && record.offset + record.data.size() > bank_bytes) {
            return line_error(line, "the record runs past the end of its 64 KB segment");
        }
        return collector_.add(line, base_ + record.offset, record.data);
    }

    RecordCollector collector_;
    std::uint32_t base_ = 0;
    bool segmented_ = false;
    bool ended_ = false;
};

std::string record_text(RecordType type, std::uint16_t offset, ByteView data) {
    Bytes bytes = {static_cast<std::uint8_t>(data.size()), static_cast<std::uint8_t>(offset >> 8),
                   static_cast<std::uint8_t>(offset), type};
    bytes.insert(bytes.end(), data.begin(), data.end());
    bytes.push_back(checksum(bytes));
    std::string digits = to_hex(bytes);
    std::ranges::transform(digits, digits.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return ":" + digits + "\n";
}

}  // namespace

Result<FirmwareImage> parse_hex(std::string_view text) {
    LineReader lines(text);
    HexParser parser;
    while (const auto line = lines.next()) {
        TRY_ASSIGN(const Record record, parse_record(*line, lines.line()));
        TRY(parser.take(record, lines.line()));
    }
    return parser.finish(lines.line());
}

std::string hex_text(const FirmwareImage& image) {
    std::string text;
    std::uint32_t bank = 0;
    for (const Segment& segment : image.segments()) {
        ByteView rest = segment.data;
        std::uint32_t address = segment.address;
        while (!rest.empty()) {
            if (address / bank_bytes != bank) {
                bank = address / bank_bytes;
                const std::array<std::uint8_t, 2> upper = {static_cast<std::uint8_t>(bank >> 8),
                                                           static_cast<std::uint8_t>(bank)};
                text += record_text(extended_linear, 0, upper);
            }
            const std::size_t in_bank = bank_bytes - address % bank_bytes;
            const std::size_t count = std::min({bytes_per_line, in_bank, rest.size()});
            text += record_text(data_record, static_cast<std::uint16_t>(address), rest.first(count));
            rest = rest.subspan(count);
            address += static_cast<std::uint32_t>(count);
        }
    }
    return text + record_text(end_record, 0, {});
}

}  // namespace jig::image
