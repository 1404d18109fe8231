// SPDX-License-Identifier: Apache-2.0
#include "probe/cmsis_dap/session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "wire/cmsis_dap/answers.hpp"

namespace jig::probe::cmsis_dap {
namespace {

namespace wcd = wire::cmsis_dap;
using wcd::InfoId;

// A DAP_Transfer of CSW, TAR and one DRW fits into less than the smallest packet that USB has for this.
constexpr std::size_t least_packet_bytes = 64;
constexpr std::size_t most_packet_bytes = 1024;
// Probes that promise more keep a host waiting no less.
constexpr std::size_t most_packets = 64;

}  // namespace

Result<std::unique_ptr<Session>> Session::open(std::unique_ptr<Transport> transport, Clock& clock) {
    std::unique_ptr<Session> session(new Session(std::move(transport), clock));
    TRY(session->read_facts());
    return session;
}

Result<void> Session::read_facts() {
    TRY_ASSIGN(const std::uint32_t capabilities, number(InfoId::capabilities));
    if ((capabilities & wcd::capability_swd) == 0) {
        return fail(ErrorKind::unsupported, "this CMSIS-DAP probe has no SWD");
    }
    TRY_ASSIGN(const std::uint32_t size, number(InfoId::packet_size));
    TRY_ASSIGN(const std::uint32_t count, number(InfoId::packet_count));
    if (size < least_packet_bytes) {
        return fail(ErrorKind::unsupported,
                    fmt::format("this CMSIS-DAP probe takes packets of {} bytes; at least {} are needed: update its "
                                "firmware",
                                size, least_packet_bytes));
    }
    packet_bytes_ = std::min<std::size_t>(size, most_packet_bytes);
    packet_count_ = std::clamp<std::size_t>(count, 1, most_packets);
    TRY_ASSIGN(firmware_, text(InfoId::protocol));
    TRY_ASSIGN(const std::string product, text(InfoId::firmware));
    if (!product.empty()) firmware_ += " " + product;
    return {};
}

Result<std::uint32_t> Session::number(InfoId id) {
    TRY_ASSIGN(const ByteView answer, ask(wcd::info(id)));
    return wcd::parse_info_number(answer);
}

Result<std::string> Session::text(InfoId id) {
    TRY_ASSIGN(const ByteView answer, ask(wcd::info(id)));
    return wcd::parse_info_text(answer);
}

Result<ByteView> Session::ask(ByteView request) {
    TRY(transport_->send(request));
    return transport_->receive();
}

Result<void> Session::require(wcd::Command command, ByteView request) {
    TRY_ASSIGN(const ByteView answer, ask(request));
    return wcd::parse_status(command, answer);
}

Result<void> Session::ask_all(std::span<const Bytes> requests,
                              const std::function<Result<bool>(std::size_t, ByteView)>& visit) {
    Result<bool> goes_on = true;
    std::size_t sent = 0;
    for (std::size_t answered = 0; answered < sent || (sent < requests.size() && goes_on.value_or(false)); ++answered) {
        while (goes_on.value_or(false) && sent < requests.size() && sent - answered < packet_count_) {
            TRY(transport_->send(requests[sent]));
            ++sent;
        }
        TRY_ASSIGN(const ByteView answer, transport_->receive());
        if (goes_on.value_or(false)) goes_on = visit(answered, answer);
    }
    TRY(goes_on);
    return {};
}

}  // namespace jig::probe::cmsis_dap
