// SPDX-License-Identifier: Apache-2.0
#include "inspect/trace/trace_writer.hpp"

#include <fmt/format.h>

namespace jig::inspect {
namespace {

std::uint64_t instructions_in(const TraceEntry& entry) {
    switch (entry.kind) {
        case TraceKind::instruction: return 1;
        case TraceKind::repeated: return entry.count;
        case TraceKind::exception:
        case TraceKind::reset: break;
    }
    return 0;
}

}  // namespace

Result<TraceWriter> TraceWriter::open(std::string_view about, TraceLimit limit, Output output) {
    TRY_ASSIGN(TraceText text, TraceText::open());
    output(fmt::format("# jig trace 1\n# {}\n# {:>10}  {:<10}  {:<8}  {:<32} ; registers written\n", about, "us", "pc",
                       "code", "instruction"));
    return TraceWriter(std::move(text), limit, std::move(output));
}

bool TraceWriter::add(const TraceEntry& entry) {
    if (limit_.which == TraceEnd::first) {
        output_(text_.line_of(entry));
        return ++written_ < limit_.lines;
    }
    kept_.push_back(entry);
    if (kept_.size() > limit_.lines) {
        left_out_ += instructions_in(kept_.front());
        kept_.pop_front();
    }
    return true;
}

void TraceWriter::finish(std::uint64_t never_added) {
    left_out_ += never_added;
    const std::string gap = left_out_ == 0 ? "" : fmt::format("# {} instructions left out here\n", left_out_);
    if (limit_.which == TraceEnd::last) output_(gap);
    for (const TraceEntry& entry : kept_) output_(text_.line_of(entry));
    if (limit_.which == TraceEnd::first) output_(gap);
}

}  // namespace jig::inspect
