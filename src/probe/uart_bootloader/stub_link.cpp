// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/stub_link.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

namespace jig::probe::uart_bootloader {
namespace {

namespace stub = wire::ram_stub;

constexpr int most_silences = 5;
// A line on which this many requests in a row have to be sent again carries nothing.
constexpr int most_resends = 50;
constexpr std::size_t framing_bytes =
    8;  // sequence, CRC, COBS and 0, for requests of up to 508 bytes; one more per 254

std::size_t wire_bytes(const Bytes& request) { return request.size() + framing_bytes + request.size() / 254; }

std::unexpected<Error> silent(const Line& line) {
    return fail(ErrorKind::link,
                fmt::format("the stub in the chip's SRAM has fallen silent at {} baud: reset the board, "
                            "and run again with a lower rate or with ,rom behind the port's name",
                            line.baud()));
}

}  // namespace

// Which requests are on their way. Requests [base, next) were sent and not all answered.
class StubLink::Flight {
 public:
    Flight(StubLink& link, std::span<const Bytes> requests, std::size_t most)
        : link_(&link), requests_(requests), most_(most), first_(link.next_sequence_), answered_(requests.size()) {}

    [[nodiscard]] bool over() const { return base_ == next_ && (stopped_ || next_ == requests_.size()); }
    void stop() { stopped_ = true; }
    [[nodiscard]] std::size_t sent() const { return most_sent_; }

    Result<void> fill() {
        while (next_ < requests_.size() && (!stopped_ || next_ < most_sent_) && has_room()) {
            TRY(send(next_));
            ++next_;
        }
        most_sent_ = std::max(most_sent_, next_);
        return {};
    }

    // The request that a sequence number means, if it is on its way.
    [[nodiscard]] std::optional<std::size_t> find(std::uint8_t sequence) const {
        const auto ahead = static_cast<std::int8_t>(sequence - static_cast<std::uint8_t>(first_ + base_));
        const std::size_t index = base_ + static_cast<std::size_t>(ahead);
        if (ahead < 0 || index >= next_) return {};
        return index;
    }

    // False for an answer that came before.
    bool answer(std::size_t index) {
        if (answered_[index]) return false;
        answered_[index] = true;
        while (base_ < next_ && answered_[base_]) ++base_;
        return true;
    }

    // Answers come in order: when a later one is there, this one's was lost.
    Result<void> ask_again_before(std::size_t index) {
        if (base_ >= index || asked_again_ == base_ + 1) return {};
        asked_again_ = base_ + 1;
        ++link_->repetitions_;
        return send(base_);
    }

    // Everything from `index` on has not arrived.
    void go_back(std::size_t index) {
        next_ = index;
        asked_again_ = 0;
        ++link_->repetitions_;
    }
    void go_back() { go_back(base_); }

 private:
    [[nodiscard]] bool has_room() const {
        std::size_t bytes = wire_bytes(requests_[next_]);
        for (std::size_t i = base_; i < next_; ++i) bytes += wire_bytes(requests_[i]);
        return next_ == base_ || (bytes <= stub::receive_window && next_ - base_ < most_);
    }

    Result<void> send(std::size_t index) {
        return link_->send(static_cast<std::uint8_t>(first_ + index), requests_[index]);
    }

    StubLink* link_;
    std::span<const Bytes> requests_;
    std::size_t most_;
    std::uint8_t first_;
    std::vector<bool> answered_;
    std::size_t base_ = 0;
    std::size_t next_ = 0;
    std::size_t most_sent_ = 0;
    std::size_t asked_again_ = 0;  // one more than its number
    bool stopped_ = false;
};

Result<void> StubLink::send(std::uint8_t sequence, const Bytes& request) {
    Bytes content = {sequence};
    content.insert(content.end(), request.begin(), request.end());
    return line_->send(stub::frame(content));
}

Result<stub::Answer> StubLink::receive(Duration work) {
    std::array<std::uint8_t, 1024> bytes{};
    const Deadline deadline(line_->clock(), line_->patience(stub::read_limit, work));
    while (true) {
        if (const std::optional<Bytes> content = deframer_.next()) return stub::parse_answer(*content);
        TRY_ASSIGN(const std::size_t count, line_->receive_some(bytes, deadline.left()));
        deframer_.feed(ByteView(bytes).first(count));
    }
}

Result<void> StubLink::ask_all(std::span<const Bytes> requests, Duration work, const Visit& visit, std::size_t most) {
    if (lost_) return silent(*line_);
    Flight flight(*this, requests, most);
    Result<void> outcome = carry_out(flight, work, visit);
    lost_ = !flight.over();
    next_sequence_ = static_cast<std::uint8_t>(next_sequence_ + flight.sent());
    return outcome;
}

Result<void> StubLink::carry_out(Flight& flight, Duration work, const Visit& visit) {
    Result<void> outcome;
    int silences = 0, resends = 0;
    while (!flight.over()) {
        TRY(flight.fill());
        const Result<stub::Answer> answer = receive(work);
        if (!answer) {
            if (answer.error().kind != ErrorKind::timeout) return fail(answer.error());
            if (++silences > most_silences) return silent(*line_);
            flight.go_back();
            continue;
        }
        const std::optional<std::size_t> index = flight.find(answer->sequence);
        if (!index) continue;
        if (answer->status == stub::Status::resend) {
            if (++resends > most_resends) return silent(*line_);
            flight.go_back(*index);
            continue;
        }
        TRY(flight.ask_again_before(*index));
        if (!flight.answer(*index)) continue;
        silences = resends = 0;
        if (outcome) outcome = stub::outcome_of(*answer);
        if (outcome) outcome = visit(*index, answer->content);
        if (!outcome) flight.stop();
    }
    return outcome;
}

Result<Bytes> StubLink::ask(const Bytes& request, Duration work) {
    Bytes content;
    TRY(ask_all(std::span(&request, 1), work, [&](std::size_t, ByteView bytes) -> Result<void> {
        content.assign(bytes.begin(), bytes.end());
        return {};
    }));
    return content;
}

Result<Bytes> StubLink::ask_once(const Bytes& request, Duration patience) {
    deframer_.clear();
    TRY(send(next_sequence_, request));
    const Deadline deadline(line_->clock(), line_->time_of(2 * wire_bytes(request)) + patience);
    std::array<std::uint8_t, 64> bytes{};
    while (true) {
        if (const std::optional<Bytes> content = deframer_.next()) {
            TRY_ASSIGN(const stub::Answer answer, stub::parse_answer(*content));
            if (answer.sequence != next_sequence_ || answer.status != stub::Status::ok) continue;
            ++next_sequence_;
            return answer.content;
        }
        TRY_ASSIGN(const std::size_t count, line_->receive_some(bytes, deadline.left()));
        deframer_.feed(ByteView(bytes).first(count));
    }
}

// A frame that is none is answered with the number that the stub waits for.
Result<void> StubLink::reset_running(Line& line) {
    StubLink link(line);
    const Bytes no_frame = {0x00, 0x01, 0x01, 0x00};
    TRY(line.drain());
    TRY(line.send(no_frame));
    TRY_ASSIGN(const stub::Answer answer, link.receive({}));
    link.next_sequence_ = answer.sequence;
    TRY(link.ask(stub::reset()));
    return {};
}

}  // namespace jig::probe::uart_bootloader
