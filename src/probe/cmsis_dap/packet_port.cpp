// SPDX-License-Identifier: Apache-2.0
#include "probe/cmsis_dap/packet_port.hpp"

#include <algorithm>
#include <cassert>

#include "wire/cmsis_dap/answers.hpp"

namespace jig::probe::cmsis_dap {
namespace {

namespace wcd = wire::cmsis_dap;
using mem_ap::Ack;
using mem_ap::DapAccess;
using mem_ap::DapGroup;
using mem_ap::DapOutcome;

constexpr std::size_t word = 4;

wcd::Register register_of(const DapAccess& access) { return {access.ap, access.read, access.address}; }

std::size_t reads_in(const DapGroup& group) {
    return static_cast<std::size_t>(std::ranges::count_if(group, &DapAccess::read));
}

// Reads of one register go as a block, whose request is shorter.
bool is_block(const DapGroup& group) {
    return group.size() > 1 && std::ranges::all_of(group, [&](const DapAccess& access) {
               return access.read && access.ap == group[0].ap && access.address == group[0].address;
           });
}

Bytes request_of(const DapGroup& group, std::size_t packet_bytes) {
    if (is_block(group)) return wcd::read_block(register_of(group[0]), static_cast<std::uint16_t>(group.size()));
    wcd::TransferRequest request(packet_bytes);
    for (const DapAccess& access : group) request.add(register_of(access), access.word);
    return request.bytes();
}

Result<wcd::TransferAnswer> answer_of(const DapGroup& group, ByteView packet) {
    if (is_block(group)) return wcd::parse_transfer_block(packet, group.size(), group.size());
    return wcd::parse_transfer(packet, group.size(), reads_in(group));
}

void hand_out(const DapGroup& group, ByteView data) {
    for (const DapAccess& access : group) {
        if (!access.read) continue;
        *access.result = load_le32(data);
        data = data.subspan(word);
    }
}

Ack ack_of(const wcd::TransferAnswer& answer) {
    switch (answer.ack) {
        case wcd::Ack::ok: return Ack::ok;
        case wcd::Ack::wait: return Ack::wait;
        case wcd::Ack::fault: return Ack::fault;
        case wcd::Ack::none: break;
    }
    return Ack::none;
}

// CSW and TAR go in front of a group's reads, and TAR once more among them.
mem_ap::GroupLimits limits_of(std::size_t packet_bytes) {
    const wcd::Register tar{true, false, 0x4};
    const wcd::Register drw{true, true, 0xC};
    mem_ap::GroupLimits limits;
    wcd::TransferRequest reads(packet_bytes);
    for (int writes = 0; writes < 3; ++writes) reads.add(tar);
    for (; reads.has_room_for(drw); ++limits.reads) reads.add(drw);
    for (wcd::TransferRequest writes(packet_bytes); writes.has_room_for(tar); ++limits.writes) writes.add(tar);
    return limits;
}

}  // namespace

PacketPort::PacketPort(Session& session) : session_(session), limits_(limits_of(session.packet_bytes())) {}

Result<DapOutcome> PacketPort::run(std::span<const DapGroup> groups) {
    std::vector<Bytes> requests;
    for (const DapGroup& group : groups) requests.push_back(request_of(group, session_.packet_bytes()));
    DapOutcome outcome;
    TRY(session_.ask_all(requests, [&](std::size_t i, ByteView packet) -> Result<bool> {
        TRY_ASSIGN(const wcd::TransferAnswer answer, answer_of(groups[i], packet));
        outcome.ack = ack_of(answer);
        outcome.damaged = outcome.ack == Ack::ok && answer.protocol_error;
        if (!outcome.ok()) return false;
        hand_out(groups[i], answer.data);
        ++outcome.groups;
        return true;
    }));
    return outcome;
}

Result<void> PacketPort::write_abort(std::uint32_t value) {
    return session_.require(wcd::Command::write_abort, wcd::write_abort(value));
}

Result<void> PacketPort::send_bits(std::size_t bits, ByteView levels) {
    return session_.require(wcd::Command::swj_sequence, wcd::swj_sequence(bits, levels));
}

}  // namespace jig::probe::cmsis_dap
