// SPDX-License-Identifier: Apache-2.0
// Which neighbours overlap.
#include "machine/core/timing.hpp"

namespace jig::machine {

namespace {

enum class Shape { none, offset, scaled, literal };

#define JIG_LOAD_SHAPES(name)                  \
    case Op::name##_imm: return Shape::offset; \
    case Op::name##_reg: return Shape::scaled; \
    case Op::name##_literal: return Shape::literal;
#define JIG_STORE_SHAPES(name)                 \
    case Op::name##_imm: return Shape::offset; \
    case Op::name##_reg: return Shape::scaled;

Shape load_shape(Op op) {
    switch (op) {
        JIG_LOAD_SHAPES(ldr)
        JIG_LOAD_SHAPES(ldrb)
        JIG_LOAD_SHAPES(ldrh)
        JIG_LOAD_SHAPES(ldrsb)
        JIG_LOAD_SHAPES(ldrsh)
        default: return Shape::none;
    }
}

Shape store_shape(Op op) {
    switch (op) {
        JIG_STORE_SHAPES(str)
        JIG_STORE_SHAPES(strb)
        JIG_STORE_SHAPES(strh)
        default: return Shape::none;
    }
}

}  // namespace

bool may_pipeline(const Slot& load) { return load_shape(load.op) != Shape::none; }

unsigned pipelined_saving(const Slot& load, const Slot& next) {
    Shape shape = load_shape(next.op);
    if (shape == Shape::none) shape = store_shape(next.op);
    if (shape == Shape::none) return 0;
    if (shape != Shape::literal && next.n == load.d) return 0;
    if (shape == Shape::scaled && next.m == load.d) return 0;
    return 1;
}

}  // namespace jig::machine
