// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/transfer_plan.hpp"

#include <optional>
#include <utility>

namespace jig::bench {
namespace {

constexpr std::uint8_t value_match = 0x10;
constexpr std::uint8_t match_mask = 0x20;
constexpr std::size_t word_bytes = 4;

// Bits 0 to 3 of a Transfer Request: APnDP, RnW, A2, A3.
constexpr DapRequest request_of(std::uint8_t transfer) {
    return {(transfer & 1) != 0, (transfer & 2) != 0, static_cast<std::uint8_t>(transfer & 0xC)};
}

class Planner {
 public:
    Planner(DapTransport transport, std::size_t room) : jtag_(transport == DapTransport::jtag), room_(room) {}

    // False: the answer has no room for it.
    bool read(const DapRequest& request);
    bool match(const DapRequest& request, std::uint32_t value);
    void write(const DapRequest& request, std::uint32_t value);
    void set_mask(std::uint32_t mask);
    // The value that is still due, or what became of the last write.
    [[nodiscard]] std::vector<TransferStep> finish();

 private:
    [[nodiscard]] bool posted_by(const DapRequest& request) const { return jtag_ || request.ap; }
    void fetch();

    bool jtag_;
    std::size_t room_;
    std::vector<TransferStep> steps_;
    std::optional<DapRequest> posted_;
    bool check_write_ = false;
};

bool Planner::read(const DapRequest& request) {
    if (room_ < word_bytes) return false;
    room_ -= word_bytes;
    check_write_ = false;
    const bool posts = posted_by(request);
    // One access fetches a value and asks for the next when both go the same way.
    const bool chained = posted_ && posts && posted_->ap == request.ap;
    if (posted_ && !chained) fetch();
    steps_.push_back({.request = request, .answers = chained || !posts, .posts = posts, .counts = true});
    posted_ = posts ? std::optional(request) : std::nullopt;
    return true;
}

bool Planner::match(const DapRequest& request, std::uint32_t value) {
    check_write_ = false;
    fetch();
    if (posted_by(request)) steps_.push_back({.request = request});
    steps_.push_back({.kind = TransferStep::Kind::match, .request = request, .value = value, .counts = true});
    return true;
}

void Planner::write(const DapRequest& request, std::uint32_t value) {
    fetch();
    steps_.push_back({.request = request, .value = value, .counts = true});
    check_write_ = true;
}

void Planner::set_mask(std::uint32_t mask) {
    fetch();
    steps_.push_back({.kind = TransferStep::Kind::match_mask, .value = mask, .counts = true});
}

void Planner::fetch() {
    if (!posted_) return;
    steps_.push_back(fetch_step());
    posted_.reset();
}

std::vector<TransferStep> Planner::finish() {
    const bool check = !posted_ && (check_write_ || (jtag_ && !steps_.empty()));
    fetch();
    if (check) steps_.push_back({.request = fetch_step().request});
    return std::move(steps_);
}

}  // namespace

TransferPlan plan_transfer(DapTransport transport, PacketReader& packet, std::size_t room) {
    Planner planner(transport, room);
    bool fits = true;
    for (unsigned left = packet.byte(); left != 0 && packet.left() != 0; --left) {
        const std::uint8_t transfer = packet.byte();
        const DapRequest request = request_of(transfer);
        const bool has_data = !request.read || (transfer & value_match) != 0;
        if (has_data && packet.left() < word_bytes) break;
        const std::uint32_t value = has_data ? packet.word() : 0;
        if (!fits) continue;  // the packet is gone through all the same: another command may follow
        if (!request.read) {
            (transfer & match_mask) != 0 ? planner.set_mask(value) : planner.write(request, value);
        } else {
            fits = has_data ? planner.match(request, value) : planner.read(request);
        }
    }
    return {.steps = planner.finish()};
}

TransferPlan plan_block(DapTransport transport, PacketReader& packet, std::size_t room) {
    Planner planner(transport, room);
    const unsigned count = packet.half_word();
    const DapRequest request = request_of(packet.byte());
    for (unsigned done = 0; done < count; ++done) {
        if (request.read) {
            if (!planner.read(request)) break;
        } else {
            if (packet.left() < word_bytes) break;
            planner.write(request, packet.word());
        }
    }
    return {.steps = planner.finish(), .block = true, .counts_values = request.read};
}

}  // namespace jig::bench
