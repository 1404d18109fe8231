// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/dap_tcp.hpp"

namespace jig::bench {
namespace {

constexpr std::size_t header_bytes = 8;
constexpr std::uint32_t signature = 0x00504144;  // "DAP"
constexpr std::uint8_t request = 1;
constexpr std::uint8_t response = 2;
// A command is one packet of the probe; a longer one is no client of ours.
constexpr std::size_t most_data = DapFirmware::packet_bytes;
constexpr Duration answer_patience = std::chrono::seconds(10);

void put_packet(Bytes& out, ByteView packet) {
    const std::size_t at = out.size();
    out.resize(at + header_bytes);
    const MutableByteView header = MutableByteView(out).subspan(at);
    store_le32(header, signature);
    store_le16(header.subspan(4), static_cast<std::uint16_t>(packet.size()));
    header[6] = response;
    out.insert(out.end(), packet.begin(), packet.end());
}

}  // namespace

DapTcp::DapTcp(ServedBoard& board, UsbProbe& probe) : board_(&board), probe_(&probe) {
    board_->use([&](LiveBoard&) { probe_->open(); });
}

// Packets that arrive together are in the probe's hand together.
bool DapTcp::receive(ByteView in, Bytes& out) {
    pending_.insert(pending_.end(), in.begin(), in.end());
    while (pending_.size() >= header_bytes) {
        const ByteView header(pending_);
        const std::size_t length = load_le16(header.subspan(4));
        if (load_le32(header) != signature || header[6] != request || length > most_data) return false;
        if (pending_.size() < header_bytes + length) break;
        if (!send(header.subspan(header_bytes, length), out)) return false;
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(header_bytes + length));
    }
    while (board_->use([&](LiveBoard&) { return probe_->answering(); })) {
        if (!collect(out)) return false;
    }
    return true;
}

bool DapTcp::send(ByteView packet, Bytes& out) {
    const auto write = [&] {
        return board_->use([&](LiveBoard&) { return probe_->write(DapIdentity::out_endpoint, packet); });
    };
    const Result<void> written = write();
    if (written || written.error().kind != ErrorKind::timeout) return written.has_value();
    return collect(out) && write();
}

bool DapTcp::collect(Bytes& out) {
    Bytes answer(DapFirmware::packet_bytes);
    const auto read =
        board_->use([&](LiveBoard&) { return probe_->read(DapIdentity::in_endpoint, answer, answer_patience); });
    if (read) put_packet(out, ByteView(answer).first(*read));
    return read.has_value();
}

}  // namespace jig::bench
