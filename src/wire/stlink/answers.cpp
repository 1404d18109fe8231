// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace jig::wire::stlink {
namespace {

constexpr std::size_t most_frequencies = 10;

Result<void> require(ByteView answer, std::size_t bytes, std::string_view name) {
    if (answer.size() >= bytes) return {};
    return fail(ErrorKind::link,
                fmt::format("the ST-Link answered {} with {} bytes instead of {}", name, answer.size(), bytes));
}

}  // namespace

Result<Status> parse_status(ByteView answer) {
    TRY(require(answer, 1, "a status"));
    return Status{answer[0]};
}

Result<std::uint32_t> parse_word(ByteView answer) {
    TRY(require(answer, 8, "a register"));
    return load_le32(answer.subspan(4));
}

Result<Mode> parse_mode(ByteView answer) {
    TRY(require(answer, 1, "its mode"));
    if (answer[0] > static_cast<std::uint8_t>(Mode::bootloader)) {
        return fail(ErrorKind::link, fmt::format("the ST-Link says it is in mode {}, which does not exist", answer[0]));
    }
    return static_cast<Mode>(answer[0]);
}

// The probe measures its own 1.2 V reference and half of the target's supply with the same converter.
Result<std::optional<double>> parse_voltage(ByteView answer) {
    TRY(require(answer, 8, "the target's voltage"));
    const std::uint32_t reference = load_le32(answer);
    const std::uint32_t half_supply = load_le32(answer.subspan(4));
    if (reference == 0) return std::optional<double>{};
    return std::optional<double>{2.0 * half_supply * 1.2 / reference};
}

Result<std::vector<std::uint32_t>> parse_frequencies(ByteView answer) {
    TRY(require(answer, frequencies_bytes, "its frequencies"));
    const std::size_t count = std::min<std::size_t>(answer[8], most_frequencies);
    std::vector<std::uint32_t> khz;
    for (std::size_t i = 0; i < count; ++i) khz.push_back(load_le32(answer.subspan(12 + 4 * i)));
    return khz;
}

Result<LastStatus> parse_last_status(ByteView answer) {
    TRY_ASSIGN(const Status status, parse_status(answer));
    LastStatus last{status, std::nullopt};
    if (answer.size() >= 8) last.address = load_le32(answer.subspan(4));
    return last;
}

}  // namespace jig::wire::stlink
