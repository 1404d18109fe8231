// SPDX-License-Identifier: Apache-2.0
#include "image/srec_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

#include "image/record_text.hpp"

namespace jig::image {
namespace {

constexpr std::size_t bytes_per_line = 16;

// What S0 to S9 are: bytes of address, or 0 for the reserved S4.
constexpr std::size_t address_bytes[] = {2, 2, 3, 4, 0, 2, 3, 4, 3, 2};

struct Record {
    unsigned type;
    std::uint32_t address;  // for S5 and S6 the count of records
    Bytes data;
};

std::uint8_t checksum(ByteView bytes) {
    return static_cast<std::uint8_t>(~std::accumulate(bytes.begin(), bytes.end(), 0));
}

std::uint32_t load_address(ByteView bytes) {
    std::uint32_t address = 0;
    for (const std::uint8_t byte : bytes) address = address << 8 | byte;
    return address;
}

Result<Bytes> checked_bytes(std::string_view digits, std::size_t line) {
    TRY_ASSIGN(Bytes bytes, record_bytes(digits, line));
    if (bytes.empty() || bytes.size() != bytes[0] + 1u) {
        return line_error(
            line, fmt::format("{} bytes do not fit the record's length; it was cut short or damaged", bytes.size()));
    }
    const std::uint8_t sum = checksum(ByteView(bytes).first(bytes.size() - 1));
    if (bytes.back() != sum) {
        return line_error(line,
                          fmt::format("checksum is 0x{:02x}, but the record's bytes give 0x{:02x}", bytes.back(), sum));
    }
    return bytes;
}

Result<Record> parse_record(std::string_view text, std::size_t line) {
    if (text.size() < 2 || text[0] != 'S' || text[1] < '0' || text[1] > '9') {
        return line_error(line, "a record must begin with S0 to S9");
    }
    const auto type = static_cast<unsigned>(text[1] - '0');
    const std::size_t width = address_bytes[type];
    if (width == 0) return line_error(line, "record type S4 is reserved");
    TRY_ASSIGN(const Bytes bytes, checked_bytes(text.substr(2), line));
    if (bytes.size() < 1 + width + 1) return line_error(line, fmt::format("too short for an S{} record", type));
    const ByteView data = ByteView(bytes).subspan(1 + width, bytes.size() - width - 2);
    if (type >= 5 && !data.empty()) return line_error(line, fmt::format("an S{} record has no data", type));
    return Record{type, load_address(ByteView(bytes).subspan(1, width)), Bytes(data.begin(), data.end())};
}

class SrecParser {
 public:
    Result<void> take(const Record& record, std::size_t line) {
        if (ended_) return line_error(line, "a record behind the end record");
        ended_ = record.type >= 7;
        const bool is_data = record.type >= 1 && record.type <= 3;
        const bool is_count = record.type == 5 || record.type == 6;
        if (is_data) {
            ++data_records_;
            return collector_.add(line, record.address, record.data);
        }
        if (is_count && record.address != data_records_) {
            return line_error(line, fmt::format("counts {} data records, but there are {}; some are missing",
                                                record.address, data_records_));
        }
        return {};
    }

    Result<FirmwareImage> finish(std::size_t line) {
        if (!ended_) return line_error(line, "no end record (S7, S8 or S9); the file was cut short");
        return collector_.finish();
    }

 private:
    RecordCollector collector_;
    std::size_t data_records_ = 0;
    bool ended_ = false;
};

std::string record_text(unsigned type, std::uint32_t address, ByteView data) {
    const std::size_t width = address_bytes[type];
    Bytes bytes = {static_cast<std::uint8_t>(width + data.size() + 1)};
    for (std::size_t i = width; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(address >> 8 * i));
    bytes.insert(bytes.end(), data.begin(), data.end());
    bytes.push_back(checksum(bytes));
    std::string digits = to_hex(bytes);
    std::ranges::transform(digits, digits.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return fmt::format("S{}{}\n", type, digits);
}

}  // namespace

Result<FirmwareImage> parse_srec(std::string_view text) {
    LineReader lines(text);
    SrecParser parser;
    while (const auto line = lines.next()) {
        TRY_ASSIGN(const Record record, parse_record(*line, lines.line()));
        TRY(parser.take(record, lines.line()));
    }
    return parser.finish(lines.line());
}

std::string srec_text(const FirmwareImage& image) {
    constexpr std::array<std::uint8_t, 3> header = {'j', 'i', 'g'};
    std::string text = record_text(0, 0, header);
    for (const Segment& segment : image.segments()) {
        for (std::size_t offset = 0; offset < segment.data.size(); offset += bytes_per_line) {
            const std::size_t count = std::min(bytes_per_line, segment.data.size() - offset);
            text += record_text(3, segment.address + static_cast<std::uint32_t>(offset),
                                ByteView(segment.data).subspan(offset, count));
        }
    }
    return text + record_text(7, 0, {});
}

}  // namespace jig::image
