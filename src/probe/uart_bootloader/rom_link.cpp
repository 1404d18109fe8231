// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/rom_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jig::probe::uart_bootloader {
namespace {

namespace rom = wire::an3155;

// Longer than the 2.5 ms that a power-on reset lasts, and than the RC at nRST of most boards.
constexpr Duration reset_pulse = std::chrono::milliseconds(20);
// From reset to the moment when the ROM looks at RX; AN2606 table "bootloader startup timing": 1.2 ms for the F10x.
constexpr Duration rom_start = std::chrono::milliseconds(50);

constexpr int most_knocks = 3;
constexpr int most_tries = 3;
constexpr int most_busy = 100;
// A block that was never finished lacks at most its length, 256 bytes and the checksum.
constexpr std::size_t most_pending_bytes = 258;

// An even byte that the field does not hold, as long as there is one.
std::uint8_t filler_for(ByteView field) {
    std::uint8_t filler = 0x7E;
    while (filler != 0x02 && std::ranges::find(field, filler) != field.end())
        filler = static_cast<std::uint8_t>(filler - 2);
    return filler;
}

}  // namespace

Result<void> RomLink::pins(bool boot0_high, bool nrst_high) {
    const Result<void> set = line_->set_pins(boot0_high, nrst_high);
    if (set || set.error().kind != ErrorKind::unsupported) return set;
    notes_.assign(1, set.error().what + "; set BOOT0 and reset the board by hand");
    return {};
}

Result<void> RomLink::reset_into_rom() {
    if (!address_.boot0 && !address_.nrst) return {};
    TRY(pins(true, false));
    line_->clock().sleep(reset_pulse);
    TRY(pins(true, true));
    line_->clock().sleep(rom_start);
    return {};
}

Result<bool> RomLink::reset_into_flash() {
    if (!address_.boot0 || !address_.nrst) return false;
    TRY(line_->set_pins(false, false));
    line_->clock().sleep(reset_pulse);
    TRY(line_->set_pins(false, true));
    return true;
}

// To a ROM after reset 0x7F is what it measures, and it answers ACK. To one that was measured before it is half a
// command, and the next 0x7F makes a wrong one of it: NACK.
Result<RomLink::Reply> RomLink::knock() {
    TRY(line_->drain());
    const std::array<std::uint8_t, 1> byte = {rom::sync};
    TRY(line_->send(byte));
    std::array<std::uint8_t, 1> answer{};
    const Result<void> got = line_->receive(answer, Duration{0});
    if (!got && got.error().kind != ErrorKind::timeout) return fail(got.error());
    if (!got) return Reply::silence;
    last_heard_ = answer[0];
    return answer[0] == rom::ACK || answer[0] == rom::NACK ? Reply::rom : Reply::other;
}

Result<RomLink::Reply> RomLink::knock_until_answered() {
    Reply reply = Reply::silence;
    for (int knocks = 0; knocks < most_knocks; ++knocks) {
        TRY_ASSIGN(const Reply heard, knock());
        if (heard == Reply::rom) {
            TRY(line_->drain());
            return heard;
        }
        if (heard == Reply::other) reply = heard;
    }
    return reply;
}

// A host that died in the middle of a block has left the ROM waiting for the rest of it, and so has a byte that the
// line lost. What is sent for it must not complete the block: its XOR is then that of all bytes but the lost one, which
// a byte that stands nowhere in the block cannot be, and an even byte is never the checksum of a block of itself.
Result<void> RomLink::finish_what_is_pending() {
    TRY(line_->send(Bytes(most_pending_bytes, filler_)));
    return line_->drain();
}

Result<void> RomLink::synchronise() {
    bool heard_other = false;
    const std::array<port::Parity, 2> parities = {line_->parity(), port::Parity::none};
    const std::size_t count = address_.parity || line_->parity() == port::Parity::none ? 1 : 2;
    for (const port::Parity parity : std::span(parities).first(count)) {
        if (parity != line_->parity()) TRY(line_->set(line_->baud(), parity));
        for (const bool pending : {false, true}) {
            if (pending) TRY(finish_what_is_pending());
            TRY_ASSIGN(const Reply reply, knock_until_answered());
            if (reply == Reply::rom) return {};
            heard_other = heard_other || reply == Reply::other;
        }
    }
    if (heard_other) {
        return fail(ErrorKind::link,
                    fmt::format("{}: 0x7F at {} baud was answered with 0x{:02x}, which is neither ACK nor NACK: the "
                                "bootloader keeps the rate of the first byte after a reset; reset the board, or use "
                                "the rate of the last run",
                                name(), line_->baud(), last_heard_));
    }
    return fail(ErrorKind::link,
                fmt::format("{}: no bootloader answers at {} baud: set BOOT0 high and BOOT1 low, reset the board, and "
                            "see that its PA9 is connected to the adapter's RX and its PA10 to TX",
                            name(), line_->baud()));
}

Result<void> RomLink::identify() {
    TRY(synchronise());
    TRY(attempt("Get", [this]() -> Result<void> {
        TRY_ASSIGN(const Bytes answer, counted_answer(rom::Command::get));
        TRY_ASSIGN(abilities_, rom::parse_get(answer));
        return {};
    }));
    return attempt("Get ID", [this]() -> Result<void> {
        TRY_ASSIGN(const Bytes answer, counted_answer(rom::Command::get_id));
        TRY_ASSIGN(product_id_, rom::parse_get_id(answer));
        return {};
    });
}

// What does not parse is a damaged answer, and worth another try.
Result<Bytes> RomLink::counted_answer(rom::Command command) {
    TRY(ask(command));
    Bytes answer(1);
    TRY(receive(answer));
    answer.resize(1 + rom::bytes_behind_count(answer[0]));
    TRY(receive(MutableByteView(answer).subspan(1)));
    if (answer.back() != rom::ACK) return fail(ErrorKind::mismatch, "the answer does not end with ACK");
    return answer;
}

Result<void> RomLink::expect_ack(Duration work, ErrorKind when_refused) {
    std::array<std::uint8_t, 1> answer{};
    for (int waits = 0; waits < most_busy; ++waits) {
        TRY(line_->receive(answer, work));
        if (answer[0] != rom::BUSY) break;
    }
    if (answer[0] == rom::ACK) return {};
    if (answer[0] == rom::NACK) return fail(when_refused, "the bootloader refused (NACK)");
    return fail(ErrorKind::mismatch, fmt::format("0x{:02x} came back instead of ACK", answer[0]));
}

// The ROM's receiver holds one byte while an ACK goes out, which lasts as long as a byte: nothing is lost.
Result<void> RomLink::ask(rom::Command command, std::span<const Bytes> fields) {
    Bytes bytes = rom::command(command);
    std::size_t ahead = 0;
    Bytes behind;
    for (const Bytes& field : fields) {
        behind.insert(behind.end(), field.begin(), field.end());
        if (!together_ || !rom::harmless_as_commands(behind)) break;
        bytes.insert(bytes.end(), field.begin(), field.end());
        ++ahead;
    }
    TRY(line_->send(bytes));
    TRY(expect_ack(Duration{0}, ErrorKind::protection));
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i >= ahead) TRY(line_->send(fields[i]));
        TRY(expect_ack(Duration{0}, ErrorKind::refused));
    }
    return {};
}

Result<void> RomLink::send_field(ByteView field, Duration work) {
    filler_ = filler_for(field);
    TRY(line_->send(field));
    return expect_ack(work, ErrorKind::refused);
}

Result<void> RomLink::attempt(std::string_view what, const std::function<Result<void>()>& action) {
    Error last{};
    for (int tries = 0; tries < most_tries; ++tries) {
        if (tries > 0) {
            ++repetitions_;
            TRY(in_context(finish_what_is_pending(), what));
            TRY(in_context(synchronise(), what));
        }
        together_ = tries == 0;
        const Result<void> done = action();
        if (done) return done;
        last = done.error();
        if (last.kind == ErrorKind::link) return fail(std::move(last).in(fmt::format("{}: {}", name(), what)));
    }
    const char* advice = "; the line is bad: use a lower rate, or a shorter cable";
    ErrorKind kind = ErrorKind::link;
    if (last.kind == ErrorKind::protection) {
        kind = last.kind;
        advice = ": the chip is read-protected, and then only lifting the protection is left, which erases it";
    } else if (last.kind == ErrorKind::refused) {
        kind = last.kind;
        advice = "";
    }
    return fail(kind, fmt::format("{}: {}: {}, {} times in a row{}", name(), what, last.what, most_tries, advice));
}

}  // namespace jig::probe::uart_bootloader
