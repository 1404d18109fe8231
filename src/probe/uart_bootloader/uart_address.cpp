// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/uart_address.hpp"

#include <fmt/format.h>

namespace jig::probe::uart_bootloader {
namespace {

// AN3155 1: the ROM's measurement is good from 1200 to 115200 baud; more works with many adapters.
constexpr std::uint32_t least_baud = 1200;
constexpr std::uint32_t most_baud = 1'000'000;

std::optional<std::uint32_t> rate(std::string_view text) {
    const Result<std::uint32_t> baud = parse_number(text);
    if (!baud || *baud < least_baud || *baud > most_baud) return {};
    return *baud;
}

std::unexpected<Error> wrong(std::string_view text) {
    return fail(
        ErrorKind::usage,
        fmt::format(
            "'uart:{}' does not name a serial port; write uart:PATH[@BAUD][,8e1|,8n1][,boot0=LINE]"
            "[,nrst=LINE][,fast=BAUD][,rom] with 1200 to 1000000 baud and a LINE of dtr, rts, !dtr or !rts, for "
            "example uart:/dev/ttyUSB0@115200,boot0=rts,nrst=dtr",
            text));
}

std::optional<ControlLine> control_line(std::string_view text) {
    ControlLine line;
    line.inverted = text.starts_with('!');
    if (line.inverted) text.remove_prefix(1);
    if (text != "dtr" && text != "rts") return {};
    line.name = text == "dtr" ? ControlLine::Name::dtr : ControlLine::Name::rts;
    return line;
}

bool take_option(std::string_view option, UartAddress& address) {
    constexpr std::string_view boot0 = "boot0=", nrst = "nrst=", fast = "fast=";
    if (option == "8e1" || option == "8n1") {
        address.parity = option == "8e1" ? port::Parity::even : port::Parity::none;
        return true;
    }
    if (option.starts_with(boot0)) return (address.boot0 = control_line(option.substr(boot0.size()))).has_value();
    if (option.starts_with(nrst)) return (address.nrst = control_line(option.substr(nrst.size()))).has_value();
    if (option.starts_with(fast)) {
        const std::optional<std::uint32_t> baud = rate(option.substr(fast.size()));
        address.fast_baud = baud.value_or(0);
        return baud.has_value();
    }
    return address.rom_only = option == "rom";
}

bool take_port(std::string_view text, UartAddress& address) {
    const std::size_t at = text.rfind('@');
    address.path = text.substr(0, at);
    if (at == std::string_view::npos) return !address.path.empty();
    const std::optional<std::uint32_t> baud = rate(text.substr(at + 1));
    address.baud = baud.value_or(0);
    return !address.path.empty() && baud;
}

}  // namespace

Result<UartAddress> parse_uart_address(std::string_view text) {
    UartAddress address;
    const std::size_t comma = text.find(',');
    if (!take_port(text.substr(0, comma), address)) return wrong(text);
    std::string_view rest = comma == std::string_view::npos ? std::string_view{} : text.substr(comma);
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find(','), rest.size());
        if (!take_option(rest.substr(0, end), address)) return wrong(text);
        rest.remove_prefix(end);
    }
    if (address.boot0 && address.nrst && address.boot0->name == address.nrst->name) return wrong(text);
    return address;
}

}  // namespace jig::probe::uart_bootloader
