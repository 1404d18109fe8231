// SPDX-License-Identifier: Apache-2.0
// The values tried are all ones, zero, and what the register holds with one bit turned, from bit 0 on.
#include "machine/poll_answers.hpp"

#include <algorithm>
#include <array>

namespace jig::machine {

namespace {

constexpr unsigned trials = 2 + 32;

std::uint32_t trial_value(unsigned trial, std::uint32_t held) {
    if (trial == 0) return 0xFFFFFFFF;
    if (trial == 1) return 0;
    return held ^ (1U << (trial - 2));
}

std::uint32_t mask_of(Width width) {
    return width == Width::word ? 0xFFFFFFFF : (1U << (8 * static_cast<unsigned>(width))) - 1;
}

unsigned shift_of(std::uint32_t address) { return address % 4 * 8; }

}  // namespace

bool is_input_register(std::uint32_t address) {
    struct Block {
        std::uint32_t base;
        std::uint32_t first;  // offsets
        std::uint32_t end;
    };
    // RM0008: DR of SPI1-3, USART1-5 and I2C1-2, ADC_JDRx and ADC_DR, SDIO_RESPx and SDIO_FIFO.
    static constexpr std::array<Block, 15> blocks = {{{0x40013000, 0x0C, 0x10},
                                                      {0x40003800, 0x0C, 0x10},
                                                      {0x40003C00, 0x0C, 0x10},
                                                      {0x40013800, 0x04, 0x08},
                                                      {0x40004400, 0x04, 0x08},
                                                      {0x40004800, 0x04, 0x08},
                                                      {0x40004C00, 0x04, 0x08},
                                                      {0x40005000, 0x04, 0x08},
                                                      {0x40005400, 0x10, 0x14},
                                                      {0x40005800, 0x10, 0x14},
                                                      {0x40012400, 0x3C, 0x50},
                                                      {0x40012800, 0x3C, 0x50},
                                                      {0x40013C00, 0x3C, 0x50},
                                                      {0x40018000, 0x10, 0x24},
                                                      {0x40018000, 0x80, 0x100}}};
    return std::ranges::any_of(
        blocks, [address](const Block& b) { return address >= b.base + b.first && address < b.base + b.end; });
}

std::uint32_t PollAnswers::word(std::uint32_t address) const {
    const auto found = words_.find(address & ~3U);
    return found == words_.end() ? 0 : found->second;
}

void PollAnswers::written(std::uint32_t address, Width width, std::uint32_t value) {
    if (words_.size() >= max_sites && !words_.contains(address & ~3U)) return;
    const std::uint32_t lanes = mask_of(width) << shift_of(address);
    words_[address & ~3U] = (word(address) & ~lanes) | (value << shift_of(address) & lanes);
}

// A longer way round than before means that the program had left the loop: what it was told ended it.
void PollAnswers::look_at_turn(Site& site, std::uint64_t instructions, std::uint32_t held) {
    const std::uint64_t turn = instructions - site.last;
    site.last = instructions;
    const bool left = turn > longest_turn || (site.turn != 0 && turn > site.turn);
    if (turn <= longest_turn) site.turn = site.turn == 0 ? turn : std::min(site.turn, turn);
    if (!left) return;
    if (site.answering) {
        site.ended_it = trial_value(site.trial, held);
        site.answering = false;
        site.reads = 0;
    } else if (site.ended_it || turn > longest_turn) {
        site.reads = 0;
    }
}

// Nothing: the register's own content.
std::optional<std::uint32_t> PollAnswers::answer(Site& site, std::uint32_t held) {
    ++site.reads;
    if (site.answering && site.reads > reads_per_answer) {
        site.reads = 1;
        ++site.trial;
    }
    if (site.trial >= trials) {  // none of them ends it
        site.answering = false;
        return std::nullopt;
    }
    if (!site.answering && site.reads > reads_before_answer) {
        site.ended_it.reset();  // it did not, or does no longer
        site.answering = true;
        site.reads = 1;
    }
    if (site.answering) return trial_value(site.trial, held);
    return site.ended_it;
}

std::uint32_t PollAnswers::read(const Read& access) {
    const std::uint32_t mask = mask_of(access.width);
    const std::uint32_t held = word(access.address) >> shift_of(access.address) & mask;
    const auto key = std::pair{access.pc, access.address};
    if (is_input_register(access.address)) return held;
    if (sites_.size() >= max_sites && !sites_.contains(key)) return held;
    Site& site = sites_[key];
    look_at_turn(site, access.instructions, held);
    const auto told = answer(site, held);
    if (!told) return held;
    note(access, held, *told & mask);
    return *told & mask;
}

void PollAnswers::note(const Read& access, std::uint32_t held, std::uint32_t told) {
    const auto found = std::ranges::find_if(interventions_, [&](const Intervention& i) {
        return i.address == access.address && i.pc == access.pc && i.told == told;
    });
    if (found != interventions_.end())
        ++found->count;
    else if (interventions_.size() < max_sites)
        interventions_.push_back({.address = access.address,
                                  .pc = access.pc,
                                  .held = held,
                                  .told = told,
                                  .first_at = access.at,
                                  .count = 1});
}

void PollAnswers::clear() {
    words_.clear();
    sites_.clear();
    interventions_.clear();
}

std::vector<Intervention> PollAnswers::list() const { return interventions_; }

}  // namespace jig::machine
