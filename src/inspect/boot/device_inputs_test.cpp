// SPDX-License-Identifier: Apache-2.0
// Which of two boards' memory devices differ, and that handing one thing over hands over nothing else.
#include "inspect/boot/device_inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jig::inspect {
namespace {

using ::testing::ElementsAre;

World with_flash(std::uint8_t identity, std::vector<std::uint8_t> contents) {
    World world;
    board::SpiFlashDescription flash{.buses = {1},
                                     .pins = {{'A', 5}, {'A', 7}, {'A', 6}},
                                     .select = {'A', 4},
                                     .config = {},
                                     .contents_file = {},
                                     .contents = {}};
    flash.config.unique_id.fill(identity);
    flash.contents = std::make_shared<const std::vector<std::uint8_t>>(std::move(contents));
    world.board.devices.spi_flashes.push_back(flash);
    return world;
}

std::vector<std::string> names_of(const World& golden, const World& copy) {
    std::vector<Input> inputs;
    add_device_inputs(golden, copy, inputs);
    std::vector<std::string> names;
    for (const Input& input : inputs) names.push_back(input.name);
    return names;
}

TEST(DeviceInputs, are_presence_identity_and_contents) {
    EXPECT_THAT(names_of(with_flash(1, {7}), World{}), ElementsAre("the SPI flash selected by PA4"));
    EXPECT_THAT(names_of(World{}, with_flash(1, {7})), ElementsAre("the SPI flash selected by PA4"));
    EXPECT_THAT(
        names_of(with_flash(1, {7}), with_flash(2, {8})),
        ElementsAre("the identity of the SPI flash selected by PA4", "the contents of the SPI flash selected by PA4"));
}

TEST(DeviceInputs, are_none_where_only_erased_bytes_are_more) {
    EXPECT_THAT(names_of(with_flash(1, {7, 0xFF, 0xFF}), with_flash(1, {7})), ElementsAre());
}

TEST(DeviceInputs, are_handed_over_one_by_one) {
    const World golden = with_flash(1, {7});
    const World copy = with_flash(2, {8});
    std::vector<Input> inputs;
    add_device_inputs(golden, copy, inputs);
    ASSERT_EQ(inputs.size(), 2U);
    World mended = copy;
    inputs[1].hand_over(mended, golden);
    EXPECT_EQ(mended.board.devices.spi_flashes[0].contents->front(), 7);
    EXPECT_EQ(mended.board.devices.spi_flashes[0].config.unique_id[0], 2);
    inputs[0].hand_over(mended, golden);
    EXPECT_THAT(names_of(golden, mended), ElementsAre());
}

TEST(DeviceInputs, take_a_device_away_and_put_it_there) {
    const World golden = with_flash(1, {7});
    std::vector<Input> inputs;
    add_device_inputs(golden, World{}, inputs);
    ASSERT_EQ(inputs.size(), 1U);
    World mended;
    inputs[0].hand_over(mended, golden);
    EXPECT_EQ(mended.board.devices.spi_flashes.size(), 1U);
    World broken = golden;
    inputs[0].hand_over(broken, World{});
    EXPECT_TRUE(broken.board.devices.spi_flashes.empty());
}

}  // namespace
}  // namespace jig::inspect
