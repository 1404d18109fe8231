// SPDX-License-Identifier: Apache-2.0
#include "inspect/watch/access_site.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "base/stable_sort.hpp"
#include "inspect/watch/load_form.hpp"

namespace jig::inspect {
namespace {

constexpr unsigned pc = 15;

// Registers as they were before some instructions; nothing for what those have overwritten.
class Known {
 public:
    explicit Known(const HaltedCore& core) : core_(core) {}

    [[nodiscard]] std::optional<std::uint32_t> operator[](unsigned reg) {
        if ((lost_ >> reg & 1) != 0) return {};
        if (!values_->contains(reg)) values_->emplace(reg, core_.reg(reg));
        return values_->at(reg);
    }
    void lose(std::uint32_t written) { lost_ |= written; }

 private:
    using Values = std::map<unsigned, std::optional<std::uint32_t>>;

    const HaltedCore& core_;
    std::shared_ptr<Values> values_ = std::make_shared<Values>();  // read once for all copies
    std::uint32_t lost_ = 0;
};

// How far the registers speak for a candidate.
enum class Proof : std::uint8_t { none, possible, strong };

struct Candidate {
    AccessSite site;
    Proof proof = Proof::none;
    unsigned late = 0;
};

// Beyond this many words a value met in a register says little about the address it came from.
constexpr std::uint32_t most_searched_bytes = 256;

std::uint32_t in_width(std::uint32_t value, std::uint32_t width) {
    return width == 4 ? value : value & ((1U << (8 * width)) - 1);
}

// The base before the instruction: what it is now less what it gained, unless the load overwrote it.
std::optional<std::uint32_t> first_address(const LoadForm& form, std::uint32_t at, Known& after) {
    std::uint32_t address = (at + 4) & ~3U;
    if (form.base != pc) {
        if (form.loads(form.base) || !after[form.base]) return {};
        address = *after[form.base] - static_cast<std::uint32_t>(form.writeback);
    }
    if (form.index) {
        if (form.loads(*form.index) || !after[*form.index]) return {};
        address += *after[*form.index] << form.shift;
    }
    return address + static_cast<std::uint32_t>(form.offset);
}

bool touches(std::span<const AddressRange> watched, std::uint32_t address, std::uint32_t width) {
    return std::ranges::any_of(watched, [&](const AddressRange& range) { return range.overlaps({address, width}); });
}

class Search {
 public:
    Search(const InstructionReader& reader, const CodeWindow& code, const HaltedCore& core,
           std::span<const AddressRange> watched, const Peek& peek)
        : reader_(reader), code_(code), core_(core), watched_(watched), peek_(peek) {}

    std::vector<AccessSite> run() {
        walk_back(core_.pc, Known(core_), 0);
        return choose();
    }

 private:
    void walk_back(std::uint32_t from, Known known, unsigned late) {
        for (const std::uint32_t at : predecessors(code_, from)) {
            const auto instruction = reader_.read(code_.from(at), at);
            if (!instruction) continue;
            const bool fell_through = at + instruction->size_bytes == from;
            consider(at, *instruction, known, late);
            if (late == most_instructions_late || (fell_through && never_falls_through(at))) continue;
            Known before = known;
            before.lose(instruction->written);
            walk_back(at, before, late + 1);
        }
    }

    // B, BX, BLX and BL; a return into the window is not followed.
    [[nodiscard]] bool never_falls_through(std::uint32_t at) const {
        const std::uint16_t half = code_.half(at).value_or(0);
        if ((half & 0xF800) == 0xE000 || (half & 0xFF00) == 0x4700) return true;
        return (half & 0xF800) == 0xF000 && (code_.half(at + 2).value_or(0) & 0x9000) == 0x9000;
    }

    void consider(std::uint32_t at, const ReadInstruction& instruction, Known& after, unsigned late) {
        const auto form = load_form(code_.half(at).value_or(0), code_.half(at + 2).value_or(0));
        if (!form || form->branches()) return;
        if (late == 0 && !may_have_run(code_, at, core_.xpsr)) return;
        Candidate candidate{.site = {.pc = at, .disassembly = instruction.text, .reads = {}}, .late = late};
        const auto address = first_address(*form, at, after);
        if (address) {
            weigh_known(candidate, *form, *address, after);
        } else {
            weigh_by_value(candidate, *form, after);
        }
        if (candidate.proof != Proof::none) candidates_.push_back(std::move(candidate));
    }

    // The address is known; a register that holds something else than that address does speaks against it.
    void weigh_known(Candidate& candidate, const LoadForm& form, std::uint32_t first, Known& after) const {
        for (std::uint32_t i = 0; i < form.targets.size(); ++i) {
            const std::uint32_t address = first + i * form.width;
            if (!touches(watched_, address, form.width)) continue;
            const auto held = peek_(address, form.width);
            std::optional<std::uint32_t> loaded = after[form.targets[i]];
            if (loaded) loaded = in_width(*loaded, form.width);
            const bool agrees = !held || !loaded || *held == *loaded;
            if (candidate.site.reads.empty()) candidate.proof = Proof::strong;
            if (!agrees) candidate.proof = Proof::possible;
            candidate.site.reads.push_back({address, loaded ? loaded : held});
        }
    }

    // The load overwrote its own address: the value must be one that a watched place holds. Bytes, half-words and the
    // two commonest words are too many places' to prove anything.
    void weigh_by_value(Candidate& candidate, const LoadForm& form, Known& after) const {
        std::optional<std::uint32_t> loaded = after[form.targets.front()];
        WatchedRead read;
        candidate.proof = Proof::possible;
        if (loaded && form.targets.size() == 1) {
            read.value = loaded = in_width(*loaded, form.width);
            const std::vector<std::uint32_t> holders = places_that_hold(*loaded, form.width);
            if (holders.empty() && can_search(form.width)) candidate.proof = Proof::none;
            if (holders.size() == 1) read.address = holders.front();
            const bool telling = form.width == 4 && *loaded != 0 && *loaded != 0xFFFFFFFF;
            if (telling && !holders.empty()) candidate.proof = Proof::strong;
        }
        candidate.site.reads.push_back(read);
    }

    [[nodiscard]] std::vector<std::uint32_t> places_that_hold(std::uint32_t value, std::uint32_t width) const {
        std::vector<std::uint32_t> places;
        if (!can_search(width)) return places;
        for (const AddressRange& range : watched_) {
            for (std::uint64_t at = range.start; at + width <= range.end(); at += width) {
                const auto address = static_cast<std::uint32_t>(at);
                if (peek_(address, width) == value) places.push_back(address);
            }
        }
        return places;
    }

    [[nodiscard]] bool can_search(std::uint32_t width) const {
        std::uint64_t bytes = 0;
        for (const AddressRange& range : watched_) bytes += range.length;
        if (bytes > most_searched_bytes) return false;
        return std::ranges::all_of(watched_, [&](auto& range) { return peek_(range.start, width).has_value(); });
    }

    // The nearest that the registers prove is a read of a watched place that did happen; without one it is any that
    // they allow.
    [[nodiscard]] std::vector<AccessSite> choose() {
        stable_sort_by(candidates_, &Candidate::late);
        const auto proven = std::ranges::find(candidates_, Proof::strong, &Candidate::proof);
        if (proven != candidates_.end()) return {proven->site};
        std::vector<AccessSite> sites;
        for (Candidate& candidate : candidates_) {
            const bool listed = std::ranges::find(sites, candidate.site.pc, &AccessSite::pc) != sites.end();
            if (!listed) sites.push_back(std::move(candidate.site));
        }
        return sites;
    }

    const InstructionReader& reader_;
    const CodeWindow& code_;
    const HaltedCore& core_;
    std::span<const AddressRange> watched_;
    const Peek& peek_;
    std::vector<Candidate> candidates_;
};

}  // namespace

std::vector<AccessSite> find_access(const InstructionReader& reader, const CodeWindow& code, const HaltedCore& core,
                                    std::span<const AddressRange> watched, const Peek& peek) {
    return Search(reader, code, core, watched, peek).run();
}

}  // namespace jig::inspect
