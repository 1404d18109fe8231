// SPDX-License-Identifier: Apache-2.0
#include "wire/ram_stub/request.hpp"

#include <fmt/format.h>

#include <cassert>
#include <initializer_list>

namespace jig::wire::ram_stub {
namespace {

enum class Command : std::uint8_t {
    hello = 1,
    set_rate,
    read,
    checksum,
    erase_page,
    erase_all,
    write,
    finish,
    peek,
    poke,
    options,
    reset,
    start
};

// Numbers of so many bytes, the lowest first.
struct Field {
    std::uint32_t value;
    unsigned bytes;
};

Bytes request(Command command, std::initializer_list<Field> fields = {}, ByteView rest = {}) {
    Bytes bytes = {static_cast<std::uint8_t>(command)};
    for (const Field& field : fields) {
        for (unsigned i = 0; i < field.bytes; ++i) bytes.push_back(static_cast<std::uint8_t>(field.value >> 8 * i));
    }
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
}

constexpr std::uint32_t WRPRTERR = 0x10;  // PM0075 3.4, FLASH_SR

}  // namespace

Bytes hello() { return request(Command::hello); }
Bytes set_rate(std::uint32_t brr) { return request(Command::set_rate, {{brr, 4}}); }

Bytes read(std::uint32_t address, std::size_t length) {
    assert(length <= read_limit);
    return request(Command::read, {{address, 4}, {static_cast<std::uint32_t>(length), 2}});
}

Bytes checksum(const AddressRange& range) {
    return request(Command::checksum, {{range.start, 4}, {range.length / 4, 4}});
}

Bytes erase_page(std::uint32_t address) { return request(Command::erase_page, {{address, 4}}); }
Bytes erase_all() { return request(Command::erase_all); }

Bytes write(std::uint32_t address, std::size_t length, bool packed, ByteView bytes) {
    assert(length <= block_limit);
    return request(Command::write, {{address, 4}, {static_cast<std::uint32_t>(length), 2}, {packed ? 1U : 0U, 1}},
                   bytes);
}

Bytes finish() { return request(Command::finish); }

Bytes poke(std::uint32_t address, std::uint8_t width, std::uint32_t value) {
    return request(Command::poke, {{address, 4}, {width, 1}, {value, 4}});
}

Bytes write_options(ByteView raw) { return request(Command::options, {}, raw); }
Bytes reset() { return request(Command::reset); }
Bytes start(std::uint32_t address) { return request(Command::start, {{address, 4}}); }

Result<Answer> parse_answer(ByteView frame) {
    if (frame.size() < 2 || frame[1] > static_cast<std::uint8_t>(Status::bad_block)) {
        return fail(ErrorKind::link, fmt::format("the stub answered '{}', which is no answer", to_hex(frame)));
    }
    return Answer{frame[0], static_cast<Status>(frame[1]), {frame.begin() + 2, frame.end()}};
}

Result<void> outcome_of(const Answer& answer) {
    if (answer.status == Status::ok) return {};
    constexpr std::size_t detailed = 8;
    const bool has_detail = answer.content.size() >= detailed;
    const std::uint32_t detail = has_detail ? load_le32(answer.content) : 0;
    const std::string address = hex_address(has_detail ? load_le32(ByteView(answer.content).subspan(4)) : 0);
    switch (answer.status) {
        case Status::ok: return {};
        case Status::flash: {
            const bool is_protected = (detail & WRPRTERR) != 0;
            return fail(is_protected ? ErrorKind::protection : ErrorKind::refused,
                        fmt::format("at {}: FLASH_SR = {}, 0x{:02x}: {}", address, is_protected ? "WRPRTERR" : "PGERR",
                                    detail, is_protected ? "the page is write-protected" : "it was not erased"));
        }
        case Status::bus: return fail(ErrorKind::fault, fmt::format("at {}: bus error: nothing is there", address));
        case Status::resend:
        case Status::bad_request:
        case Status::bad_block: break;
    }
    return fail(ErrorKind::refused,
                fmt::format("the stub refused the request (status {})", static_cast<unsigned>(answer.status)));
}

Result<Greeting> parse_greeting(ByteView content) {
    constexpr std::size_t size = 9;
    if (content.size() != size) {
        return fail(ErrorKind::link, fmt::format("the stub greeted with '{}', which is no greeting", to_hex(content)));
    }
    return Greeting{content[0], load_le32(content.subspan(1)), load_le32(content.subspan(5))};
}

}  // namespace jig::wire::ram_stub
