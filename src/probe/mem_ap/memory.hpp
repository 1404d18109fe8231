// SPDX-License-Identifier: Apache-2.0
// The target's memory through an AHB-AP that jig drives itself: CSW, TAR and DRW of IHI 0031A chapter 11.
#pragma once

#include <cstddef>
#include <string_view>

#include "probe/mem_ap/debug_link.hpp"
#include "probe/mem_ap/registers.hpp"
#include "probe/probe.hpp"

namespace jig::probe::mem_ap {

class Memory final : public MemoryAccess {
 public:
    // `link` must outlive this.
    explicit Memory(DebugLink& link) : link_(link) {}

    Result<void> read_words(std::uint32_t address, MutableByteView out) override;
    Result<void> write_words(std::uint32_t address, ByteView data) override;
    Result<void> read_halves(std::uint32_t address, MutableByteView out) override;
    Result<void> write_halves(std::uint32_t address, ByteView data) override;
    Result<void> read_bytes(std::uint32_t address, MutableByteView out) override;
    Result<void> write_bytes(std::uint32_t address, ByteView data) override;
    Result<std::uint32_t> read_debug_register(std::uint32_t address) override;
    Result<void> write_debug_register(std::uint32_t address, std::uint32_t value) override;

 private:
    Result<void> read(Width width, std::uint32_t address, MutableByteView out);
    Result<void> write(Width width, std::uint32_t address, ByteView data);
    // As much as goes well, in bytes; what went wrong behind it is `outcome`.
    Result<std::size_t> try_read(Width width, std::uint32_t address, MutableByteView out, DapOutcome& outcome);
    Result<std::size_t> try_write(Width width, std::uint32_t address, ByteView data, DapOutcome& outcome);
    // How many bytes from `address` already hold what `data` wants, counted in half-words.
    Result<std::size_t> already_written(std::uint32_t address, ByteView data);

    DebugLink& link_;
};

}  // namespace jig::probe::mem_ap
