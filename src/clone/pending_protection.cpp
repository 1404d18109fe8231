// SPDX-License-Identifier: Apache-2.0
#include "clone/pending_protection.hpp"

#include <fmt/format.h>

#include "chip/registers.hpp"
#include "flash/fpec.hpp"
#include "flash/option_bytes.hpp"

namespace jig::clone {

bool protection_is_pending(const Identity& identity) {
    return !identity.read_protected && chip::OptionBytes(identity.option_bytes).read_protected();
}

Error pending_protection_error(const Identity& identity) {
    return {
        ErrorKind::protection,
        fmt::format("the chip {} can be read now, but its option bytes protect it from the next power-on on; decide "
                    "first with `jig options set RDP=0xA5` (or capture it now), nothing was written",
                    identity.uid_hex())};
}

Result<bool> lift_protection(dap::Target& target, const Identity& identity) {
    chip::OptionBytes wanted(identity.option_bytes);
    wanted.set(chip::OptionByte::RDP, chip::rdp_unprotected);
    // A reset would load a protection that is only pending, and lifting it then would erase the flash.
    TRY(protection_is_pending(identity) ? target.core().halt() : target.core().reset_and_halt());
    TRY(flash::write_option_bytes(target, flash::plan_option_bytes(identity.option_bytes, wanted.raw())));
    TRY(target.core().reset_and_halt());
    TRY_ASSIGN(const std::uint32_t obr, target.memory().read_word(chip::FLASH::OBR));
    return (obr & chip::FLASH::OBR_RDPRT) == 0;
}

Result<Identity> lift_after_interruption(dap::Target& target, const Identity& identity) {
    TRY_ASSIGN(const bool readable,
               in_context(lift_protection(target, identity), "lifting the read protection an interrupted run left"));
    if (readable) return identify(target);
    return fail(
        ErrorKind::protection,
        "an interrupted run had left the chip read-protected; that is lifted now, and what was on the board is in that "
        "run's backup: take the board's power off and on, and run the same command again");
}

}  // namespace jig::clone
