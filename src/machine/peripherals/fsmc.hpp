// SPDX-License-Identifier: Apache-2.0
// FSMC, RM0008 section 21: the registers of its banks, and which of them answer. Nothing is attached to any bank.
#pragma once

#include <array>
#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Fsmc final : public Device {
 public:
    // Banks 1 to 4, 256 MB each.
    static constexpr std::uint32_t banks_base = 0x60000000, banks_end = 0xA0000000;
    // A data bus that nobody drives floats high, as every pad of the bench does.
    static constexpr std::uint32_t floating_bus = 0xFFFFFFFF;

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric&, ResetCause) override { *this = Fsmc(); }

    // Whether the bank at `address` is enabled; else the access is an AHB error (21.3.1).
    [[nodiscard]] bool answers(std::uint32_t address) const;

 private:
    struct NorBank {
        std::uint32_t BCR;
        std::uint32_t BTR = 0x0FFFFFFF;
        std::uint32_t BWTR = 0x0FFFFFFF;
    };
    struct CardBank {  // NAND 2 and 3, PC card 4
        std::uint32_t PCR = 0x18;
        std::uint32_t SR = 0x40;
        std::uint32_t PMEM = 0xFCFCFCFC;
        std::uint32_t PATT = 0xFCFCFCFC;
    };
    struct Register {
        std::uint32_t* value;
        std::uint32_t writable;
    };
    [[nodiscard]] Register find(std::uint32_t offset);

    std::array<NorBank, 4> nor_{{{.BCR = 0x30DB}, {.BCR = 0x30D2}, {.BCR = 0x30D2}, {.BCR = 0x30D2}}};
    std::array<CardBank, 3> cards_{};
    std::uint32_t PIO4_ = 0xFCFCFCFC;
};

}  // namespace jig::machine
