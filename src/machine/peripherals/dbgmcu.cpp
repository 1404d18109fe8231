// SPDX-License-Identifier: Apache-2.0
// DBGMCU registers, RM0008 sections 31.6.1 and 31.16.3. ST's errata sheets ("Debug registers cannot be read by
// user software") correct the manual: without a debugger both registers read 0. A debugger is there when it holds
// CDBGPWRUPREQ, which its own accesses need anyway.
#include "machine/peripherals/dbgmcu.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t IDCODE = 0x00, CR = 0x04;
constexpr std::uint32_t cr_bits = 0x7E3FFFE7;

}  // namespace

BusReply Dbgmcu::read(Fabric& fabric, std::uint32_t offset, Width) {
    if (!fabric.debug_powered()) return {};
    switch (word_offset(offset)) {
        case IDCODE: return {.value = idcode_};
        case CR: return {.value = cr_};
        default: return {};
    }
}

BusReply Dbgmcu::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    if (fabric.debug_powered() && word_offset(offset) == CR) cr_ = value & cr_bits;
    return {};
}

// 31.16.3: reset by PORESET, not by a system reset.
void Dbgmcu::reset(Fabric&, ResetCause cause) {
    if (cause == ResetCause::power_on) cr_ = 0;
}

}  // namespace jig::machine
