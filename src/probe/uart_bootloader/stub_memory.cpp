// SPDX-License-Identifier: Apache-2.0
// Memory of a chip through the stub: requests by the dozen, so that the line, the flash and this computer work at once.
#include <fmt/format.h>

#include <algorithm>

#include "probe/uart_bootloader/datasheet_times.hpp"
#include "probe/uart_bootloader/stub_chip.hpp"

namespace jig::probe::uart_bootloader {
namespace {

namespace stub = wire::ram_stub;

constexpr std::uint32_t flash_base = 0x08000000;       // RM0008 3.3.3
constexpr std::uint32_t flash_space_bytes = 0x100000;  // of the largest part
constexpr std::uint16_t high_density = 0x414;

// CRC_DR takes a word in four cycles (RM0008 4.3), the loop around it some twelve more, at 64 MHz.
constexpr Duration checksum_word = std::chrono::nanoseconds(1000);

// 6 KB of answers: less than a serial port's buffers hold in Linux (8 KB for a pty), and 65 ms at 921600 baud, four
// times what an FTDI adapter holds bytes back.
constexpr std::size_t reads_in_flight = 8;

bool is_blank(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; });
}

void tell(const Advance& advance, std::uint64_t done) {
    if (advance) advance(done);
}

}  // namespace

Result<void> StubChip::read(std::uint32_t address, MutableByteView out, const Advance& advance) {
    if (!stub_) return rom_->memory().read(address, out, advance);
    std::vector<Bytes> requests;
    for (std::size_t at = 0; at < out.size(); at += stub::read_limit) {
        requests.push_back(
            stub::read(address + static_cast<std::uint32_t>(at), std::min(stub::read_limit, out.size() - at)));
    }
    std::uint64_t done = 0;
    const auto keep = [&](std::size_t request, ByteView bytes) -> Result<void> {
        const MutableByteView place = out.subspan(request * stub::read_limit);
        if (bytes.size() != std::min(stub::read_limit, place.size())) {
            return fail(ErrorKind::link,
                        fmt::format("the stub answered {} bytes, which nobody asked for", bytes.size()));
        }
        std::ranges::copy(bytes, place.begin());
        tell(advance, done += bytes.size());
        return {};
    };
    return in_context(stub_->link.ask_all(requests, {}, keep, reads_in_flight), "reading through the stub");
}

Result<void> StubChip::write(std::uint32_t address, ByteView data, const Advance& advance) {
    if (!stub_) return rom_->memory().write(address, data, advance);
    const bool in_flash = address - flash_base < flash_space_bytes;
    return in_flash ? write_flash(address, data, advance) : write_elsewhere(address, data, advance);
}

// Blocks that are blank stay erased and are not sent.
Result<void> StubChip::write_flash(std::uint32_t address, ByteView data, const Advance& advance) {
    std::vector<Bytes> requests;
    std::vector<std::uint64_t> ends;
    for (std::size_t at = 0; at < data.size(); at += stub::block_limit) {
        const ByteView piece = data.subspan(at, std::min(stub::block_limit, data.size() - at));
        if (is_blank(piece)) continue;
        Bytes block(piece.begin(), piece.end());
        if (block.size() % 2 != 0) block.push_back(0xFF);
        const Packer::Block packed = stub_->packer.pack(block);
        requests.push_back(
            stub::write(address + static_cast<std::uint32_t>(at), block.size(), packed.packed, packed.bytes));
        ends.push_back(at + piece.size());
    }
    constexpr auto half_words = static_cast<std::int64_t>(stub::block_limit / 2);
    const auto count = [&](std::size_t request, ByteView) -> Result<void> {
        tell(advance, ends[request]);
        return {};
    };
    Result<void> written = stub_->link.ask_all(requests, half_words * longest_half_word, count);
    if (!written) stub_->packer.forget();
    if (!written && written.error().kind == ErrorKind::link) return written;
    const Result<Bytes> finished = stub_->link.ask(stub::finish(), window_bytes() / 2 * longest_half_word);
    if (written && !finished) written = fail(finished.error());
    if (written) tell(advance, data.size());
    return in_context(std::move(written), "programming through the stub");
}

Result<void> StubChip::write_elsewhere(std::uint32_t address, ByteView data, const Advance& advance) {
    const std::size_t width = (address | data.size()) % 4 == 0 ? 4 : (address | data.size()) % 2 == 0 ? 2 : 1;
    std::vector<Bytes> requests;
    for (std::size_t at = 0; at < data.size(); at += width) {
        std::uint32_t value = 0;
        for (std::size_t i = width; i > 0; --i) value = value << 8 | data[at + i - 1];
        requests.push_back(
            stub::poke(address + static_cast<std::uint32_t>(at), static_cast<std::uint8_t>(width), value));
    }
    const auto count = [&](std::size_t request, ByteView) -> Result<void> {
        tell(advance, (request + 1) * width);
        return {};
    };
    return in_context(stub_->link.ask_all(requests, {}, count), "writing through the stub");
}

Result<void> StubChip::erase_pages(std::span<const std::uint16_t> pages, const Advance& advance) {
    if (!stub_) return rom_->memory().erase_pages(pages, advance);
    const std::uint32_t page_bytes = rom_->info().product_id == high_density ? 2048 : 1024;  // PM0075 tables 2 to 4
    std::vector<Bytes> requests;
    for (const std::uint16_t page : pages) requests.push_back(stub::erase_page(flash_base + page * page_bytes));
    const auto count = [&](std::size_t request, ByteView) -> Result<void> {
        tell(advance, request + 1);
        return {};
    };
    return in_context(stub_->link.ask_all(requests, longest_erase, count), "erasing through the stub");
}

Result<void> StubChip::erase_all() {
    if (!stub_) return rom_->memory().erase_all();
    TRY(in_context(stub_->link.ask(stub::erase_all(), longest_erase), "erasing through the stub"));
    return {};
}

Result<std::uint32_t> StubChip::checksum(const AddressRange& range) {
    if (!stub_) return rom_->memory().checksum(range);
    const Duration work = range.length / 4 * checksum_word;
    TRY_ASSIGN(const Bytes content,
               in_context(stub_->link.ask(stub::checksum(range), work), "summing up through the stub"));
    if (content.size() != 4) return fail(ErrorKind::link, "the stub answered no checksum");
    return load_le32(content);
}

}  // namespace jig::probe::uart_bootloader
