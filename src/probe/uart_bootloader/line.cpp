// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jig::probe::uart_bootloader {
namespace {

// FTDI adapters hold bytes back for 16 ms unless their latency_timer is lowered, hubs and a busy computer for longer.
constexpr Duration adapter_delay = std::chrono::milliseconds(500);
// An adapter that holds bytes back lets them go within this.
constexpr Duration quiet_time = std::chrono::milliseconds(30);
// A board that never stops talking is not waited for.
constexpr Duration drain_limit = std::chrono::seconds(1);
constexpr Duration send_allowance = std::chrono::seconds(2);

}  // namespace

Result<std::unique_ptr<Line>> Line::open(port::Ports& ports, const UartAddress& address) {
    TRY_ASSIGN(std::unique_ptr<port::SerialPort> port, ports.open_serial(address.path));
    std::unique_ptr<Line> line(new Line(std::move(port), ports.clock(), address));
    TRY(line->set(address.baud, address.parity.value_or(port::Parity::even)));
    return line;
}

Line::Line(std::unique_ptr<port::SerialPort> port, Clock& clock, UartAddress address)
    : port_(std::move(port)), clock_(&clock), address_(std::move(address)) {}

Result<void> Line::set(std::uint32_t baud, port::Parity parity) {
    clock_->sleep(still_sending());
    TRY(port_->set_baud(baud, parity));
    baud_ = baud;
    parity_ = parity;
    return {};
}

Duration Line::time_of(std::size_t bytes) const {
    const std::size_t bits = parity_ == port::Parity::none ? 10 : 11;
    return std::chrono::nanoseconds(bytes * bits * 1'000'000'000 / baud_);
}

Duration Line::still_sending() const { return std::max(sent_at_ - clock_->now(), Duration{0}); }

Result<void> Line::set_pins(bool boot0_high, bool nrst_high) {
    bool dtr = false, rts = false;
    const auto drive = [&](const std::optional<ControlLine>& line, bool pin_high) {
        if (line) (line->name == ControlLine::Name::dtr ? dtr : rts) = line->asserted_for(pin_high);
    };
    drive(address_.boot0, boot0_high);
    drive(address_.nrst, nrst_high);
    if (!address_.boot0 && !address_.nrst) return {};
    return port_->set_lines(dtr, rts);
}

Result<void> Line::send(ByteView data) {
    sent_at_ = std::max(sent_at_, clock_->now()) + time_of(data.size());
    Result<void> sent = port_->write(data, time_of(data.size()) + send_allowance);
    if (sent || sent.error().kind != ErrorKind::timeout) return sent;
    return fail(ErrorKind::link, std::move(sent.error().what));
}

Duration Line::patience(std::size_t bytes, Duration work) const {
    return still_sending() + 2 * time_of(bytes) + work + adapter_delay;
}

Result<std::size_t> Line::receive_some(MutableByteView out, Duration timeout) { return port_->read(out, timeout); }

Result<void> Line::receive(MutableByteView out, Duration work) {
    const Deadline deadline(*clock_, patience(out.size(), work));
    std::size_t count = 0;
    while (count < out.size()) {
        const Result<std::size_t> got = port_->read(out.subspan(count), deadline.left());
        if (got) {
            count += *got;
            continue;
        }
        if (got.error().kind != ErrorKind::timeout) return fail(got.error());
        return fail(ErrorKind::timeout,
                    count == 0 ? std::string("nothing came back")
                               : fmt::format("{} of {} bytes came back, and then nothing", count, out.size()));
    }
    return {};
}

Result<void> Line::drain() {
    const Deadline deadline(*clock_, still_sending() + drain_limit);
    std::array<std::uint8_t, 256> thrown{};
    while (!deadline.passed()) {
        const Result<std::size_t> got = port_->read(thrown, still_sending() + quiet_time);
        if (got) continue;
        if (got.error().kind == ErrorKind::timeout) return {};
        return fail(got.error());
    }
    return {};
}

}  // namespace jig::probe::uart_bootloader
