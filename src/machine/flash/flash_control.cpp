// SPDX-License-Identifier: Apache-2.0
// The registers of the flash interface, PM0075 section 3.
#include "machine/flash/flash.hpp"
#include "machine/flash/registers.hpp"

namespace jig::machine {

using namespace flash_registers;

namespace {

constexpr std::uint32_t sr_flags = SR_PGERR | SR_WRPRTERR | SR_EOP;

}  // namespace

// PM0075 3: word accesses only. The FPEC answers at once while an operation runs.
FlashReply Flash::read_register(FlashHost& host, std::uint32_t offset, Width width) {
    if (width != Width::word || offset % 4 != 0) return {.fault = true};
    FlashReply reply{.ready = host.now()};
    if (bank_count_ == 2 && offset >= bank2 && offset < register_bytes)
        reply.value = read_bank_register(host, banks_[1], offset - bank2);
    else if (offset == ACR)
        reply.value = acr_;
    else if (offset == OBR)
        reply.value = options_.flash_obr();
    else if (offset == WRPR)
        reply.value = options_.wrpr;
    else
        reply.value = read_bank_register(host, banks_[0], offset);
    return reply;
}

// KEYR, OPTKEYR and AR are write-only: they read as 0.
std::uint32_t Flash::read_bank_register(FlashHost& host, Bank& bank, std::uint32_t offset) {
    if (offset == CR) return cr_of(bank);
    if (offset != SR) return 0;
    if (!bank.operation.under_way()) return bank.sr;
    if (const Picoseconds end = bank.operation.next_event(); end != never) host.flash_status_holds_until(end);
    return bank.sr | SR_BSY;
}

std::uint32_t Flash::cr_of(const Bank& bank) const {
    const bool optwre = &bank == &banks_[0] && option_keys_.open();
    return bank.cr | (bank.keys.open() ? 0 : CR_LOCK) | (optwre ? CR_OPTWRE : 0);
}

FlashReply Flash::write_register(FlashHost& host, std::uint32_t offset, Width width, std::uint32_t value,
                                 const Requester& who) {
    FlashReply reply{.ready = host.now()};
    if (width != Width::word || offset % 4 != 0) {
        reply.fault = true;
    } else if (bank_count_ == 2 && offset >= bank2 && offset < register_bytes) {
        reply.fault = !write_bank_register(host, banks_[1], offset - bank2, value, who);
    } else if (offset == ACR) {
        acr_ = (value & ACR_writable) | ((value & ACR_PRFTBE) != 0 ? ACR_PRFTBS : 0);
        host.flash_state_changed();
    } else if (offset == OPTKEYR) {
        // PM0075 2.3.5: the option lock is asked for after the FPEC has been unlocked; before, the keys are not heard.
        reply.fault = banks_[0].keys.open() && !option_keys_.turn(value);
    } else {
        reply.fault = !write_bank_register(host, banks_[0], offset, value, who);
    }
    return reply;
}

// False: bus error. PM0075 2.3.3: no register takes a write while BSY is set.
bool Flash::write_bank_register(FlashHost& host, Bank& bank, std::uint32_t offset, std::uint32_t value,
                                const Requester& who) {
    if (bank.operation.under_way()) return true;
    switch (offset) {
        case KEYR: return bank.keys.turn(value);
        case SR:
            bank.sr &= ~(value & sr_flags);
            update_interrupt(host);
            return true;
        case CR: write_cr(host, bank, value, who); return true;
        case AR:
            if (bank.keys.open()) bank.ar = value;
            return true;
        default: return true;
    }
}

void Flash::write_cr(FlashHost& host, Bank& bank, std::uint32_t value, const Requester& who) {
    if (!bank.keys.open()) return;
    const bool first_bank = &bank == &banks_[0];
    const std::uint32_t option_modes = first_bank ? CR_OPTPG | CR_OPTER : 0;
    bank.cr = value & (CR_PG | CR_PER | CR_MER | CR_STRT | CR_ERRIE | CR_EOPIE | option_modes);
    if (first_bank && (value & CR_OPTWRE) == 0) option_keys_.close();
    if ((value & CR_LOCK) != 0) bank.keys.close();
    update_interrupt(host);
    if ((value & CR_STRT) == 0) return;
    if (bank.keys.open()) start_erase(host, bank, who);
    if (!bank.operation.under_way()) bank.cr &= ~CR_STRT;
}

void Flash::raise(FlashHost& host, Bank& bank, std::uint32_t sr_bits) {
    bank.sr |= sr_bits;
    update_interrupt(host);
}

void Flash::update_interrupt(FlashHost& host) {
    bool asserted = false;
    for (const Bank& bank : banks_) {
        asserted = asserted || ((bank.cr & CR_EOPIE) != 0 && (bank.sr & SR_EOP) != 0);
        asserted = asserted || ((bank.cr & CR_ERRIE) != 0 && (bank.sr & (SR_PGERR | SR_WRPRTERR)) != 0);
    }
    host.flash_interrupt(asserted);
}

}  // namespace jig::machine
