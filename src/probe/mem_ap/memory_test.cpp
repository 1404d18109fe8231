// SPDX-License-Identifier: Apache-2.0
// Memory through a MEM-AP whose wire fails where a test says so: what is tried again, and what is never written twice.
#include "probe/mem_ap/memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

namespace jig::probe::mem_ap {
namespace {

// A chip that answers every group in its turn, or fails it as `plan` says by the group's number from 0.
class PlannedPort final : public DapPort {
 public:
    struct Failure {
        Ack ack = Ack::ok;
        bool damaged = false;
        std::size_t done = 0;  // accesses of the group that reached the chip all the same
    };

    Result<DapOutcome> run(std::span<const DapGroup> groups) override {
        DapOutcome outcome;
        for (const DapGroup& group : groups) {
            const auto planned = plan.find(number++);
            const bool fails = planned != plan.end();
            for (std::size_t i = 0; i < (fails ? planned->second.done : group.size()); ++i) perform(group[i]);
            if (!outcome.ok()) continue;
            if (fails) {
                outcome.ack = planned->second.ack;
                outcome.damaged = planned->second.damaged;
            } else {
                ++outcome.groups;
            }
        }
        return outcome;
    }
    [[nodiscard]] GroupLimits limits() const override { return {.reads = 15, .writes = 12}; }
    Result<void> write_abort(std::uint32_t value) override {
        aborts.push_back(value);
        ctrl_stat &= ~STICKYERR;
        return {};
    }
    Result<void> send_bits(std::size_t, ByteView) override {
        ++line_resets;
        return {};
    }
    [[nodiscard]] Clock& clock() override { return time; }

    std::map<std::size_t, Failure> plan;
    std::size_t number = 0;
    std::vector<std::uint8_t> sram = std::vector<std::uint8_t>(8192);
    std::vector<std::uint32_t> halves_written;
    std::vector<std::uint32_t> aborts;
    std::uint32_t ctrl_stat = 0xF0000000;
    int line_resets = 0;
    VirtualClock time;

 private:
    static constexpr std::uint32_t base = 0x20000000;

    void perform(const DapAccess& access) {
        if (!access.ap) {
            if (access.read) *access.result = access.address == CTRL_STAT ? ctrl_stat : 0x1BA01477;
        } else if (access.address == CSW) {
            size_ = 1U << (access.word & 3);
        } else if (access.address == TAR) {
            tar_ = access.word;
        } else {
            move(access);
        }
    }
    void move(const DapAccess& access) {
        std::uint32_t lanes = 0;
        for (unsigned i = 0; i < size_; ++i) {
            std::uint8_t& byte = sram.at(tar_ - base + i);
            const unsigned shift = 8 * ((tar_ + i) % 4);
            if (!access.read) byte = static_cast<std::uint8_t>(access.word >> shift);
            lanes |= std::uint32_t{byte} << shift;
        }
        if (access.read) *access.result = lanes;
        if (!access.read && size_ == 2) halves_written.push_back(tar_);
        tar_ = (tar_ & ~(tar_block - 1)) | ((tar_ + size_) & (tar_block - 1));
    }

    std::uint32_t tar_ = 0;
    std::uint32_t size_ = 4;
};

class MemApTest : public ::testing::Test {
 protected:
    static constexpr std::uint32_t sram = 0x20000000;

    static Bytes counted(std::size_t size) {
        Bytes bytes(size);
        std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
        return bytes;
    }

    PlannedPort port;
    DebugLink link{port};
    Memory memory{link};
};

TEST_F(MemApTest, any_width_and_length_arrives_across_the_ends_of_tar) {
    struct Row {
        const char* name;
        std::size_t offset, size;
        Result<void> (Memory::*write)(std::uint32_t, ByteView);
        Result<void> (Memory::*read)(std::uint32_t, MutableByteView);
    };
    for (const Row& row : {
             Row{"words", 4, 4100, &Memory::write_words, &Memory::read_words},
             Row{"half-words", 1002, 90, &Memory::write_halves, &Memory::read_halves},
             Row{"bytes", 1021, 77, &Memory::write_bytes, &Memory::read_bytes},
             Row{"one byte", 3, 1, &Memory::write_bytes, &Memory::read_bytes},
         }) {
        SCOPED_TRACE(row.name);
        port.sram.assign(port.sram.size(), 0);
        const Bytes data = counted(row.size);
        const auto address = static_cast<std::uint32_t>(sram + row.offset);
        ASSERT_TRUE((memory.*row.write)(address, data));
        Bytes expected(port.sram.size());
        std::ranges::copy(data, expected.begin() + static_cast<std::ptrdiff_t>(row.offset));
        EXPECT_EQ(port.sram, expected);
        Bytes back(row.size);
        ASSERT_TRUE((memory.*row.read)(address, back));
        EXPECT_EQ(back, data);
    }
}

TEST_F(MemApTest, what_the_wire_lost_is_tried_again_after_a_line_reset_where_the_packet_was_lost) {
    const Bytes data = counted(400);
    std::ranges::copy(data, port.sram.begin());
    constexpr PlannedPort::Failure lost{Ack::none};
    constexpr PlannedPort::Failure damaged{Ack::ok, true};
    struct Row {
        const char* name;
        std::vector<PlannedPort::Failure> failures;
        int line_resets;
    };
    for (const Row& row : {Row{"lost", {lost}, 1}, Row{"damaged", {damaged}, 0}, Row{"twice", {damaged, damaged}, 1},
                           Row{"damaged, then lost", {damaged, lost}, 1}}) {
        SCOPED_TRACE(row.name);
        port.plan = {{port.number, row.failures.front()}};
        if (row.failures.size() > 1) port.plan[port.number + 1] = row.failures.back();
        port.line_resets = 0;
        Bytes back(15 * 4);
        ASSERT_TRUE(memory.read_words(sram, back));
        EXPECT_EQ(back, Bytes(data.begin(), data.begin() + 15 * 4));
        EXPECT_EQ(port.line_resets, row.line_resets);
    }
}

TEST_F(MemApTest, groups_of_a_read_are_full_except_where_a_memory_may_end) {
    const Bytes data = counted(4096);
    std::ranges::copy(data, port.sram.begin() + 512);
    Bytes back(data.size());
    ASSERT_TRUE(memory.read_words(sram + 512, back));
    EXPECT_EQ(back, data);
    EXPECT_EQ(port.number, 26U + 35U + 9U);  // 384, 512 and 128 words by 15
}

TEST_F(MemApTest, groups_of_a_write_do_not_rely_on_those_before_them) {
    const Bytes data = counted(400);
    port.plan = {{0, {Ack::none}}, {2, {.ack = Ack::none, .done = 5}}};
    ASSERT_TRUE(memory.write_words(sram + 512, data));
    Bytes expected(port.sram.size());
    std::ranges::copy(data, expected.begin() + 512);
    EXPECT_EQ(port.sram, expected);
}

TEST_F(MemApTest, a_half_word_that_arrived_is_not_written_again) {
    const Bytes data = counted(60);
    port.plan = {{1, {.ack = Ack::none, .done = 6}}};  // CSW, TAR and four half-words
    ASSERT_TRUE(memory.write_halves(sram, data));
    EXPECT_TRUE(std::ranges::equal(data, std::span(port.sram).first(data.size())));
    std::vector<std::uint32_t> once(30);
    for (std::size_t i = 0; i < once.size(); ++i) once[i] = static_cast<std::uint32_t>(sram + 2 * i);
    EXPECT_EQ(port.halves_written, once);
}

TEST_F(MemApTest, a_wait_is_waited_for_and_given_up_in_the_end) {
    port.plan = {{0, {Ack::wait}}, {1, {Ack::wait}}};
    Bytes back(4);
    ASSERT_TRUE(memory.read_words(sram, back));
    EXPECT_EQ(port.time.now(), std::chrono::milliseconds(3));
    for (std::size_t i = 0; i < 100; ++i) port.plan[port.number + i] = {Ack::wait};
    const auto given_up = memory.read_words(sram, back);
    EXPECT_EQ(given_up.error().kind, ErrorKind::wait);
    EXPECT_EQ(given_up.error().what,
              "reading 4 bytes at 0x20000000: the chip's bus does not answer (WAIT) after 16 tries");
    EXPECT_EQ(port.aborts, std::vector<std::uint32_t>{DAPABORT | clear_sticky});
}

TEST_F(MemApTest, a_fault_of_the_bus_is_final_and_one_of_the_wire_is_not) {
    Bytes back(4);
    port.plan = {{0, {Ack::fault}}};
    ASSERT_TRUE(memory.read_words(sram, back)) << "no STICKYERR: the data's parity was lost";
    port.plan = {{port.number, {Ack::fault}}};
    port.ctrl_stat |= STICKYERR;
    const auto refused = memory.write_words(sram, back);
    EXPECT_EQ(refused.error().kind, ErrorKind::fault);
    EXPECT_EQ(refused.error().what, "writing 4 bytes at 0x20000000: the chip refused the access (FAULT)");
    EXPECT_EQ(port.aborts.back(), clear_sticky);
}

TEST_F(MemApTest, a_wire_that_stays_dead_is_said) {
    for (std::size_t i = 0; i < 100; ++i) port.plan[i] = {Ack::none};
    Bytes back(4);
    const auto dead = memory.read_words(sram, back);
    EXPECT_EQ(dead.error().kind, ErrorKind::link);
    EXPECT_EQ(dead.error().what,
              "reading 4 bytes at 0x20000000: the chip no longer answers on SWD; check its power and the wires");
}

}  // namespace
}  // namespace jig::probe::mem_ap
