// SPDX-License-Identifier: Apache-2.0
#include "wire/cmsis_dap/command.hpp"

#include <gtest/gtest.h>

namespace jig::wire::cmsis_dap {
namespace {

TEST(CmsisDapCommand, requests_are_the_bytes_that_the_document_prints) {
    struct Row {
        const char* name;
        Bytes request;
        const char* hex;
    };
    const Bytes ones(7, 0xFF);
    const Bytes half_kilobit(32, 0xA5);
    for (const Row& row : {
             Row{"DAP_Info", info(InfoId::packet_size), "00ff"},
             Row{"DAP_Connect", connect_swd(), "0201"},
             Row{"DAP_Disconnect", disconnect(), "03"},
             Row{"DAP_TransferConfigure", transfer_configure(2, 0x1234), "040234120000"},
             Row{"DAP_SWD_Configure", swd_configure(), "1300"},
             Row{"DAP_SWJ_Clock", swj_clock(4'000'000), "1100093d00"},
             Row{"DAP_SWJ_Sequence", swj_sequence(51, ones), "1233ffffffffffffff"},
             Row{"DAP_SWJ_Sequence of 256", swj_sequence(256, half_kilobit), "1200"},
             Row{"DAP_WriteABORT", write_abort(0x1E), "08001e000000"},
             Row{"DAP_SWJ_Pins", swj_pins(0, pin_nreset), "10008000000000"},
         }) {
        EXPECT_TRUE(to_hex(row.request).starts_with(row.hex)) << row.name << ": " << to_hex(row.request);
    }
    EXPECT_EQ(swj_sequence(256, half_kilobit).size(), 34u);
}

TEST(CmsisDapCommand, a_transfer_holds_as_much_as_both_packets_have_room_for) {
    const Register tar{true, false, 0x4};
    const Register drw{true, true, 0xC};
    TransferRequest request(64);
    EXPECT_TRUE(request.empty());
    request.add(tar, 0x20000000);
    EXPECT_EQ(to_hex(request.bytes()), "0500010500000020");
    std::size_t reads = 0;
    for (; request.has_room_for(drw); ++reads) request.add(drw);
    EXPECT_EQ(reads, 15u) << "the answer: 3 bytes and 15 words";
    EXPECT_EQ(request.bytes()[2], 16u);
    TransferRequest writes(64);
    for (; writes.has_room_for(tar);) writes.add(tar);
    EXPECT_EQ(writes.count(), 12u) << "the request: 3 bytes and 12 of 5";
    TransferRequest large(2048);
    for (; large.has_room_for(drw);) large.add(drw);
    EXPECT_EQ(large.count(), 255u) << "what the count can say";
}

TEST(CmsisDapCommand, blocks_fill_a_packet) {
    EXPECT_EQ(to_hex(read_block({true, true, 0xC}, 15)), "06000f000f");
    const Bytes words = {1, 2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(to_hex(write_block({true, false, 0xC}, words)), "060002000d0102030405060708");
    EXPECT_EQ(read_block_words(64), 15u);
    EXPECT_EQ(write_block_words(64), 14u);
    EXPECT_EQ(read_block_words(512), 127u);
    EXPECT_EQ(write_block_words(512), 126u);
}

}  // namespace
}  // namespace jig::wire::cmsis_dap
