// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/uid_role.hpp"

#include <algorithm>

#include "base/random.hpp"
#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

constexpr Picoseconds longest_for_all = std::chrono::seconds{3};

std::size_t different_outcomes(const std::vector<BootRecord>& ends) {
    std::vector<const BootRecord*> seen;
    for (const BootRecord& end : ends)
        if (std::ranges::none_of(seen, [&](const BootRecord* one) { return alike(*one, end); })) seen.push_back(&end);
    return seen.size();
}

}  // namespace

std::array<std::uint8_t, 12> invented_uid(const std::array<std::uint8_t, 12>& uid, unsigned number) {
    Random random(number + 1);
    std::array<std::uint8_t, 12> invented{};
    for (std::size_t word = 0; word < uid.size(); word += 4) {
        const std::uint32_t change = static_cast<std::uint32_t>(random.next()) | 1U;  // no word stays as it is
        store_le32(MutableByteView(invented).subspan(word), load_le32(ByteView(uid).subspan(word)) ^ change);
    }
    return invented;
}

Result<UidRole> find_uid_role(const World& golden, const BootPlan& plan, const BootRecord& golden_end,
                              const BootRecord& foreign_end) {
    std::vector<BootRecord> ends = {foreign_end};
    UidRole role;
    bool one_way = true;
    bool harms = ends_worse(golden_end, foreign_end);
    World other = golden;
    const unsigned chips = plan.duration > longest_for_all ? fewest_invented_chips : most_invented_chips;
    for (unsigned number = 0; number < chips && one_way && !harms; ++number) {
        other.board.chip.uid = invented_uid(golden.board.chip.uid, number);
        TRY_ASSIGN(BootRecord end,
                   boot(other, {.duration = plan.duration, .from = plan.from, .wait_for_period = false}));
        ++role.boots;
        harms = ends_worse(golden_end, end);
        ends.push_back(std::move(end));
        one_way = share_another_outcome(golden_end, ends);
    }
    role.is_lock = one_way || harms;
    role.chips = ends.size();
    role.outcomes = different_outcomes(ends);
    return role;
}

}  // namespace jig::inspect
