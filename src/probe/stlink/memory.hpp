// SPDX-License-Identifier: Apache-2.0
// The target's memory through an ST-Link: split by the probe's limits, the status asked after every transfer.
#pragma once

#include "probe/probe.hpp"
#include "probe/stlink/attempts.hpp"
#include "probe/stlink/block_size.hpp"
#include "probe/stlink/session.hpp"

namespace jig::probe::stlink {

class Memory final : public MemoryAccess {
 public:
    // `session` must outlive this.
    explicit Memory(Session& session) : session_(session), block_(session.transport().most_bytes()) {}

    Result<void> read_words(std::uint32_t address, MutableByteView out) override;
    Result<void> write_words(std::uint32_t address, ByteView data) override;
    Result<void> read_halves(std::uint32_t address, MutableByteView out) override;
    Result<void> write_halves(std::uint32_t address, ByteView data) override;
    Result<void> read_bytes(std::uint32_t address, MutableByteView out) override;
    Result<void> write_bytes(std::uint32_t address, ByteView data) override;
    Result<std::uint32_t> read_debug_register(std::uint32_t address) override;
    Result<void> write_debug_register(std::uint32_t address, std::uint32_t value) override;

 private:
    using Width = wire::stlink::Width;

    Result<void> read(Width width, std::uint32_t address, MutableByteView out);
    Result<void> write(Width width, std::uint32_t address, ByteView data);
    // One transfer and its status.
    Result<LastStatus> read_block(Width width, std::uint32_t address, MutableByteView out);
    Result<LastStatus> write_block(Width width, std::uint32_t address, ByteView data);
    // A command whose answer begins with its status, tried again as often as a transfer.
    Result<void> command(const Command& command, MutableByteView answer, std::string_view what);
    // Half-words without the command for them: the words around them.
    Result<void> read_halves_in_words(std::uint32_t address, MutableByteView out);
    // How many bytes from `address` already hold what `data` wants, counted in half-words.
    Result<std::size_t> already_written(std::uint32_t address, ByteView data);

    [[nodiscard]] std::uint32_t next_bytes(Width width, std::uint32_t address, std::size_t left);
    [[nodiscard]] std::uint32_t tar_block();

    Session& session_;
    BlockSize block_;
    std::optional<std::uint32_t> tar_block_;
};

}  // namespace jig::probe::stlink
