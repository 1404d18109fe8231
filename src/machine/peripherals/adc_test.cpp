// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/adc.hpp"

#include "machine/peripherals/adc_bits.hpp"
#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace adc;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t SR = 0x00, CR1 = 0x04, CR2 = 0x08, SMPR1 = 0x0C, SMPR2 = 0x10, JOFR1 = 0x14, JOFR4 = 0x20,
                        HTR = 0x24, LTR = 0x28, SQR1 = 0x2C, SQR2 = 0x30, SQR3 = 0x34, JSQR = 0x38, JDR1 = 0x3C,
                        JDR2 = 0x40, DR = 0x4C;
constexpr std::uint32_t software = EXTTRIG | 7u << 17, injected_software = JEXTTRIG | 7u << 12;
constexpr unsigned irq = 18;

struct AdcTest : ::testing::Test {
    AdcTest() {
        device.reset(fabric, ResetCause::power_on);
        for (std::uint8_t i = 0; i < 8; ++i) fabric.voltages[{'A', i}] = 100u * i;  // 124 LSB each, rounded down
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(device, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(device, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(device, fabric.time + time); }
    void start() { write(CR2, read(CR2) | SWSTART); }
    // Four half-words in a row: channels 1, 2, 3.
    void scan(std::uint32_t cr2, std::uint32_t cr1 = 0) {
        write(SQR1, 2u << 20);
        write(SQR3, 1 | 2 << 5 | 3 << 10);
        write(CR1, SCAN | cr1);
        write(CR2, ADON | software | cr2);
    }
    static std::uint32_t raw(unsigned millivolts) { return millivolts * 4096 / 3300; }

    static constexpr Picoseconds cycle = std::chrono::nanoseconds{250};  // of 4 MHz
    static constexpr Picoseconds conversion = 14 * cycle;                // with 1.5 cycles of sampling
    RecordingFabric fabric;
    Adc device{adc_config(1)};
};

TEST_F(AdcTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"SR", SR, 0, 0},
        {"CR1", CR1, 0, 0xCFFFFF},
        {"SMPR1", SMPR1, 0, 0xFFFFFF},
        {"SMPR2", SMPR2, 0, 0x3FFFFFFF},
        {"JOFR1", JOFR1, 0, 0xFFF},
        {"JOFR4", JOFR4, 0, 0xFFF},
        {"HTR", HTR, 0xFFF, 0xFFF},
        {"LTR", LTR, 0, 0xFFF},
        {"SQR1", SQR1, 0, 0xFFFFFF},
        {"SQR2", SQR2, 0, 0x3FFFFFFF},
        {"SQR3", SQR3, 0, 0x3FFFFFFF},
        {"JSQR", JSQR, 0, 0x3FFFFF},
        {"JDR1", JDR1, 0, 0},
        {"DR", DR, 0, 0},
    };
    testing::expect_registers(fabric, rows, [] { return Adc(adc_config(1)); });
    write(CR2, 0x009EF902);
    EXPECT_EQ(read(CR2), 0x009EF902u);
    Adc second{adc_config(2)};
    write_word(second, fabric, CR2, TSVREFE);
    EXPECT_EQ(read_word(second, fabric, CR2), 0u);
}

TEST_F(AdcTest, each_number_has_its_vector_and_dma) {
    EXPECT_EQ(adc_config(1).irq, 18u);
    EXPECT_EQ(adc_config(2).irq, 18u);
    EXPECT_EQ(adc_config(3).irq, 47u);
    EXPECT_EQ(adc_config(1).dma, DmaRequest::adc1);
    EXPECT_EQ(adc_config(2).dma, std::nullopt);
    EXPECT_EQ(adc_config(3).dma, DmaRequest::adc3);
}

TEST_F(AdcTest, calibration_ends_by_itself) {
    write(CR2, ADON);
    write(CR2, ADON | RSTCAL);
    EXPECT_EQ(read(CR2), ADON | RSTCAL);
    pass(calibration_reset_cycles * cycle);
    EXPECT_EQ(read(CR2), ADON);
    write(CR2, ADON | CAL);
    pass(calibration_cycles * cycle - Picoseconds{1});
    EXPECT_EQ(read(CR2), ADON | CAL);
    EXPECT_EQ(fabric.unchanged_until, fabric.time + Picoseconds{1});
    pass(Picoseconds{1});
    EXPECT_EQ(read(CR2), ADON);
    EXPECT_EQ(read(SR), 0u);
}

TEST_F(AdcTest, adon_again_starts_unless_something_else_changes_with_it) {
    write(SQR3, 5);
    write(CR2, ADON);
    pass(10 * conversion);
    EXPECT_EQ(read(SR), 0u) << "the first one powers up";
    write(CR2, ADON | ALIGN);
    pass(10 * conversion);
    EXPECT_EQ(read(SR), 0u);
    write(CR2, ADON);
    write(CR2, ADON);
    EXPECT_EQ(read(SR), STRT);
    pass(conversion - Picoseconds{1});
    EXPECT_EQ(read(SR), STRT);
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR), STRT | EOC);
    EXPECT_EQ(read(DR), raw(500));
    EXPECT_EQ(read(SR), STRT) << "reading DR clears EOC";
}

TEST_F(AdcTest, software_start_needs_its_trigger_selected_and_enabled) {
    struct Row {
        const char* name;
        std::uint32_t cr2;
        bool starts;
    };
    for (const Row& row : {Row{"selected and enabled", software, true}, Row{"not enabled", 7u << 17, false},
                           Row{"another one selected", EXTTRIG, false}}) {
        SCOPED_TRACE(row.name);
        device.reset(fabric, ResetCause::software);
        write(CR2, ADON | row.cr2);
        start();
        EXPECT_EQ((read(CR2) & SWSTART) != 0, !row.starts);
        pass(conversion);
        EXPECT_EQ((read(SR) & EOC) != 0, row.starts);
    }
}

TEST_F(AdcTest, time_follows_the_sample_time_of_the_channel_and_adcclk) {
    constexpr std::array half_cycles = {3, 15, 27, 57, 83, 111, 143, 479};
    for (std::uint32_t smp = 0; smp < 8; ++smp) {
        for (const std::uint32_t channel : {0u, 7u, 12u}) {
            SCOPED_TRACE(smp * 100 + channel);
            device.reset(fabric, ResetCause::software);
            write(channel < 10 ? SMPR2 : SMPR1, smp << (3 * (channel % 10)));
            write(SQR3, channel);
            write(CR1, EOCIE);
            write(CR2, ADON | software);
            const Picoseconds begin = fabric.time;
            start();
            EXPECT_EQ(*fabric.appointment - begin, cycle * (half_cycles[smp] + 25) / 2);
        }
    }
}

TEST_F(AdcTest, channels_are_the_pins_of_the_datasheet) {
    struct Row {
        unsigned adc, channel;
        Pin pin;
    };
    const Row rows[] = {{1, 0, {'A', 0}},  {1, 7, {'A', 7}}, {2, 8, {'B', 0}}, {1, 9, {'B', 1}},  {2, 10, {'C', 0}},
                        {1, 15, {'C', 5}}, {3, 3, {'A', 3}}, {3, 4, {'F', 6}}, {3, 8, {'F', 10}}, {3, 13, {'C', 3}}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.adc * 100 + row.channel);
        fabric.voltages = {{row.pin, 2000}};
        Adc other{adc_config(row.adc)};
        write_word(other, fabric, SQR3, row.channel);
        write_word(other, fabric, CR2, ADON);
        write_word(other, fabric, CR2, ADON);
        fabric.time += conversion;
        EXPECT_EQ(read_word(other, fabric, DR), raw(2000));
    }
}

TEST_F(AdcTest, the_sensor_and_the_reference_need_tsvrefe) {
    struct Row {
        std::uint32_t channel, tsvrefe, expected;
    };
    for (const Row& row : {Row{16, TSVREFE, raw(1430)}, Row{17, TSVREFE, raw(1200)}, Row{16, 0, 0}, Row{17, 0, 0}}) {
        write(SQR3, row.channel);
        write(CR2, ADON | software | row.tsvrefe);
        start();
        pass(conversion);
        EXPECT_EQ(read(DR), row.expected);
    }
}

TEST_F(AdcTest, full_scale_is_vdda_and_alignment_shifts) {
    fabric.voltages[{'A', 0}] = 3300;
    write(CR2, ADON | software | ALIGN);
    start();
    pass(conversion);
    EXPECT_EQ(read(DR), 0xFFF0u);
}

TEST_F(AdcTest, a_scan_requests_dma_for_each_conversion_and_says_eoc_at_its_end) {
    scan(DMA);
    start();
    std::vector<std::uint32_t> values;
    for (unsigned i = 1; i <= 3; ++i) {
        pass(conversion);
        EXPECT_EQ(fabric.dma_once.size(), i);
        EXPECT_EQ((read(SR) & EOC) != 0, i == 3);
        values.push_back(read(DR));
    }
    EXPECT_EQ(values, (std::vector{raw(100), raw(200), raw(300)}));
    pass(10 * conversion);
    EXPECT_EQ(fabric.dma_once.size(), 3u);
    EXPECT_EQ(fabric.dma_once[0], DmaRequest::adc1);
}

TEST_F(AdcTest, continuous_scans_go_round_and_round) {
    scan(CONT | DMA);
    start();
    pass(7 * conversion);
    EXPECT_EQ(fabric.dma_once.size(), 7u);
    EXPECT_EQ(read(DR), raw(100));
    write(CR2, 0);
    pass(10 * conversion);
    EXPECT_EQ(fabric.dma_once.size(), 7u);
}

TEST_F(AdcTest, continuous_conversions_that_nobody_awaits_cost_nothing_and_are_there_when_looked_at) {
    scan(CONT);
    start();
    EXPECT_FALSE(fabric.appointment);
    pass(1'000'000 * conversion + 2 * conversion);  // whole rounds, one and two more
    EXPECT_EQ(read(SR), STRT | EOC);
    EXPECT_EQ(read(DR), raw(300));
    pass(conversion);
    EXPECT_EQ(read(DR), raw(100));
}

TEST_F(AdcTest, discontinuous_mode_converts_part_by_part) {
    scan(0, DISCEN | 1u << 13);  // two at a time
    start();
    pass(10 * conversion);
    EXPECT_EQ(read(DR), raw(200));
    start();
    pass(10 * conversion);
    EXPECT_EQ(read(DR), raw(300));
    EXPECT_EQ(read(SR) & EOC, 0u);
    start();
    pass(10 * conversion);
    EXPECT_EQ(read(DR), raw(200)) << "from the first again";
}

TEST_F(AdcTest, injected_groups_end_with_jsq4_and_subtract_their_offsets) {
    write(JSQR, 1u << 20 | 1 | 2 << 5 | 3 << 10 | 4 << 15);  // two: JSQ3, JSQ4
    write(JOFR1, 1000);
    write(CR1, SCAN | JEOCIE);
    write(CR2, ADON | injected_software);
    write(CR2, ADON | injected_software | JSWSTART);
    EXPECT_EQ(read(SR), JSTRT);
    EXPECT_EQ(read(CR2) & JSWSTART, 0u);
    pass(conversion);
    EXPECT_EQ(read(SR), JSTRT);
    pass(conversion);
    EXPECT_EQ(read(SR), JSTRT | JEOC | EOC);
    EXPECT_EQ(read(JDR1), (raw(300) - 1000) & 0xFFFF);
    EXPECT_EQ(read(JDR2), raw(400));
    EXPECT_TRUE(fabric.irqs.contains(irq));
    write(SR, 0);
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(AdcTest, an_injected_group_breaks_into_the_regular_one) {
    scan(injected_software, EOCIE);
    write(JSQR, 7u << 15);
    start();
    pass(conversion + conversion / 2);  // channel 2 half-way
    write(CR2, read(CR2) | JSWSTART);
    pass(conversion);
    EXPECT_EQ(read(JDR1), raw(700));
    EXPECT_EQ(read(SR) & JEOC, JEOC);
    write(SR, 0);
    pass(2 * conversion - Picoseconds{1});
    EXPECT_EQ(read(DR), raw(200)) << "channel 2 was converted again";
    EXPECT_TRUE(fabric.irqs.empty());
    pass(Picoseconds{1});
    EXPECT_EQ(read(DR), raw(300));
}

TEST_F(AdcTest, auto_injection_follows_the_regular_group) {
    scan(0, JAUTO | JEOCIE);
    write(JSQR, 7u << 15);
    start();
    pass(3 * conversion);
    EXPECT_EQ(read(SR) & (EOC | JEOC), EOC);
    pass(conversion);
    EXPECT_EQ(read(SR) & JEOC, JEOC);
    EXPECT_EQ(read(JDR1), raw(700));
}

TEST_F(AdcTest, the_watchdog_guards_one_channel_or_all) {
    struct Row {
        const char* name;
        std::uint32_t cr1, high, low;
        bool barks;
    };
    const Row rows[] = {{"inside", AWDEN, 400, 100, false},
                        {"above", AWDEN, 300, 100, true},
                        {"below", AWDEN, 400, 200, true},
                        {"its channel alone", AWDEN | AWDSGL | 1, 200, 100, false},
                        {"its channel", AWDEN | AWDSGL | 3, 300, 100, true},
                        {"off", 0, 0, 0, false}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        device.reset(fabric, ResetCause::software);
        write(HTR, row.high);
        write(LTR, row.low);
        scan(0, row.cr1 | AWDIE);
        start();
        pass(3 * conversion);
        EXPECT_EQ((read(SR) & AWD) != 0, row.barks);
        EXPECT_EQ(fabric.irqs.contains(irq), row.barks);
    }
}

// Tables 67 to 70.
TEST_F(AdcTest, triggers_are_those_of_the_tables) {
    struct Row {
        unsigned adc;
        std::uint32_t cr2;
        Trigger trigger;
    };
    const auto regular = [](std::uint32_t source) { return EXTTRIG | source << 17; };
    const auto injected = [](std::uint32_t source) { return JEXTTRIG | source << 12; };
    const Row rows[] = {
        {1, regular(0), Trigger::compare(1, 1)},  {2, regular(1), Trigger::compare(1, 2)},
        {1, regular(2), Trigger::compare(1, 3)},  {1, regular(3), Trigger::compare(2, 2)},
        {1, regular(4), Trigger::trgo(3)},        {1, regular(5), Trigger::compare(4, 4)},
        {1, regular(6), Trigger::exti(11)},       {3, regular(0), Trigger::compare(3, 1)},
        {3, regular(4), Trigger::trgo(8)},        {3, regular(6), Trigger::compare(5, 3)},
        {1, injected(0), Trigger::trgo(1)},       {1, injected(2), Trigger::trgo(2)},
        {1, injected(4), Trigger::compare(3, 4)}, {2, injected(6), Trigger::exti(15)},
        {3, injected(2), Trigger::compare(4, 3)}, {3, injected(5), Trigger::trgo(5)},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.cr2);
        Adc other{adc_config(row.adc)};
        write_word(other, fabric, CR2, ADON | row.cr2);
        other.triggered(fabric, Trigger::compare(6, 4));
        EXPECT_EQ(read_word(other, fabric, SR), 0u);
        other.triggered(fabric, row.trigger);
        EXPECT_EQ(read_word(other, fabric, SR), (row.cr2 & EXTTRIG) != 0 ? STRT : JSTRT);
    }
}

TEST_F(AdcTest, a_stopped_clock_holds_the_conversion) {
    write(CR2, ADON | software);
    start();
    pass(conversion / 2);
    fabric.tree.adc_hz = 0;
    device.clocking_changed(fabric);
    pass(10 * conversion);
    EXPECT_EQ(read(SR), STRT);
    fabric.tree.adc_hz = 4'000'000;
    device.clocking_changed(fabric);
    pass(conversion / 2);
    EXPECT_EQ(read(SR), STRT | EOC);
}

}  // namespace
}  // namespace jig::machine
