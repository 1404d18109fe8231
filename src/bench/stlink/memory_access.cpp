// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/memory_access.hpp"

#include <algorithm>

namespace jig::bench {
namespace {

// MEM-AP registers, ARM IHI 0031.
constexpr std::uint8_t CSW = 0x00;
constexpr std::uint8_t TAR = 0x04;
constexpr std::uint8_t DRW = 0x0C;
// DDI 0337 "AHB-AP programmer's model": MasterType debug, HPROT data and privileged.
constexpr std::uint32_t csw_protection = 0x2300'0000;
constexpr std::uint32_t csw_increment = 0x10;
// TAR's increment is sure within 1 KB only (IHI 0031, "Auto-incrementing the TAR"); the firmware writes it anew there.
constexpr std::uint32_t tar_block = 1024;

constexpr unsigned bytes_of(machine::Width width) { return static_cast<unsigned>(width); }

constexpr std::uint32_t size_bits(machine::Width width) {
    return width == machine::Width::byte ? 0 : width == machine::Width::half ? 1 : 2;
}

// An access narrower than a word travels on the byte lanes of its address.
constexpr unsigned lane_shift(std::uint32_t address) { return 8 * (address & 3); }

void store(MutableByteView out, unsigned bytes, std::uint32_t address, std::uint32_t word) {
    const std::uint32_t value = word >> lane_shift(address);
    for (unsigned i = 0; i < bytes; ++i) out[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint32_t load(ByteView data, unsigned bytes, std::uint32_t address) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < bytes; ++i) value |= static_cast<std::uint32_t>(data[i]) << (8 * i);
    return value << lane_shift(address);
}

// Calls `block(request, offset, length)` for each run of addresses that one TAR serves.
template <typename Block>
MemoryReply in_blocks(MemoryRequest request, std::size_t length, Block block) {
    std::size_t offset = 0;
    while (offset < length) {
        const std::size_t room = request.increment ? tar_block - request.address % tar_block : length;
        const std::size_t part = std::min(room, length - offset);
        const MemoryReply reply = block(request, offset, part);
        if (reply.status != StlinkStatus::ok) return reply;
        offset += part;
        if (request.increment) request.address += static_cast<std::uint32_t>(part);
    }
    return {};
}

std::uint32_t address_of(const MemoryRequest& request, std::size_t offset) {
    return request.increment ? request.address + static_cast<std::uint32_t>(offset) : request.address;
}

}  // namespace

MemoryReply MemoryAccess::read(const MemoryRequest& request, MutableByteView out) {
    const MemoryReply started = start(request);
    if (started.status != StlinkStatus::ok) return started;
    return in_blocks(request, out.size(), [&](const MemoryRequest& part, std::size_t offset, std::size_t length) {
        return read_block(part, out.subspan(offset, length));
    });
}

MemoryReply MemoryAccess::write(const MemoryRequest& request, ByteView data) {
    const MemoryReply started = start(request);
    if (started.status != StlinkStatus::ok) return started;
    return in_blocks(request, data.size(), [&](const MemoryRequest& part, std::size_t offset, std::size_t length) {
        return write_block(part, data.subspan(offset, length));
    });
}

MemoryReply MemoryAccess::read_word(std::uint32_t address, std::uint32_t& value) {
    std::array<std::uint8_t, 4> bytes{};
    const MemoryReply reply = read({.address = address}, bytes);
    value = load_le32(bytes);
    return reply;
}

MemoryReply MemoryAccess::write_word(std::uint32_t address, std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes{};
    store_le32(bytes, value);
    return write({.address = address}, bytes);
}

MemoryReply MemoryAccess::start(const MemoryRequest& request) {
    if (sticky_) {
        link_->clear_sticky_errors();
        csw_.reset();
        sticky_ = false;
    }
    const std::uint32_t protection = request.csw == 0 ? csw_protection : request.csw & 0xFFFF'FF00;
    const std::uint32_t csw = protection | (request.increment ? csw_increment : 0) | size_bits(request.width);
    if (csw_ == csw && csw_ap_ == request.ap) return {};
    const StlinkStatus status = link_->write_ap(request.ap, CSW, csw);
    if (status != StlinkStatus::ok) return failed(status, request.address);
    csw_ = csw;
    csw_ap_ = request.ap;
    return {};
}

MemoryReply MemoryAccess::read_block(const MemoryRequest& request, MutableByteView out) {
    const unsigned step = bytes_of(request.width);
    StlinkStatus status = link_->write_ap(request.ap, TAR, request.address);
    if (status != StlinkStatus::ok) return failed(status, request.address);
    std::uint32_t word = 0;
    status = link_->next_ap_read(request.ap, DRW, word);
    if (status != StlinkStatus::ok) return failed(status, request.address);
    for (std::size_t offset = 0; offset < out.size(); offset += step) {
        const bool last = offset + step >= out.size();
        status = last ? link_->last_ap_result(word) : link_->next_ap_read(request.ap, DRW, word);
        const std::uint32_t address = address_of(request, offset);
        if (status != StlinkStatus::ok) return failed(status, address);
        store(out.subspan(offset), step, address, word);
    }
    return {};
}

MemoryReply MemoryAccess::write_block(const MemoryRequest& request, ByteView data) {
    const unsigned step = bytes_of(request.width);
    StlinkStatus status = link_->write_ap(request.ap, TAR, request.address);
    if (status != StlinkStatus::ok) return failed(status, request.address);
    std::uint32_t address = request.address;
    for (std::size_t offset = 0; offset < data.size(); offset += step) {
        // A refusal at this packet is about the write before it.
        status = link_->write_ap(request.ap, DRW, load(data.subspan(offset), step, address_of(request, offset)));
        if (status != StlinkStatus::ok) return failed(status, address);
        address = address_of(request, offset);
    }
    std::uint32_t ignored = 0;
    status = link_->last_ap_result(ignored);
    return status == StlinkStatus::ok ? MemoryReply{} : failed(status, address);
}

MemoryReply MemoryAccess::failed(StlinkStatus status, std::uint32_t address) {
    sticky_ = true;
    return {status, address};
}

}  // namespace jig::bench
