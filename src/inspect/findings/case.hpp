// SPDX-License-Identifier: Apache-2.0
// All that the experts look at: two boards as archives and as Worlds, what they are, and how their boots went. Made
// once, read by every expert.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "inspect/boot/seal.hpp"
#include "inspect/boot/uid_role.hpp"
#include "inspect/findings/checked_sum.hpp"
#include "inspect/findings/decision.hpp"
#include "inspect/findings/finding.hpp"
#include "inspect/findings/trials.hpp"
#include "inspect/identity/chip_check.hpp"
#include "inspect/layout/layout.hpp"

namespace jig::inspect {

struct Side {
    const image::BoardArchive* archive = nullptr;
    World world;
    FlashDump dump;
    Layout layout;
    std::vector<ChipRemark> chip;
    BootRecord end;

    [[nodiscard]] const ChipRemark* remark(ChipMatter matter) const;
    [[nodiscard]] FlashView flash() const { return {chip::flash_base, world.flash}; }
    // Where the last byte lies that is not erased, plus one; flash_base if there is none.
    [[nodiscard]] std::uint32_t used_end() const;
};

struct Case {
    Side golden;
    std::optional<Side> copy;
    std::vector<const image::BoardArchive*> more;
    BootPlan plan;
    std::vector<std::string> differences;  // of how both ended; empty: alike, or no copy
    TrialSet trials;                       // empty when both ended alike
    // What the golden firmware decides when it is given another UID: the copy's, else a made-up one. Nothing when its
    // own is not known.
    std::optional<Decision> uid_decision;
    std::optional<UidRole> uid_role;        // where that decision makes a difference
    std::vector<CheckedBytes> checked;      // flash that this decision depends on
    std::vector<AddressRange> calibration;  // what the golden firmware weighs a voltage with that makes the difference
    std::optional<Seal> seal;  // the golden firmware checks its image, and the copy fails as an edited one does
    std::optional<CheckedSum> checked_sum;  // which value alone, stored anew, would make the copy run
    std::size_t boots = 0;

    // The record that goes with the UID; empty: none was found.
    [[nodiscard]] std::vector<AddressRange> unit_record() const;
    // Another UID only sets a number: the boards are compared as if both had the copy's.
    [[nodiscard]] bool uid_is_parameter() const { return uid_role && !uid_role->is_lock; }
    // The firmware, on this board alone, ends otherwise on another chip.
    [[nodiscard]] bool is_locked_to_chip() const { return uid_role && uid_role->is_lock; }
    [[nodiscard]] bool ended_alike() const { return differences.empty(); }
};

// A board that shows a steady state: what is compared with it means something.
[[nodiscard]] bool is_steady(const BootRecord& record);

struct Opinion {
    std::vector<Finding> findings;
    std::vector<Note> notes;
};

}  // namespace jig::inspect
