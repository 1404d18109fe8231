// SPDX-License-Identifier: Apache-2.0
// The program's reads of what one board may have and another not: identity, option bytes, backup registers, pins.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "machine/time.hpp"

namespace jig::machine {

enum class ReadKind : std::uint8_t {
    uid,
    flash_size,
    option_bytes,  // themselves, FLASH_OBR or FLASH_WRPR
    idcode,        // DBGMCU_IDCODE
    cpuid,
    backup_register,
    pins,         // GPIOx_IDR
    reset_cause,  // RCC_CSR
    nothing,
};
[[nodiscard]] ReadKind read_kind(std::uint32_t address);

struct LoggedRead {
    ReadKind kind = ReadKind::nothing;
    std::uint32_t pc = 0;
    std::uint32_t address = 0;
    std::uint32_t first_value = 0;
    std::uint32_t last_value = 0;
    std::uint64_t count = 0;
    Picoseconds first_at{0};
    Picoseconds last_at{0};
    std::uint64_t first_instruction = 0;
};

class ReadLog {
 public:
    // Places that read, times addresses; a program that walks through everything must not eat our memory.
    static constexpr std::size_t most_reads = 4096;

    void note(const LoggedRead& read);
    // In the order of their first reads.
    [[nodiscard]] std::vector<LoggedRead> list() const;

 private:
    std::map<std::pair<std::uint32_t, std::uint32_t>, LoggedRead> reads_;
};

}  // namespace jig::machine
