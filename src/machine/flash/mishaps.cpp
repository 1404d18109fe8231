// SPDX-License-Identifier: Apache-2.0
// Faults drawn from one seed.
#include "machine/flash/mishaps.hpp"

#include <algorithm>

namespace jig::machine {

namespace {

// How often a weak bit reads wrong: often enough that two reads of a chip differ, seldom enough that one read of one
// byte is no proof.
constexpr double weak_bit_flip = 0.25;

}  // namespace

FlashMishaps::FlashMishaps(const ChipFaults& faults, std::uint32_t flash_bytes)
    : faults_(faults), random_(faults.seed) {
    for (unsigned i = 0; i < faults.weak_bits; ++i)
        weak_bits_.push_back({random_.below(flash_bytes), static_cast<std::uint8_t>(1U << random_.below(8))});
    std::ranges::sort(weak_bits_, {}, &WeakBit::offset);
}

void FlashMishaps::power_on() { half_words_ = erases_ = options_ = 0; }

bool FlashMishaps::strikes(std::int64_t& count, std::int64_t& at) {
    if (count++ != at) return false;
    at = -1;
    return true;
}

bool FlashMishaps::cuts_half_word() { return strikes(half_words_, faults_.power_cut_at); }
bool FlashMishaps::cuts_erase() { return strikes(erases_, faults_.power_cut_at_erase); }
bool FlashMishaps::cuts_option() { return strikes(options_, faults_.power_cut_at_option); }

std::uint16_t FlashMishaps::half_programmed(std::uint16_t before, std::uint16_t wanted) {
    return static_cast<std::uint16_t>(before & (wanted | random_.next()));
}

void FlashMishaps::half_erase(std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(byte | random_.next());
}

bool FlashMishaps::wavers(std::uint32_t offset, std::uint32_t bytes) const {
    const auto found = std::ranges::lower_bound(weak_bits_, offset, {}, &WeakBit::offset);
    return found != weak_bits_.end() && found->offset - offset < bytes;
}

std::uint8_t FlashMishaps::read(std::uint32_t offset, std::uint8_t stored) {
    auto bit = std::ranges::lower_bound(weak_bits_, offset, {}, &WeakBit::offset);
    for (; bit != weak_bits_.end() && bit->offset == offset; ++bit)
        if (random_.chance(weak_bit_flip)) stored ^= bit->mask;
    return stored;
}

}  // namespace jig::machine
