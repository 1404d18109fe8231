// SPDX-License-Identifier: Apache-2.0
// What a timer asks of the DMA: requests for its events (DIER's upper byte, tables 78 and 79) and bursts through DMAR,
// RM0008 15.3.15 and 15.4.17.
#include "machine/peripherals/registers.hpp"
#include "machine/peripherals/timer.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t UIF = bit(0), TIF = bit(6);
constexpr std::uint32_t compare_flags = 0x1E;
constexpr unsigned UDE = 8;  // DIER: the DMA enable of the flag with number n is bit n + 8
constexpr std::uint32_t CCDS = bit(3);

struct Row {
    unsigned timer;
    unsigned flag;  // its number in TIMx_SR
    DmaRequest request;
};
constexpr Row rows[] = {
    {1, 0, DmaRequest::tim1_up},   {1, 1, DmaRequest::tim1_ch1},  {1, 2, DmaRequest::tim1_ch2},
    {1, 3, DmaRequest::tim1_ch3},  {1, 4, DmaRequest::tim1_ch4},  {1, 5, DmaRequest::tim1_com},
    {1, 6, DmaRequest::tim1_trig}, {2, 0, DmaRequest::tim2_up},   {2, 1, DmaRequest::tim2_ch1},
    {2, 2, DmaRequest::tim2_ch2},  {2, 3, DmaRequest::tim2_ch3},  {2, 4, DmaRequest::tim2_ch4},
    {3, 0, DmaRequest::tim3_up},   {3, 1, DmaRequest::tim3_ch1},  {3, 3, DmaRequest::tim3_ch3},
    {3, 4, DmaRequest::tim3_ch4},  {3, 6, DmaRequest::tim3_trig}, {4, 0, DmaRequest::tim4_up},
    {4, 1, DmaRequest::tim4_ch1},  {4, 2, DmaRequest::tim4_ch2},  {4, 3, DmaRequest::tim4_ch3},
    {5, 0, DmaRequest::tim5_up},   {5, 1, DmaRequest::tim5_ch1},  {5, 2, DmaRequest::tim5_ch2},
    {5, 3, DmaRequest::tim5_ch3},  {5, 4, DmaRequest::tim5_ch4},  {5, 6, DmaRequest::tim5_trig},
    {6, 0, DmaRequest::tim6_up},   {7, 0, DmaRequest::tim7_up},   {8, 0, DmaRequest::tim8_up},
    {8, 1, DmaRequest::tim8_ch1},  {8, 2, DmaRequest::tim8_ch2},  {8, 3, DmaRequest::tim8_ch3},
    {8, 4, DmaRequest::tim8_ch4},  {8, 5, DmaRequest::tim8_com},  {8, 6, DmaRequest::tim8_trig},
};

}  // namespace

// `flags` as in TIMx_SR: what has just happened. With CCDS the channels ask when the update comes, 14.4.2.
void Timer::request_dma(Fabric& fabric, std::uint32_t flags) {
    const std::uint32_t enabled = (dier_ >> UDE) & (UIF | compare_flags | bit(5) | TIF);
    if (enabled == 0) return;
    if ((cr2_ & CCDS) != 0) flags = (flags & ~compare_flags) | ((flags & UIF) != 0 ? compare_flags : 0);
    for (const Row& row : rows) {
        if (row.timer != config_.number || (flags & enabled & bit(row.flag)) == 0) continue;
        burst_request_ = row.request;
        burst_at_ = 0;
        fabric.request_dma(row.request);
    }
}

// The flags that must not come late, because a transfer waits for them.
std::uint32_t Timer::flags_for_dma() const {
    const std::uint32_t enabled = (dier_ >> UDE) & (UIF | compare_flags);
    if ((cr2_ & CCDS) == 0 || (enabled & compare_flags) == 0) return enabled;
    return (enabled & ~compare_flags) | UIF;
}

// DMAR: the transfers of one request go to the registers from DBA on, DBL + 1 of them.
std::uint32_t Timer::burst_register() const { return 4 * (field(dcr_, 4, 0) + burst_at_); }

void Timer::burst_goes_on(Fabric& fabric) {
    const bool more = burst_request_ && burst_at_ < field(dcr_, 12, 8);
    burst_at_ = more ? burst_at_ + 1 : 0;
    if (more) fabric.request_dma(*burst_request_);
}

}  // namespace jig::machine
