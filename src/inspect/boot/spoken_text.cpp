// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/spoken_text.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace jig::inspect {
namespace {

constexpr char any_number = '#';

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_hex_digit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

// Bytes and words in hex may do without decimal digits; then they have an even number of digits.
bool is_number(std::string_view word) {
    if (!std::ranges::all_of(word, is_hex_digit)) return false;
    return std::ranges::any_of(word, is_digit) || word.size() % 2 == 0;
}

void add_word(std::string_view word, std::string& to) {
    if (word.empty()) return;
    if (is_number(word)) {
        to += any_number;
        return;
    }
    for (const char c : word)
        if (!is_digit(c))
            to += c;
        else if (to.empty() || to.back() != any_number)
            to += any_number;
}

std::string_view text_of(const BootRecord& record, unsigned usart) {
    const auto found = record.uart.find(usart);
    if (found == record.uart.end() || found->second.empty()) return {};
    return {reinterpret_cast<const char*>(found->second.data()), found->second.size()};
}

// Whole words that were out at that time.
std::string_view text_by(const BootRecord& record, unsigned usart, Picoseconds time) {
    std::string_view text = text_of(record, usart);
    const auto moments = record.uart_moments.find(usart);
    if (moments == record.uart_moments.end()) return text;
    const auto after = std::ranges::find_if(moments->second, [time](const UartMoment& sent) { return sent.at > time; });
    if (after == moments->second.end()) return text;
    text = text.substr(0, after == moments->second.begin() ? 0 : std::prev(after)->bytes);
    while (!text.empty() && is_letter_or_digit(text.back())) text.remove_suffix(1);
    return text;
}

bool begins_with(std::string_view text, std::string_view beginning) {
    return without_numbers(text).starts_with(without_numbers(beginning));
}

}  // namespace

std::string without_numbers(std::string_view text) {
    std::string kept;
    std::size_t word = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && is_letter_or_digit(text[i])) continue;
        add_word(text.substr(word, i - word), kept);
        if (i < text.size()) kept += text[i];
        word = i + 1;
    }
    return kept;
}

bool same_text(const BootRecord& golden, const BootRecord& copy, unsigned usart) {
    const auto soon_before_the_end = [](const BootRecord& record) { return record.duration / 10 * 9; };
    return begins_with(text_of(copy, usart), text_by(golden, usart, soon_before_the_end(golden))) &&
           begins_with(text_of(golden, usart), text_by(copy, usart, soon_before_the_end(copy)));
}

std::string last_line(const BootRecord& record, unsigned usart) {
    std::string line;
    std::string last;
    for (const char c : text_of(record, usart)) {
        if (c == '\n' || c == '\r') {
            if (!line.empty()) last = std::exchange(line, {});
        } else if (std::isprint(static_cast<unsigned char>(c)) != 0) {
            line += c;
        }
    }
    return line.empty() ? last : line;
}

}  // namespace jig::inspect
