// SPDX-License-Identifier: Apache-2.0
// The DMA request lines of RM0008 13.3.7 and the channel each of them leads to (tables 78 and 79).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace jig::machine {

enum class DmaRequest : std::uint8_t {
    adc1,
    adc3,
    spi1_rx,
    spi1_tx,
    spi2_rx,
    spi2_tx,
    spi3_rx,
    spi3_tx,
    usart1_rx,
    usart1_tx,
    usart2_rx,
    usart2_tx,
    usart3_rx,
    usart3_tx,
    uart4_rx,
    uart4_tx,
    i2c1_rx,
    i2c1_tx,
    i2c2_rx,
    i2c2_tx,
    tim1_ch1,
    tim1_ch2,
    tim1_ch3,
    tim1_ch4,
    tim1_up,
    tim1_trig,
    tim1_com,
    tim2_ch1,
    tim2_ch2,
    tim2_ch3,
    tim2_ch4,
    tim2_up,
    tim3_ch1,
    tim3_ch3,
    tim3_ch4,
    tim3_up,
    tim3_trig,
    tim4_ch1,
    tim4_ch2,
    tim4_ch3,
    tim4_up,
    tim5_ch1,
    tim5_ch2,
    tim5_ch3,
    tim5_ch4,
    tim5_up,
    tim5_trig,
    tim6_up,
    tim7_up,  // also the DAC's, which a timer's update does not need
    tim8_ch1,
    tim8_ch2,
    tim8_ch3,
    tim8_ch4,
    tim8_up,
    tim8_trig,
    tim8_com,
    dac_channel1,
    dac_channel2,
    sdio,
};
inline constexpr std::size_t dma_requests = static_cast<std::size_t>(DmaRequest::sdio) + 1;

// Where a request arrives: controller 1 or 2, channel from 1.
struct DmaRoute {
    unsigned controller;
    unsigned channel;
};

// The requests as bits of a word.
using DmaRequests = std::uint64_t;
static_assert(dma_requests <= 64);
[[nodiscard]] constexpr DmaRequests dma_bit(DmaRequest request) {
    return DmaRequests{1} << static_cast<unsigned>(request);
}

inline constexpr std::array<DmaRoute, dma_requests> dma_routes = [] {
    struct Row {
        DmaRequest request;
        DmaRoute route;
    };
    using enum DmaRequest;
    constexpr std::array<Row, dma_requests> rows = {{
        {adc1, {1, 1}},      {tim2_ch3, {1, 1}},  {tim4_ch1, {1, 1}},  {spi1_rx, {1, 2}},      {usart3_tx, {1, 2}},
        {tim1_ch1, {1, 2}},  {tim2_up, {1, 2}},   {tim3_ch3, {1, 2}},  {spi1_tx, {1, 3}},      {usart3_rx, {1, 3}},
        {tim1_ch2, {1, 3}},  {tim3_ch4, {1, 3}},  {tim3_up, {1, 3}},   {spi2_rx, {1, 4}},      {usart1_tx, {1, 4}},
        {i2c2_tx, {1, 4}},   {tim1_ch4, {1, 4}},  {tim1_trig, {1, 4}}, {tim1_com, {1, 4}},     {tim4_ch2, {1, 4}},
        {spi2_tx, {1, 5}},   {usart1_rx, {1, 5}}, {i2c2_rx, {1, 5}},   {tim1_up, {1, 5}},      {tim2_ch1, {1, 5}},
        {tim4_ch3, {1, 5}},  {usart2_rx, {1, 6}}, {i2c1_tx, {1, 6}},   {tim1_ch3, {1, 6}},     {tim3_ch1, {1, 6}},
        {tim3_trig, {1, 6}}, {usart2_tx, {1, 7}}, {i2c1_rx, {1, 7}},   {tim2_ch2, {1, 7}},     {tim2_ch4, {1, 7}},
        {tim4_up, {1, 7}},   {spi3_rx, {2, 1}},   {tim5_ch4, {2, 1}},  {tim5_trig, {2, 1}},    {tim8_ch3, {2, 1}},
        {tim8_up, {2, 1}},   {spi3_tx, {2, 2}},   {tim5_ch3, {2, 2}},  {tim5_up, {2, 2}},      {tim8_ch4, {2, 2}},
        {tim8_trig, {2, 2}}, {tim8_com, {2, 2}},  {uart4_rx, {2, 3}},  {tim6_up, {2, 3}},      {tim8_ch1, {2, 3}},
        {tim5_ch2, {2, 4}},  {tim7_up, {2, 4}},   {sdio, {2, 4}},      {dac_channel1, {2, 3}}, {dac_channel2, {2, 4}},
        {adc3, {2, 5}},      {uart4_tx, {2, 5}},  {tim5_ch1, {2, 5}},  {tim8_ch2, {2, 5}},
    }};
    std::array<DmaRoute, dma_requests> routes{};
    for (const Row& row : rows) routes[static_cast<std::size_t>(row.request)] = row.route;
    return routes;
}();

[[nodiscard]] constexpr DmaRoute dma_route(DmaRequest request) { return dma_routes[static_cast<std::size_t>(request)]; }

// All requests that lead to one channel.
[[nodiscard]] constexpr DmaRequests dma_requests_of(unsigned controller, unsigned channel) {
    DmaRequests requests = 0;
    for (std::size_t i = 0; i < dma_requests; ++i)
        if (dma_routes[i].controller == controller && dma_routes[i].channel == channel) requests |= DmaRequests{1} << i;
    return requests;
}

}  // namespace jig::machine
