// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/products.hpp"

#include <string_view>

namespace jig::wire::stlink {
namespace {

constexpr std::string_view v1_refusal =
    "it is a V1, which speaks through a mass-storage disk and is not supported; use a V2 or V3";
constexpr std::string_view loader_refusal =
    "it is in its firmware loader; finish its update with ST's STLinkUpgrade, or plug it in anew";

constexpr std::string_view v2 = "ST-Link V2";
constexpr std::string_view v21 = "ST-Link V2-1";
constexpr std::string_view v3 = "ST-Link V3";

constexpr Product table[] = {
    {0x3744, "ST-Link V1", 0x02, 0x81, v1_refusal},
    {0x3748, v2, 0x02, 0x81, {}},
    {0x374A, v21, 0x01, 0x81, {}},
    {0x374B, v21, 0x01, 0x81, {}},
    {0x3742, v21, 0x01, 0x81, {}},
    {0x3752, v21, 0x01, 0x81, {}},
    {0x374D, v3, 0x01, 0x81, loader_refusal},
    {0x374E, v3, 0x01, 0x81, {}},
    {0x374F, v3, 0x01, 0x81, {}},
    {0x3753, v3, 0x01, 0x81, {}},
    {0x3754, v3, 0x01, 0x81, {}},
    {0x3755, "ST-Link V3PWR", 0x01, 0x81, loader_refusal},
    {0x3757, "ST-Link V3PWR", 0x01, 0x81, {}},
};

}  // namespace

std::span<const Product> products() { return table; }

const Product* find_product(std::uint16_t id) {
    for (const Product& product : table) {
        if (product.id == id) return &product;
    }
    return nullptr;
}

bool is_v21(std::uint16_t product) {
    const Product* row = find_product(product);
    return row != nullptr && row->kind == v21;
}

}  // namespace jig::wire::stlink
