// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/case.hpp"

#include <algorithm>

#include "chip/part.hpp"

namespace jig::inspect {

const ChipRemark* Side::remark(ChipMatter matter) const {
    const auto found = std::ranges::find(chip, matter, &ChipRemark::matter);
    return found == chip.end() ? nullptr : &*found;
}

std::uint32_t Side::used_end() const {
    const auto last = std::find_if(world.flash.rbegin(), world.flash.rend(), [](auto byte) { return byte != 0xFF; });
    return chip::flash_base + static_cast<std::uint32_t>(world.flash.rend() - last);
}

std::vector<AddressRange> Case::unit_record() const {
    std::vector<AddressRange> apart;
    const bool some_end_alike = std::ranges::any_of(checked, &CheckedBytes::ends_like_the_copy);
    for (const CheckedBytes& bytes : checked)
        if (bytes.apart && bytes.ends_like_the_copy == some_end_alike) apart.push_back(bytes.range);
    if (apart.empty() && !checked.empty()) return {checked.front().range};
    return apart;
}

bool is_steady(const BootRecord& record) {
    return record.settled == Settled::loop || record.settled == Settled::sleep || record.settled == Settled::low_power;
}

}  // namespace jig::inspect
