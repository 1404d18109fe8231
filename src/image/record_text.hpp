// SPDX-License-Identifier: Apache-2.0
// What Intel HEX and S-record files share: lines of hex, a checksum, and data records in any order that must not
// overlap.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "image/firmware_image.hpp"

namespace jig::image {

// "line 7: ", in front of what is wrong there.
[[nodiscard]] std::unexpected<Error> line_error(std::size_t line, std::string_view what);

// The lines of a text, counted from 1, without line ends (LF or CR LF) and trailing blanks. Empty lines are skipped.
class LineReader {
 public:
    explicit LineReader(std::string_view text) : rest_(text) {}
    // Nothing at the end of the text.
    [[nodiscard]] std::optional<std::string_view> next();
    [[nodiscard]] std::size_t line() const { return line_; }

 private:
    std::string_view rest_;
    std::size_t line_ = 0;
};

// The bytes of one record: hex digits only, an even number, at most 260 bytes. Errors: bad_file.
[[nodiscard]] Result<Bytes> record_bytes(std::string_view digits, std::size_t line);

// Collects data records and puts them together in the end, so that a file in any order costs the same.
class RecordCollector {
 public:
    // Errors: bad_file (past the end of the address space, more than largest_image_bytes).
    Result<void> add(std::size_t line, std::uint32_t address, ByteView data);
    // Errors: bad_file (two records give the same byte, both lines named).
    [[nodiscard]] Result<FirmwareImage> finish();

 private:
    struct Record {
        std::size_t line;
        std::uint32_t address;
        std::size_t offset;
        std::size_t size;
    };
    static std::unexpected<Error> overlap(const Record& a, const Record& b);

    Bytes data_;
    std::vector<Record> records_;
};

}  // namespace jig::image
