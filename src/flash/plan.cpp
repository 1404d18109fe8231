// SPDX-License-Identifier: Apache-2.0
#include "flash/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace jig::flash {
namespace {

constexpr std::uint16_t erased_half = 0xFFFF;

// Runs of work are joined over this many blank bytes: skipping them on the chip costs less than one more transfer.
constexpr std::uint32_t join_bytes = 256;

std::uint16_t half_at(ByteView bytes, std::uint32_t offset) { return load_le16(bytes.subspan(offset)); }

Result<void> check_image(const PlanRequest& request) {
    const Geometry& flash = request.geometry;
    if (request.wanted.size() <= flash.size_bytes) return {};
    return fail(
        ErrorKind::refused,
        fmt::format("the image holds {} bytes but the flash has {}; choose an image made for this part, nothing "
                    "was written",
                    request.wanted.size(), flash.size_bytes));
}

Result<void> check_keep(const PlanRequest& request) {
    for (const AddressRange& keep : request.keep) {
        if (request.geometry.range().contains(keep)) continue;
        return fail(ErrorKind::refused, fmt::format("keep range {} is not inside the flash {}; nothing was written",
                                                    to_string(keep), to_string(request.geometry.range())));
    }
    return {};
}

// The image padded to the whole flash, with the target's own bytes where they are kept.
Bytes merge(const PlanRequest& request) {
    Bytes whole(request.geometry.size_bytes, 0xFF);
    std::ranges::copy(request.wanted, whole.begin());
    const ByteView kept_from = request.kept_from.empty() ? request.current : request.kept_from;
    for (const AddressRange& keep : request.keep) {
        const std::uint32_t offset = keep.start - request.geometry.base;
        std::ranges::copy(kept_from.subspan(offset, keep.length), whole.begin() + offset);
    }
    return whole;
}

bool is_blank(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; });
}

// A page must be erased when a unit must change that is not blank now (PM0075 2.3.3: PGERR otherwise).
bool needs_erase(ByteView current, ByteView wanted, std::uint32_t unit) {
    for (std::uint32_t at = 0; at < current.size(); at += unit) {
        const ByteView now = current.subspan(at, unit);
        if (!std::ranges::equal(now, wanted.subspan(at, unit)) && !is_blank(now)) return true;
    }
    return false;
}

std::uint32_t count_written(ByteView wanted) {
    std::uint32_t count = 0;
    for (std::uint32_t at = 0; at < wanted.size(); at += 2) count += half_at(wanted, at) != erased_half ? 1 : 0;
    return count;
}

// Collects half-words into runs, joining runs with only blank half-words between them.
class RunBuilder {
 public:
    explicit RunBuilder(const Geometry& geometry) : geometry_(geometry) {}

    // `blank`: the half-word is wanted erased and already is, so a run may pass over it.
    void add(std::uint32_t offset, bool write, bool blank) {
        if (write) {
            extend(offset);
        } else if (!blank) {
            joinable_ = false;
        }
    }
    [[nodiscard]] std::vector<AddressRange> take() { return std::move(runs_); }
    [[nodiscard]] std::uint32_t half_words() const { return half_words_; }

 private:
    void extend(std::uint32_t offset) {
        const std::uint32_t address = geometry_.base + offset;
        ++half_words_;
        if (joinable_ && !runs_.empty() && reaches(runs_.back(), address)) {
            runs_.back().length = address + 2 - runs_.back().start;
        } else {
            runs_.push_back({address, 2});
        }
        joinable_ = true;
    }

    // Each bank has a controller of its own, and a run is programmed by one of them.
    [[nodiscard]] bool reaches(const AddressRange& run, std::uint32_t address) const {
        return address - run.end() <= join_bytes && geometry_.in_bank2(run.start) == geometry_.in_bank2(address);
    }

    Geometry geometry_;
    std::vector<AddressRange> runs_;
    std::uint32_t half_words_ = 0;
    bool joinable_ = true;
};

void find_pages(const PlanRequest& request, Plan& plan) {
    const std::uint32_t page_bytes = plan.geometry.page_bytes;
    for (std::uint32_t offset = 0; offset < plan.geometry.size_bytes; offset += page_bytes) {
        const ByteView wanted = ByteView(plan.wanted).subspan(offset, page_bytes);
        if (!request.trust_blank ||
            needs_erase(request.current.subspan(offset, page_bytes), wanted, plan.geometry.unit_bytes)) {
            plan.erase.push_back(plan.geometry.base + offset);
        }
    }
}

bool will_be_erased(const Plan& plan, std::uint32_t page) {
    return plan.mass_erase || std::ranges::binary_search(plan.erase, page);
}

void find_runs(const PlanRequest& request, Plan& plan) {
    RunBuilder runs(plan.geometry);
    const std::uint32_t page_bytes = plan.geometry.page_bytes;
    for (std::uint32_t page = 0; page < plan.geometry.size_bytes; page += page_bytes) {
        const bool erased = will_be_erased(plan, plan.geometry.base + page);
        for (std::uint32_t offset = page; offset < page + page_bytes; offset += 2) {
            const std::uint16_t wanted = half_at(plan.wanted, offset);
            const bool there = !erased && half_at(request.current, offset) == wanted;
            runs.add(offset, wanted != erased_half && !there, wanted == erased_half);
        }
    }
    plan.half_words = runs.half_words();
    plan.program = runs.take();
}

unsigned banks(const Geometry& geometry) { return geometry.two_banks() ? 2 : 1; }

// Erasing everything costs programming the unchanged pages again; erasing pages costs 20-40 ms each. `plan` is by
// pages.
bool mass_erase_is_cheaper(const PlanRequest& request, const Plan& plan, const FlashTimings& timings) {
    if (!request.may_mass_erase || !request.protected_pages.empty() || plan.erase.empty()) return false;
    const Duration page_cost =
        static_cast<int>(plan.erase.size()) * timings.page_erase + plan.half_words * timings.half_word;
    const Duration mass_cost =
        banks(plan.geometry) * timings.mass_erase + count_written(plan.wanted) * timings.half_word;
    return mass_cost < page_cost;
}

Result<void> check_protection(const PlanRequest& request, const Plan& plan) {
    for (const AddressRange& locked : request.protected_pages) {
        const bool erased = std::ranges::any_of(plan.erase, [&](std::uint32_t page) { return locked.contains(page); });
        const bool written =
            std::ranges::any_of(plan.program, [&](const AddressRange& run) { return locked.overlaps(run); });
        if (!erased && !written) continue;
        return fail(ErrorKind::protection,
                    fmt::format("the image changes {}, which the option bytes write-protect (FLASH_WRPR); take that "
                                "protection off with `jig options set`, nothing was written",
                                to_string(locked)));
    }
    return {};
}

}  // namespace

Result<Plan> make_plan(const PlanRequest& request, const FlashTimings& timings) {
    assert(request.current.size() == request.geometry.size_bytes);
    TRY(check_image(request));
    TRY(check_keep(request));
    Plan plan{.geometry = request.geometry, .wanted = merge(request), .erase = {}, .program = {}, .kept = request.keep};
    find_pages(request, plan);
    find_runs(request, plan);
    plan.mass_erase = mass_erase_is_cheaper(request, plan, timings);
    if (plan.mass_erase) find_runs(request, plan);
    TRY(check_protection(request, plan));
    if (plan.mass_erase) plan.erase.clear();
    plan.estimated_erase = plan.mass_erase ? banks(plan.geometry) * timings.mass_erase
                                           : static_cast<int>(plan.erase.size()) * timings.page_erase;
    plan.estimated_program = plan.half_words * timings.half_word;
    return plan;
}

}  // namespace jig::flash
