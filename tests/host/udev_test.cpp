// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

#include "wire/stlink/products.hpp"

namespace jig {
namespace {

TEST(UdevRules, name_exactly_the_probes_that_the_driver_knows) {
    std::ifstream file(JIG_SOURCE_DIR "/packaging/udev/60-jig.rules");
    ASSERT_TRUE(file);
    std::set<std::string> in_rules;
    const std::regex product(R"re(^ATTR\{idProduct\}=="([0-9a-f]{4})".*TAG\+="uaccess"$)re");
    for (std::string line; std::getline(file, line);) {
        if (std::smatch match; std::regex_search(line, match, product)) in_rules.insert(match[1]);
    }
    std::set<std::string> known;
    for (const wire::stlink::Product& each : wire::stlink::products()) known.insert(fmt::format("{:04x}", each.id));
    EXPECT_EQ(in_rules, known);
}

}  // namespace
}  // namespace jig
