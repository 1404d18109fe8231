// SPDX-License-Identifier: Apache-2.0
// RW_MISC: batches of single words. The host sends the items, then fetches a word and a status for each.
#include <algorithm>

#include "bench/stlink/firmware.hpp"

namespace jig::bench {
namespace {

// Kinds of an item, and how many a batch takes (OpenOCD stlink_usb.c: 64 on V2, 1227 on V3).
constexpr std::uint8_t address = 1;
constexpr std::uint8_t write = 2;
constexpr std::uint8_t read = 3;
constexpr std::uint8_t ap = 5;
constexpr std::size_t items_v2 = 64;
constexpr std::size_t items_v3 = 1227;

// The kinds come one byte each, padded to words; then come the values, one word each.
constexpr std::size_t padded(std::size_t items) { return (items + 3) & ~std::size_t{3}; }

}  // namespace

std::size_t StlinkFirmware::misc_limit() const { return version_.generation() == 2 ? items_v2 : items_v3; }

std::size_t StlinkFirmware::misc_data_bytes(const CommandBlock& command) const {
    const std::size_t items = std::min<std::size_t>(command.le32(2), misc_limit());
    return padded(items) + 4 * items;
}

ByteView StlinkFirmware::misc_out(const CommandBlock& command, ByteView data) {
    misc_results_.clear();
    const std::size_t items = std::min<std::size_t>(command.le32(2), misc_limit());
    if (data.size() < misc_data_bytes(command)) return {};
    misc_results_.resize(8 * items);
    const MutableByteView values = MutableByteView(misc_results_).first(4 * items);
    const MutableByteView statuses = MutableByteView(misc_results_).subspan(4 * items);
    MiscCursor at;
    StlinkStatus status = StlinkStatus::ok;
    for (std::size_t i = 0; i < items; ++i) {
        std::uint32_t value = load_le32(data.subspan(padded(items) + 4 * i));
        // Nothing is done behind an item that failed.
        if (status == StlinkStatus::ok) status = misc_item(data[i], value, at);
        store_le32(values.subspan(4 * i), value);
        store_le32(statuses.subspan(4 * i), static_cast<std::uint32_t>(status));
    }
    return {};
}

ByteView StlinkFirmware::misc_in(const CommandBlock&, ByteView) { return misc_results_; }

ByteView StlinkFirmware::misc_maximum(const CommandBlock&, ByteView) {
    return status_and_word(StlinkStatus::ok, static_cast<std::uint32_t>(misc_limit()));
}

// `value` goes in as the item's parameter and comes out as its result.
StlinkStatus StlinkFirmware::misc_item(std::uint8_t kind, std::uint32_t& value, MiscCursor& at) {
    std::array<std::uint8_t, 4> word{};
    switch (kind) {
        case ap:
            at.ap = static_cast<std::uint8_t>(value);
            return memory_usable(at.ap) ? StlinkStatus::ok : StlinkStatus::bad_ap;
        case address: at.address = value; return value % 4 == 0 ? StlinkStatus::ok : StlinkStatus::alignment_error;
        case write: store_le32(word, value); return memory_.write({.address = at.address, .ap = at.ap}, word).status;
        case read: {
            if (value % 4 != 0) return StlinkStatus::alignment_error;
            const StlinkStatus status = memory_.read({.address = value, .ap = at.ap}, word).status;
            value = load_le32(word);
            return status;
        }
        default: return StlinkStatus::command_error;
    }
}

}  // namespace jig::bench
