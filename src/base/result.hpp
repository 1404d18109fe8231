// SPDX-License-Identifier: Apache-2.0
// How every layer says that something did not work: a Result<T> that carries an Error up to the one place that prints.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace jig {

// What a caller can do about a failure; apps/ turns it into the exit code.
enum class ErrorKind {
    usage,        // the words on the command line, or several probes and none chosen
    bad_file,     // a file that is missing, broken, or not what it says
    no_probe,     // no probe answers
    link,         // USB, TCP or the wire to the board failed
    timeout,      // a named deadline passed
    wait,         // the target kept answering WAIT
    fault,        // the target refused a memory access (AP FAULT)
    protection,   // read-out or write protection forbids it
    refused,      // the board or the image says no: wrong part, image too large, unsafe request
    mismatch,     // what was read back is not what was wanted
    unsupported,  // this probe, firmware or part cannot do it
    interrupted,  // the user or a signal asked to stop
    internal,     // this machine failed: disk full, out of memory
};

// One failure: its kind, and a sentence that says what was tried, what came back and what to do.
struct Error {
    ErrorKind kind;
    std::string what;

    // The same error seen from one layer further up: "context: what".
    [[nodiscard]] Error in(std::string_view context) && {
        return {kind, std::string(context) + ": " + std::move(what)};
    }
};

template <typename T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
    using std::expected<T, Error>::expected;
};

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string what) {
    return std::unexpected(Error{kind, std::move(what)});
}
[[nodiscard]] inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

// Adds context to a failure on its way up; a success passes untouched.
template <typename T>
[[nodiscard]] Result<T> in_context(Result<T> result, std::string_view context) {
    if (result) return result;
    return fail(std::move(result.error()).in(context));
}

}  // namespace jig

#define JIG_CONCAT_(a, b) a##b
#define JIG_CONCAT(a, b) JIG_CONCAT_(a, b)

// Returns the error of `expr` from the enclosing function, or goes on.
#define TRY(expr)                                                                                     \
    do {                                                                                              \
        if (auto try_result = (expr); !try_result) return ::jig::fail(std::move(try_result.error())); \
    } while (false)

// TRY_ASSIGN(auto x, expr): x is the value of `expr`, or the enclosing function returns its error.
#define TRY_ASSIGN(decl, expr) TRY_ASSIGN_(JIG_CONCAT(try_assign_, __LINE__), decl, expr)
#define TRY_ASSIGN_(temp, decl, expr)                       \
    auto temp = (expr);                                     \
    if (!temp) return ::jig::fail(std::move(temp.error())); \
    decl = std::move(*temp)
