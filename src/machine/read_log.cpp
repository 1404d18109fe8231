// SPDX-License-Identifier: Apache-2.0
#include "machine/read_log.hpp"

#include <algorithm>

namespace jig::machine {

// RM0008 sections 30, 31.6, 5.4.5, 9.2.3 and 7.3.10; PM0075 section 3; DDI 0403 B3.2.3.
ReadKind read_kind(std::uint32_t address) {
    struct Row {
        std::uint32_t first;
        std::uint32_t last;
        ReadKind kind;
    };
    static constexpr Row rows[] = {
        {0x1FFFF7E0, 0x1FFFF7E3, ReadKind::flash_size},      {0x1FFFF7E8, 0x1FFFF7F3, ReadKind::uid},
        {0x1FFFF800, 0x1FFFF80F, ReadKind::option_bytes},    {0x40006C04, 0x40006C28 + 3, ReadKind::backup_register},
        {0x40006C40, 0x40006CBF, ReadKind::backup_register}, {0x40021024, 0x40021027, ReadKind::reset_cause},
        {0x4002201C, 0x40022023, ReadKind::option_bytes},    {0xE000ED00, 0xE000ED03, ReadKind::cpuid},
        {0xE0042000, 0xE0042003, ReadKind::idcode},
    };
    for (const Row& row : rows)
        if (address >= row.first && address <= row.last) return row.kind;
    const bool port = address >= 0x40010800 && address < 0x40012400;
    return port && (address & 0x3FC) == 8 ? ReadKind::pins : ReadKind::nothing;
}

void ReadLog::note(const LoggedRead& read) {
    const auto key = std::pair{read.pc, read.address};
    if (const auto found = reads_.find(key); found != reads_.end()) {
        ++found->second.count;
        found->second.last_value = read.first_value;
        found->second.last_at = read.first_at;
        return;
    }
    if (reads_.size() >= most_reads) return;
    LoggedRead& entry = reads_.emplace(key, read).first->second;
    entry.count = 1;
    entry.last_value = read.first_value;
    entry.last_at = read.first_at;
}

std::vector<LoggedRead> ReadLog::list() const {
    std::vector<LoggedRead> list;
    list.reserve(reads_.size());
    for (const auto& [key, read] : reads_) list.push_back(read);
    std::ranges::sort(list, {}, &LoggedRead::first_instruction);
    return list;
}

}  // namespace jig::machine
