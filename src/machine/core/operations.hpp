// SPDX-License-Identifier: Apache-2.0
// Everything the executor can do, one row per operation: its name and the handler that does it. Three kinds: PLAIN
// goes on to the next slot, GUARDED does so when its handler returns true, FLOW chooses the next slot itself.
#pragma once

#include <cstdint>

// Forms without and with S; NAME is the enumerator of Alu.
#define JIG_ALU_FORMS(PLAIN, name, NAME)                         \
    PLAIN(name##_imm, (alu<Alu::NAME, Form::imm, false>(x)))     \
    PLAIN(name##s_imm, (alu<Alu::NAME, Form::imm, true>(x)))     \
    PLAIN(name##_reg, (alu<Alu::NAME, Form::reg, false>(x)))     \
    PLAIN(name##s_reg, (alu<Alu::NAME, Form::reg, true>(x)))     \
    PLAIN(name##_shift, (alu<Alu::NAME, Form::shift, false>(x))) \
    PLAIN(name##s_shift, (alu<Alu::NAME, Form::shift, true>(x)))

#define JIG_COMPARE_FORMS(PLAIN, name, NAME)              \
    PLAIN(name##_imm, (compare<Alu::NAME, Form::imm>(x))) \
    PLAIN(name##_reg, (compare<Alu::NAME, Form::reg>(x))) \
    PLAIN(name##_shift, (compare<Alu::NAME, Form::shift>(x)))

#define JIG_SHIFT_FORMS(PLAIN, name, type)                    \
    PLAIN(name##_by_reg, (shift_by_register<type, false>(x))) \
    PLAIN(name##s_by_reg, (shift_by_register<type, true>(x)))

#define JIG_ALU_OPERATIONS(PLAIN)                                     \
    JIG_ALU_FORMS(PLAIN, and, AND)                                    \
    JIG_ALU_FORMS(PLAIN, bic, BIC)                                    \
    JIG_ALU_FORMS(PLAIN, orr, ORR)                                    \
    JIG_ALU_FORMS(PLAIN, orn, ORN)                                    \
    JIG_ALU_FORMS(PLAIN, eor, EOR)                                    \
    JIG_ALU_FORMS(PLAIN, add, ADD)                                    \
    JIG_ALU_FORMS(PLAIN, adc, ADC)                                    \
    JIG_ALU_FORMS(PLAIN, sub, SUB)                                    \
    JIG_ALU_FORMS(PLAIN, sbc, SBC)                                    \
    JIG_ALU_FORMS(PLAIN, rsb, RSB)                                    \
    JIG_ALU_FORMS(PLAIN, mov, MOV)                                    \
    JIG_ALU_FORMS(PLAIN, mvn, MVN)                                    \
    JIG_COMPARE_FORMS(PLAIN, tst, TST)                                \
    JIG_COMPARE_FORMS(PLAIN, teq, TEQ)                                \
    JIG_COMPARE_FORMS(PLAIN, cmn, CMN)                                \
    JIG_COMPARE_FORMS(PLAIN, cmp, CMP)                                \
    JIG_SHIFT_FORMS(PLAIN, lsl, 0)                                    \
    JIG_SHIFT_FORMS(PLAIN, lsr, 1)                                    \
    JIG_SHIFT_FORMS(PLAIN, asr, 2)                                    \
    JIG_SHIFT_FORMS(PLAIN, ror, 3)                                    \
    PLAIN(add_imm_sp, (alu_to_sp<Alu::ADD, Form::imm, false>(x)))     \
    PLAIN(adds_imm_sp, (alu_to_sp<Alu::ADD, Form::imm, true>(x)))     \
    PLAIN(sub_imm_sp, (alu_to_sp<Alu::SUB, Form::imm, false>(x)))     \
    PLAIN(subs_imm_sp, (alu_to_sp<Alu::SUB, Form::imm, true>(x)))     \
    PLAIN(add_shift_sp, (alu_to_sp<Alu::ADD, Form::shift, false>(x))) \
    PLAIN(adds_shift_sp, (alu_to_sp<Alu::ADD, Form::shift, true>(x))) \
    PLAIN(sub_shift_sp, (alu_to_sp<Alu::SUB, Form::shift, false>(x))) \
    PLAIN(subs_shift_sp, (alu_to_sp<Alu::SUB, Form::shift, true>(x))) \
    PLAIN(mov_reg_sp, (alu_to_sp<Alu::MOV, Form::reg, false>(x)))     \
    PLAIN(movt, movt(x))                                              \
    PLAIN(mul, mul<false>(x))                                         \
    PLAIN(muls, mul<true>(x))                                         \
    PLAIN(mla, mla(x))                                                \
    PLAIN(mls, mls(x))                                                \
    PLAIN(smull, smull(x))                                            \
    PLAIN(umull, umull(x))                                            \
    PLAIN(smlal, smlal(x))                                            \
    PLAIN(umlal, umlal(x))                                            \
    PLAIN(sxth, sxth(x))                                              \
    PLAIN(sxtb, sxtb(x))                                              \
    PLAIN(uxth, uxth(x))                                              \
    PLAIN(uxtb, uxtb(x))                                              \
    PLAIN(rev, rev(x))                                                \
    PLAIN(rev16, rev16(x))                                            \
    PLAIN(revsh, revsh(x))                                            \
    PLAIN(rbit, rbit(x))                                              \
    PLAIN(clz, clz(x))                                                \
    PLAIN(sbfx, sbfx(x))                                              \
    PLAIN(ubfx, ubfx(x))                                              \
    PLAIN(bfi, bfi(x))                                                \
    PLAIN(bfc, bfc(x))                                                \
    PLAIN(ssat, ssat(x))                                              \
    PLAIN(usat, usat(x))                                              \
    PLAIN(nop, nop(x))

#define JIG_LOAD_FORMS(GUARDED, name)                             \
    GUARDED(name##_imm, (load<Load::name, Mode::offset>(x)))      \
    GUARDED(name##_reg, (load<Load::name, Mode::scaled>(x)))      \
    GUARDED(name##_pre, (load<Load::name, Mode::pre>(x)))         \
    GUARDED(name##_post, (load<Load::name, Mode::post>(x)))       \
    GUARDED(name##_literal, (load<Load::name, Mode::literal>(x))) \
    GUARDED(name##_unprivileged, (load_unprivileged<Load::name>(x)))

#define JIG_STORE_FORMS(GUARDED, name)                         \
    GUARDED(name##_imm, (store<Store::name, Mode::offset>(x))) \
    GUARDED(name##_reg, (store<Store::name, Mode::scaled>(x))) \
    GUARDED(name##_pre, (store<Store::name, Mode::pre>(x)))    \
    GUARDED(name##_post, (store<Store::name, Mode::post>(x)))  \
    GUARDED(name##_unprivileged, (store_unprivileged<Store::name>(x)))

#define JIG_GUARDED_OPERATIONS(GUARDED)                  \
    JIG_LOAD_FORMS(GUARDED, ldr)                         \
    JIG_LOAD_FORMS(GUARDED, ldrb)                        \
    JIG_LOAD_FORMS(GUARDED, ldrh)                        \
    JIG_LOAD_FORMS(GUARDED, ldrsb)                       \
    JIG_LOAD_FORMS(GUARDED, ldrsh)                       \
    JIG_STORE_FORMS(GUARDED, str)                        \
    JIG_STORE_FORMS(GUARDED, strb)                       \
    JIG_STORE_FORMS(GUARDED, strh)                       \
    GUARDED(ldr_imm_sp, ldr_to_sp<Mode::offset>(x))      \
    GUARDED(ldr_reg_sp, ldr_to_sp<Mode::scaled>(x))      \
    GUARDED(ldr_pre_sp, ldr_to_sp<Mode::pre>(x))         \
    GUARDED(ldr_post_sp, ldr_to_sp<Mode::post>(x))       \
    GUARDED(ldr_literal_sp, ldr_to_sp<Mode::literal>(x)) \
    GUARDED(ldrd, ldrd(x))                               \
    GUARDED(ldrd_literal, ldrd_literal(x))               \
    GUARDED(strd, strd(x))                               \
    GUARDED(ldmia, ldm<false>(x))                        \
    GUARDED(ldmdb, ldm<true>(x))                         \
    GUARDED(stmia, stm<false>(x))                        \
    GUARDED(stmdb, stm<true>(x))                         \
    GUARDED(ldrex, load_exclusive<Width::word>(x))       \
    GUARDED(ldrexh, load_exclusive<Width::half>(x))      \
    GUARDED(ldrexb, load_exclusive<Width::byte>(x))      \
    GUARDED(strex, store_exclusive<Width::word>(x))      \
    GUARDED(strexh, store_exclusive<Width::half>(x))     \
    GUARDED(strexb, store_exclusive<Width::byte>(x))     \
    GUARDED(clrex, clrex(x))                             \
    GUARDED(sdiv, sdiv(x))                               \
    GUARDED(udiv, udiv(x))                               \
    GUARDED(svc, svc(x))                                 \
    GUARDED(bkpt, bkpt(x))                               \
    GUARDED(undefined, undefined(x))                     \
    GUARDED(no_coprocessor, no_coprocessor(x))           \
    GUARDED(mrs, mrs(x))                                 \
    GUARDED(msr, msr(x))                                 \
    GUARDED(cps, cps(x))                                 \
    GUARDED(wfi, wfi(x))                                 \
    GUARDED(wfe, wfe(x))                                 \
    GUARDED(sev, sev(x))

// Conditions by name, DDI 0403 table A7-1.
#define JIG_CONDITIONS(ROW) \
    ROW(eq, 0)              \
    ROW(ne, 1)              \
    ROW(cs, 2)              \
    ROW(cc, 3)              \
    ROW(mi, 4)              \
    ROW(pl, 5)              \
    ROW(vs, 6)              \
    ROW(vc, 7)              \
    ROW(hi, 8)              \
    ROW(ls, 9)              \
    ROW(ge, 10)             \
    ROW(lt, 11)             \
    ROW(gt, 12)             \
    ROW(le, 13)

// The decoder emits the far forms, whose imm is the target's address; the code cache turns them into near forms, whose
// imm is a distance in slots, when the target lies in the same window.
#define JIG_FLOW_OPERATIONS(FLOW)     \
    FLOW(b_far, b_far(x))             \
    FLOW(b_near, b_near(x))           \
    FLOW(bcond_far, bcond_far(x))     \
    FLOW(beq_near, bcond_near<0>(x))  \
    FLOW(bne_near, bcond_near<1>(x))  \
    FLOW(bcs_near, bcond_near<2>(x))  \
    FLOW(bcc_near, bcond_near<3>(x))  \
    FLOW(bmi_near, bcond_near<4>(x))  \
    FLOW(bpl_near, bcond_near<5>(x))  \
    FLOW(bvs_near, bcond_near<6>(x))  \
    FLOW(bvc_near, bcond_near<7>(x))  \
    FLOW(bhi_near, bcond_near<8>(x))  \
    FLOW(bls_near, bcond_near<9>(x))  \
    FLOW(bge_near, bcond_near<10>(x)) \
    FLOW(blt_near, bcond_near<11>(x)) \
    FLOW(bgt_near, bcond_near<12>(x)) \
    FLOW(ble_near, bcond_near<13>(x)) \
    FLOW(bl_far, bl_far(x))           \
    FLOW(bl_near, bl_near(x))         \
    FLOW(cbz_far, cb_far<false>(x))   \
    FLOW(cbz_near, cb_near<false>(x)) \
    FLOW(cbnz_far, cb_far<true>(x))   \
    FLOW(cbnz_near, cb_near<true>(x)) \
    FLOW(bx, bx(x))                   \
    FLOW(blx, blx(x))                 \
    FLOW(mov_pc, mov_pc(x))           \
    FLOW(add_pc, add_pc(x))

// Flow that reads memory first: true = the handler has chosen the next slot, false = a fault.
#define JIG_LOADING_FLOW_OPERATIONS(LOADING)             \
    LOADING(ldr_imm_pc, ldr_to_pc<Mode::offset>(x))      \
    LOADING(ldr_reg_pc, ldr_to_pc<Mode::scaled>(x))      \
    LOADING(ldr_pre_pc, ldr_to_pc<Mode::pre>(x))         \
    LOADING(ldr_post_pc, ldr_to_pc<Mode::post>(x))       \
    LOADING(ldr_literal_pc, ldr_to_pc<Mode::literal>(x)) \
    LOADING(ldmia_pc, ldm_to_pc<false>(x))               \
    LOADING(ldmdb_pc, ldm_to_pc<true>(x))                \
    LOADING(tbb, tbb(x))                                 \
    LOADING(tbh, tbh(x))

namespace jig::machine {

// Up to `invalid_state` nothing is an instruction: the executor deals with these whatever the IT state says.
enum class Op : std::uint16_t {
    undecoded,
    leave_window,
    fetch_bus_fault,
    fetch_not_executable,
    invalid_state,
    it,
#define JIG_ROW(name, handler) name,
    JIG_ALU_OPERATIONS(JIG_ROW) JIG_GUARDED_OPERATIONS(JIG_ROW) JIG_FLOW_OPERATIONS(JIG_ROW)
        JIG_LOADING_FLOW_OPERATIONS(JIG_ROW)
#undef JIG_ROW
            count
};

constexpr Op offset_by(Op op, unsigned distance) { return static_cast<Op>(static_cast<unsigned>(op) + distance); }

}  // namespace jig::machine
