// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/device_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace jig::inspect {
namespace {

using board::I2cEepromDescription;
using board::SpiFlashDescription;

// Where a kind of device is listed, which of two is the same, and how a person calls it.
struct SpiFlashes {
    using Device = SpiFlashDescription;
    static std::vector<Device>& of(World& world) { return world.board.devices.spi_flashes; }
    static const std::vector<Device>& of(const World& world) { return world.board.devices.spi_flashes; }
    static bool same_place(const Device& a, const Device& b) { return a.select == b.select && a.pins == b.pins; }
    static std::string name(const Device& device) {
        return fmt::format("the SPI flash selected by P{}{}", device.select.port, device.select.number);
    }
    static bool same_identity(const Device& a, const Device& b) {
        return a.config.jedec == b.config.jedec && a.config.unique_id == b.config.unique_id &&
               a.config.size == b.config.size;
    }
    static void take_identity(Device& to, const Device& from) { to.config = from.config; }
};

struct I2cEeproms {
    using Device = I2cEepromDescription;
    static std::vector<Device>& of(World& world) { return world.board.devices.i2c_eeproms; }
    static const std::vector<Device>& of(const World& world) { return world.board.devices.i2c_eeproms; }
    static bool same_place(const Device& a, const Device& b) {
        return a.pins == b.pins && a.config.address == b.config.address;
    }
    static std::string name(const Device& device) {
        return fmt::format("the I2C EEPROM 0x{:02x} on P{}{}", device.config.address, device.pins.sda.port,
                           device.pins.sda.number);
    }
    // It cannot be asked who it is; another size or page is another part.
    static bool same_identity(const Device& a, const Device& b) {
        return a.config.size == b.config.size && a.config.page == b.config.page;
    }
    static void take_identity(Device& to, const Device& from) { to.config = from.config; }
};

template <typename Kind>
typename Kind::Device* find(std::vector<typename Kind::Device>& devices, const typename Kind::Device& wanted) {
    const auto found = std::ranges::find_if(devices, [&](const auto& one) { return Kind::same_place(one, wanted); });
    return found == devices.end() ? nullptr : &*found;
}

template <typename Kind>
const typename Kind::Device* find(const std::vector<typename Kind::Device>& devices,
                                  const typename Kind::Device& wanted) {
    const auto found = std::ranges::find_if(devices, [&](const auto& one) { return Kind::same_place(one, wanted); });
    return found == devices.end() ? nullptr : &*found;
}

// Erased bytes at the end are as good as none.
bool same_contents(const board::Contents& a, const board::Contents& b) {
    static const std::vector<std::uint8_t> none;
    const auto& x = a ? *a : none;
    const auto& y = b ? *b : none;
    const std::size_t both = std::min(x.size(), y.size());
    const auto& longer = x.size() > both ? x : y;
    return std::equal(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(both), y.begin()) &&
           std::all_of(longer.begin() + static_cast<std::ptrdiff_t>(both), longer.end(),
                       [](std::uint8_t byte) { return byte == 0xFF; });
}

template <typename Kind>
Input presence(const typename Kind::Device& device) {
    return {InputKind::device_presence, Kind::name(device), {}, [device](World& to, const World& from) {
                auto& devices = Kind::of(to);
                const auto* there = find<Kind>(Kind::of(from), device);
                std::erase_if(devices, [&](const auto& one) { return Kind::same_place(one, device); });
                if (there != nullptr) devices.push_back(*there);
            }};
}

// Both boards have the device, on the same pins.
template <typename Kind>
Input part_of_device(InputKind kind, const std::string& what, const typename Kind::Device& device,
                     void (*take)(typename Kind::Device&, const typename Kind::Device&)) {
    return {kind, what + Kind::name(device), {}, [device, take](World& to, const World& from) {
                auto* mine = find<Kind>(Kind::of(to), device);
                const auto* theirs = find<Kind>(Kind::of(from), device);
                if (mine != nullptr && theirs != nullptr) take(*mine, *theirs);
            }};
}

template <typename Kind>
void add_devices(const World& golden, const World& copy, std::vector<Input>& inputs) {
    using Device = typename Kind::Device;
    for (const Device& device : Kind::of(golden)) {
        const Device* other = find<Kind>(Kind::of(copy), device);
        if (other == nullptr) {
            inputs.push_back(presence<Kind>(device));
            continue;
        }
        if (!Kind::same_identity(device, *other))
            inputs.push_back(
                part_of_device<Kind>(InputKind::device_identity, "the identity of ", device, &Kind::take_identity));
        if (!same_contents(device.contents, other->contents))
            inputs.push_back(part_of_device<Kind>(InputKind::device_contents, "the contents of ", device,
                                                  [](Device& to, const Device& from) { to.contents = from.contents; }));
    }
    for (const Device& device : Kind::of(copy))
        if (find<Kind>(Kind::of(golden), device) == nullptr) inputs.push_back(presence<Kind>(device));
}

}  // namespace

void add_device_inputs(const World& golden, const World& copy, std::vector<Input>& inputs) {
    add_devices<SpiFlashes>(golden, copy, inputs);
    add_devices<I2cEeproms>(golden, copy, inputs);
}

}  // namespace jig::inspect
