// SPDX-License-Identifier: Apache-2.0
// A conversation with ST's USART bootloader: getting its attention, whatever was said to it before, and commands that
// are tried again when the line lost or changed a byte. AN3155.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "probe/uart_bootloader/line.hpp"
#include "wire/an3155/answers.hpp"

namespace jig::probe::uart_bootloader {

class RomLink {
 public:
    RomLink(std::unique_ptr<Line> line, UartAddress address) : line_(std::move(line)), address_(std::move(address)) {}

    [[nodiscard]] Line& line() { return *line_; }
    [[nodiscard]] const Line& line() const { return *line_; }
    [[nodiscard]] const UartAddress& address() const { return address_; }
    [[nodiscard]] const wire::an3155::Abilities& abilities() const { return abilities_; }
    [[nodiscard]] std::uint16_t product_id() const { return product_id_; }
    [[nodiscard]] unsigned repetitions() const { return repetitions_; }
    // What went otherwise than asked for, a sentence each.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

    // Into the ROM by BOOT0 and nRST, as far as the adapter reaches them. Errors: link.
    Result<void> reset_into_rom();
    // Into the flash by the same lines; false, and nothing done, when the adapter does not reach both. Errors: link.
    Result<bool> reset_into_flash();
    // Until the ROM answers, be it for the first time or in the middle of something. Errors: link (nothing, or nothing
    // sensible, comes back; the text says what to look at).
    Result<void> synchronise();
    // The same, and then who it is: abilities() and product_id().
    Result<void> identify();

    // A command and its fields, each answered by ACK; sent together where that is harmless. Errors of these three:
    // protection (the command was refused), refused (a field was), timeout, mismatch (another answer), link
    // (unplugged).
    Result<void> ask(wire::an3155::Command command, std::span<const Bytes> fields = {});
    Result<void> send_field(ByteView field, Duration work);
    Result<void> receive(MutableByteView out) { return line_->receive(out, Duration{0}); }

    // Does `action`, three times if need be, and synchronises between. Errors: protection, refused, link.
    Result<void> attempt(std::string_view what, const std::function<Result<void>()>& action);

 private:
    enum class Reply : std::uint8_t { rom, silence, other };

    [[nodiscard]] std::string name() const { return "uart:" + address_.path; }
    Result<void> pins(bool boot0_high, bool nrst_high);
    Result<Reply> knock();
    Result<Reply> knock_until_answered();
    Result<void> finish_what_is_pending();
    Result<void> expect_ack(Duration work, ErrorKind when_refused);
    Result<Bytes> counted_answer(wire::an3155::Command command);

    std::unique_ptr<Line> line_;
    UartAddress address_;
    wire::an3155::Abilities abilities_{};
    std::uint16_t product_id_ = 0;
    bool together_ = true;
    unsigned repetitions_ = 0;
    std::uint8_t last_heard_ = 0;
    std::uint8_t filler_ = 0x7E;
    std::vector<std::string> notes_;
};

}  // namespace jig::probe::uart_bootloader
