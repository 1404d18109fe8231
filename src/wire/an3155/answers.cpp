// SPDX-License-Identifier: Apache-2.0
#include "wire/an3155/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::wire::an3155 {
namespace {

// The bytes between count and ACK.
Result<ByteView> counted(ByteView answer, std::string_view command) {
    if (answer.empty() || answer.size() != 1 + bytes_behind_count(answer[0]) || answer.back() != ACK) {
        return fail(ErrorKind::link,
                    fmt::format("{} was answered with '{}', which is no answer to it", command, to_hex(answer)));
    }
    return answer.subspan(1, answer.size() - 2);
}

}  // namespace

bool Abilities::has(Command command) const {
    return std::ranges::find(commands, static_cast<std::uint8_t>(command)) != commands.end();
}

Result<Abilities> parse_get(ByteView answer) {
    TRY_ASSIGN(const ByteView bytes, counted(answer, "Get"));
    return Abilities{bytes[0], {bytes.begin() + 1, bytes.end()}};
}

Result<std::uint16_t> parse_get_id(ByteView answer) {
    constexpr std::size_t id_bytes = 2;  // 3.3: of every STM32
    TRY_ASSIGN(const ByteView bytes, counted(answer, "Get ID"));
    if (bytes.size() != id_bytes) {
        return fail(ErrorKind::link,
                    fmt::format("Get ID was answered with '{}', which is no answer to it", to_hex(answer)));
    }
    return load_be16(bytes);
}

std::string version_text(std::uint8_t version) { return fmt::format("{}.{}", version >> 4, version & 0x0F); }

}  // namespace jig::wire::an3155
