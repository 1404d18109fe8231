// SPDX-License-Identifier: Apache-2.0
// Any two byte strings as golden board and copy: the diagnosis ends, every finding has evidence and a remedy, and a
// verdict that the copy will not run carries a finding, unless its boot did not start anything.
#include <algorithm>
#include <cstdlib>

#include "inspect/findings/diagnose.hpp"

namespace {

using namespace jig;
using namespace std::chrono_literals;

constexpr std::size_t head_bytes = 32;
constexpr std::uint32_t code_offset = 0x40;

// A vector table to the bytes behind it, so that they run, unless the whole is to be just bytes.
image::BoardArchive archive_of(ByteView uid, bool with_table, ByteView bytes) {
    image::BoardArchive archive;
    archive.part = "STM32F103C4";
    if (uid.front() != 0) std::ranges::copy(uid, archive.identity.uid.emplace().begin());
    Bytes flash;
    if (with_table) {
        flash.resize(code_offset);
        for (std::size_t at = 0; at < code_offset; at += 4)
            store_le32(MutableByteView(flash).subspan(at), at == 0 ? 0x20001000 : chip::flash_base + code_offset + 1);
    }
    flash.insert(flash.end(), bytes.begin(), bytes.end());
    static_cast<void>(archive.flash.add(chip::flash_base, flash));
    return archive;
}

// The copy: bytes of its own, or the golden board's with some changed.
Bytes copy_bytes(ByteView head, ByteView golden, ByteView rest) {
    if (head[25] % 2 == 0) return {rest.begin(), rest.end()};
    Bytes bytes(golden.begin(), golden.end());
    const std::size_t from = bytes.size() * head[26] / 256;
    for (std::size_t i = 0; i < rest.size() && from + i < bytes.size(); ++i) bytes[from + i] = rest[i];
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < head_bytes) return 0;
    const ByteView head = ByteView(data, size).first(head_bytes);
    const ByteView rest = ByteView(data, size).subspan(head_bytes);
    const std::size_t middle = rest.size() * head[24] / 255;
    const Bytes changed = copy_bytes(head, rest.first(middle), rest.subspan(middle));
    const image::BoardArchive golden = archive_of(head.first(12), head[27] % 4 != 0, rest.first(middle));
    const image::BoardArchive copy = archive_of(head.subspan(12, 12), head[27] % 4 != 0, changed);
    const bool alone = head[28] % 8 == 0;
    const Result<inspect::Diagnosis> diagnosis =
        inspect::diagnose({.golden = &golden, .copy = alone ? nullptr : &copy, .durations = {4ms, 6ms}});
    if (!diagnosis) return 0;
    if (diagnosis->because.empty()) std::abort();
    const bool nothing_starts = diagnosis->coverage.stopped == "locked-up" || diagnosis->coverage.stopped == "no-start";
    if (diagnosis->verdict == inspect::Verdict::will_not_run && diagnosis->findings.empty() && !nothing_starts)
        std::abort();
    for (const inspect::Finding& finding : diagnosis->findings) {
        if (finding.evidence.empty() || finding.remedy.empty()) std::abort();
    }
    return 0;
}
