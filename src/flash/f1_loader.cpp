// SPDX-License-Identifier: Apache-2.0
#include "flash/f1_loader.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace jig::flash {
namespace {

constexpr std::uint8_t code_base[] = {
#include "flash/f1_loader.inc"
};
static_assert(sizeof(code_base) <= F1Loader::mailbox_address - F1Loader::sram);
static_assert(sizeof(code_base) % 4 == 0, "written as whole words");

constexpr std::uint32_t thumb_state = 1U << 24;  // xPSR.T
constexpr std::uint32_t PRIMASK = 1;             // bits 7:0 of REGSEL 20, DDI 0403 C1.6.3

}  // namespace

F1Loader::F1Loader(dap::Target& target, std::uint32_t sram_bytes)
    : target_(&target), slot_bytes_(std::min(slot_limit, (sram_bytes - (first_slot - sram)) / slots / 4 * 4)) {
    assert(sram_bytes >= 4096);  // the smallest F1 has 4 KB
}

std::uint32_t F1Loader::footer(unsigned slot) const { return first_slot + (slot + 1) * slot_bytes_ - footer_bytes; }

Result<void> F1Loader::load() { return in_context(target_->memory().write(sram, code_base), "loading code into SRAM"); }

Result<void> F1Loader::clear_slots() {
    const std::array<std::uint8_t, footer_bytes> cleared{};
    for (unsigned slot = 0; slot < slots; ++slot) TRY(target_->memory().write(footer(slot), cleared));
    return {};
}

Result<void> F1Loader::start(LoaderEntry entry, std::span<const std::uint32_t> arguments) {
    using enum dap::CoreRegister;
    assert(arguments.size() <= 13);
    const std::array<std::uint8_t, sizeof(Mailbox)> cleared{};
    TRY(target_->memory().write(mailbox_address, cleared));
    dap::Core& core = target_->core();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        TRY(core.write_register(static_cast<dap::CoreRegister>(i), arguments[i]));
    }
    if (!prepared_) {
        TRY(core.write_register(control_faultmask_basepri_primask, PRIMASK));
        TRY(core.write_register(xpsr, thumb_state));
        prepared_ = true;  // every entry leaves both as they are
    }
    TRY(core.write_register(pc, sram + static_cast<std::uint32_t>(entry)));
    return core.resume();
}

Result<void> F1Loader::put(std::uint32_t sequence, std::uint32_t address, ByteView bytes, std::uint32_t fpec) {
    assert(bytes.size() <= block_limit() && bytes.size() % 2 == 0);
    // The bytes end where the footer begins, so a lone half-word leaves two unused bytes before the first.
    const std::size_t lead = bytes.size() % 4;
    Bytes image(lead + bytes.size() + footer_bytes);
    std::ranges::copy(bytes, image.begin() + static_cast<std::ptrdiff_t>(lead));
    const MutableByteView tail = MutableByteView(image).last(footer_bytes);
    store_le32(tail, address);
    store_le32(tail.subspan(4), static_cast<std::uint32_t>(bytes.size()));
    store_le32(tail.subspan(8), fpec);
    store_le32(tail.subspan(12), sequence);
    const unsigned slot = (sequence - 1) % slots;
    const auto body = static_cast<std::uint32_t>(lead + bytes.size());
    return target_->memory().write(footer(slot) - body, image);
}

Result<Mailbox> F1Loader::mailbox() {
    std::array<std::uint8_t, sizeof(Mailbox)> raw{};
    TRY(target_->memory().read(mailbox_address, raw));
    const ByteView view(raw);
    return Mailbox{load_le32(view), load_le32(view.subspan(4)), load_le32(view.subspan(8))};
}

}  // namespace jig::flash
