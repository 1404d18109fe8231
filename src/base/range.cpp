// SPDX-License-Identifier: Apache-2.0
#include "base/range.hpp"

#include <fmt/format.h>

#include <cassert>

#include "base/bytes.hpp"

namespace jig {

Result<AddressRange> parse_range(std::string_view text) {
    const std::size_t mark = text.find_first_of(":-");
    if (mark == std::string_view::npos) {
        return fail(ErrorKind::usage, fmt::format("'{}' is not a range; write START:LENGTH or START-END", text));
    }
    TRY_ASSIGN(const std::uint32_t start, parse_number(text.substr(0, mark)));
    TRY_ASSIGN(const std::uint32_t second, parse_number(text.substr(mark + 1)));
    const bool by_length = text[mark] == ':';
    if (by_length ? second == 0 : second < start) {
        return fail(ErrorKind::usage, fmt::format("range '{}' is empty", text));
    }
    const std::uint64_t length = by_length ? second : std::uint64_t{second} - start + 1;
    if (start + length > std::uint64_t{1} << 32 || length > UINT32_MAX) {
        return fail(ErrorKind::usage, fmt::format("range '{}' runs past the end of the address space", text));
    }
    return AddressRange{start, static_cast<std::uint32_t>(length)};
}

std::string to_string(const AddressRange& range) {
    assert(range.length > 0);
    return hex_address(range.start) + "-" + hex_address(static_cast<std::uint32_t>(range.end() - 1));
}

}  // namespace jig
