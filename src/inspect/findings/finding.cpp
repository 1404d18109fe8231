// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/finding.hpp"

namespace jig::inspect {

std::string_view name_of(Confidence confidence) {
    switch (confidence) {
        case Confidence::proven: return "proven";
        case Confidence::likely: return "likely";
        case Confidence::possible: return "possible";
    }
    return "";
}

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::will_not_run: return "will-not-run";
        case Verdict::runs: return "runs";
        case Verdict::unknown: return "unknown";
    }
    return "";
}

}  // namespace jig::inspect
