// SPDX-License-Identifier: Apache-2.0
// A program that goes through exceptions, faults, priorities and IT blocks under interrupts and prints what it saw, one
// line per observation, by semihosting (SYS_WRITEC). It runs alike on our core and on QEMU; the test compares the lines.
#include <stdint.h>

#define REG(address) (*(volatile uint32_t*)(address))
#define ICSR REG(0xE000ED04)
#define VTOR REG(0xE000ED08)
#define AIRCR REG(0xE000ED0C)
#define CCR REG(0xE000ED14)
#define SHPR2 REG(0xE000ED1C)
#define SHPR3 REG(0xE000ED20)
#define SHCSR REG(0xE000ED24)
#define CFSR REG(0xE000ED28)
#define HFSR REG(0xE000ED2C)
#define BFAR REG(0xE000ED38)
#define ACTLR REG(0xE000E008)
#define ISER0 REG(0xE000E100)
#define ICER0 REG(0xE000E180)
#define ISPR0 REG(0xE000E200)
#define ICPR0 REG(0xE000E280)
#define IABR0 REG(0xE000E300)
#define IPR(n) (*(volatile uint8_t*)(0xE000E400 + (n)))
#define STIR REG(0xE000EF00)
#define SYST_CSR REG(0xE000E010)
#define SYST_RVR REG(0xE000E014)
#define SYST_CVR REG(0xE000E018)

struct frame {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

extern uint32_t stack_top;
static uint32_t process_stack[64] __attribute__((aligned(8)));
static volatile uint32_t order[32];
static volatile uint32_t order_length;
static volatile uint32_t ticks;
static volatile uint32_t skip_bytes;

static void put(char c) {
    register uint32_t operation __asm__("r0") = 3;
    register const char* argument __asm__("r1") = &c;
    __asm__ volatile("bkpt 0xAB" : "+r"(operation) : "r"(argument) : "memory");
}

static void print(const char* text) {
    while (*text) put(*text++);
}

static void print_hex(const char* name, uint32_t value) {
    put(' ');
    print(name);
    put('=');
    for (int shift = 28; shift >= 0; shift -= 4) put("0123456789abcdef"[(value >> shift) & 15]);
}

static void leave(void) {
    register uint32_t operation __asm__("r0") = 0x18;
    register uint32_t reason __asm__("r1") = 0x20026;
    __asm__ volatile("bkpt 0xAB" : "+r"(operation) : "r"(reason) : "memory");
    for (;;) {
    }
}

static void note(uint32_t what) {
    if (order_length < 32) order[order_length] = what;
    order_length = order_length + 1;
}

static void print_order(const char* title) {
    print(title);
    for (uint32_t i = 0; i < order_length && i < 32; ++i) print_hex("", order[i]);
    put('\n');
    order_length = 0;
}

// Faults: where, why, and go on behind the instruction.
__attribute__((used)) static void report_fault(struct frame* frame, uint32_t exc_return) {
    print("fault");
    print_hex("ipsr", ICSR & 0x1FF);
    print_hex("pc", frame->pc);
    print_hex("xpsr", frame->xpsr);
    print_hex("lr", exc_return);
    print_hex("cfsr", CFSR);
    print_hex("hfsr", HFSR);
    print_hex("shcsr", SHCSR & 0x7FFFF);
    if (CFSR & 0x8000) print_hex("bfar", BFAR);
    put('\n');
    CFSR = CFSR;
    HFSR = HFSR;
    if (frame->pc >= 0x20000000 || (frame->xpsr & 0x01000000) == 0) {
        frame->pc = frame->lr & ~1u;
        frame->xpsr |= 0x01000000;
    } else {
        frame->pc += skip_bytes;
    }
    frame->xpsr &= ~0x0600FC00u;
}

__attribute__((naked)) static void fault_entry(void) {
    __asm__ volatile(
        "tst lr, #4\n"
        "ite eq\n"
        "mrseq r0, msp\n"
        "mrsne r0, psp\n"
        "mov r1, lr\n"
        "b report_fault\n");
}

__attribute__((used)) static void report_svc(struct frame* frame) {
    print("svc");
    print_hex("number", *(const uint8_t*)(frame->pc - 2));
    print_hex("r0", frame->r0);
    print_hex("xpsr", frame->xpsr);
    put('\n');
    frame->r0 = frame->r0 * 2;
}

__attribute__((naked)) static void svc_entry(void) {
    __asm__ volatile(
        "tst lr, #4\n"
        "ite eq\n"
        "mrseq r0, msp\n"
        "mrsne r0, psp\n"
        "b report_svc\n");
}

static void pend_sv(void) { note(0x14); }
static void sys_tick(void) { ticks = ticks + 1; }

static void irq0(void) {
    note(0x100);
    ISPR0 = 1u << 1;  // more urgent: preempts here
    __asm__ volatile("dsb\nisb");
    note(0x101);
    ISPR0 = 1u << 2;  // as urgent: waits
    __asm__ volatile("dsb\nisb");
    ICSR = 1u << 28;
    note(0x102);
}
static void irq1(void) {
    note(0x200 | (ICSR & 0xFF));
    note(IABR0);
}
static void irq2(void) { note(0x300); }

static void priorities(void) {
    IPR(0) = 0x80;
    IPR(1) = 0x40;
    IPR(2) = 0x80;
    SHPR3 = 0x00F00000;  // PendSV last
    ISER0 = 7;
    ISPR0 = 1;
    __asm__ volatile("dsb\nisb");
    print_order("preemption:");
    // Sub-priorities order, they do not preempt.
    AIRCR = 0x05FA0600;  // one bit of group priority
    IPR(1) = 0x90;
    IPR(0) = 0xA0;
    ISPR0 = 1;
    __asm__ volatile("dsb\nisb");
    print_order("sub-priorities:");
    AIRCR = 0x05FA0000;
    IPR(0) = 0x80;
    IPR(1) = 0x40;
    // Masks.
    __asm__ volatile("cpsid i");
    ISPR0 = 2;
    __asm__ volatile("dsb\nisb");
    note(0xA);
    print_hex("pending", ICSR & 0x7FFFFF);
    put('\n');
    __asm__ volatile("cpsie i\nisb");
    print_order("primask:");
    __asm__ volatile("msr basepri, %0" ::"r"(0x60));
    ISPR0 = 4;
    ISPR0 = 2;
    __asm__ volatile("dsb\nisb");
    note(0xB);
    __asm__ volatile("msr basepri, %0\nisb" ::"r"(0));
    print_order("basepri:");
    STIR = 2;
    __asm__ volatile("dsb\nisb");
    print_order("stir:");
    ISPR0 = 8;  // not enabled
    print_hex("ispr", ISPR0);
    ICPR0 = 8;
    print_hex("cleared", ISPR0);
    put('\n');
}

static void system_calls(void) {
    register uint32_t r0 __asm__("r0") = 21;
    __asm__ volatile("svc 7" : "+r"(r0)::"memory");
    print_hex("returned", r0);
    put('\n');
    // On the process stack, from an IT block.
    uint32_t result;
    __asm__ volatile(
        "msr psp, %1\n"
        "mov r1, #2\n"
        "msr control, r1\n"
        "isb\n"
        "movs r0, #5\n"
        "cmp r0, #5\n"
        "itt eq\n"
        "svceq 9\n"
        "addeq r0, #1\n"
        "mov r1, #0\n"
        "msr control, r1\n"
        "isb\n"
        "mov %0, r0\n"
        : "=&r"(result)
        : "r"(process_stack + 64)
        : "r0", "r1", "r2", "r3", "r12", "lr", "cc", "memory");
    print_hex("returned", result);
    put('\n');
}

#define FAULT(bytes, code, input)                                               \
    do {                                                                        \
        register uint32_t r0 __asm__("r0") = (input);                           \
        skip_bytes = (bytes);                                                   \
        __asm__ volatile(code : "+r"(r0)::"r1", "r2", "r3", "r12", "lr", "memory", "cc"); \
    } while (0)

static void faults(void) {
    for (int enabled = 0; enabled < 2; ++enabled) {
        SHCSR = enabled ? 0x70000 : 0;
        FAULT(2, ".hword 0xDE00", 0);                                           // UDF
        FAULT(4, ".hword 0xF7F0, 0xA000", 0);                                   // UDF.W
        FAULT(4, "mcr p1, 0, r0, c1, c0", 0);                                   // no coprocessor
        FAULT(2, "ldr r1, [r0]", 0x60000000);                                   // nothing there
        FAULT(0, "blx r0", 0x60000001);                                         // nothing to run there
        FAULT(0, "blx r0", 0x40000001);                                         // execute-never
        CCR = CCR | 0x18;
        FAULT(4, "movs r1, #0\nmovs r2, #1\nudiv r1, r2, r1", 0);               // DIV_0_TRP
        FAULT(2, "ldr r1, [r0]", 0x20001001);                                   // UNALIGN_TRP
        FAULT(2, "strh r1, [r0]", 0x20001001);
        CCR = CCR & ~0x18u;
        FAULT(2, "cmp r0, r0\nit ne\nudfne #1\nmovs r1, #1\n.hword 0xDE00", 0);  // skipped, then UDF
    }
    SHCSR = 0;
}

// IT blocks of four under a SysTick that strikes at every place: the sums must come out.
static void it_under_interrupts(void) {
    uint32_t wrong = 0;
    SYST_RVR = 37;
    SYST_CVR = 0;
    SYST_CSR = 7;
    for (uint32_t i = 0; i < 3000; ++i) {
        uint32_t a = 0, b = 0;
        __asm__ volatile(
            "tst %2, #1\n"
            "itete eq\n"
            "addeq %0, #1\n"
            "addne %1, #1\n"
            "addeq %0, #2\n"
            "addne %1, #2\n"
            "tst %2, #2\n"
            "itttt ne\n"
            "addne %0, #16\n"
            "addne %1, #16\n"
            "addne %0, #32\n"
            "addne %1, #32\n"
            : "+r"(a), "+r"(b)
            : "r"(i)
            : "cc");
        const uint32_t extra = (i & 2) ? 48 : 0;
        const uint32_t want_a = ((i & 1) ? 0 : 3) + extra;
        const uint32_t want_b = ((i & 1) ? 3 : 0) + extra;
        if (a != want_a || b != want_b) ++wrong;
    }
    SYST_CSR = 0;
    print("it under interrupts:");
    print_hex("wrong", wrong);
    print_hex("ticked", ticks > 0);
    put('\n');
}

static void sleeping(void) {
    __asm__ volatile("cpsid i");
    ISPR0 = 4;
    __asm__ volatile("wfi\ncpsie i\nisb");
    print_order("wfi with primask:");
    __asm__ volatile("sev\nwfe");
    print("wfe with the event set\n");
}

void reset(void) {
    ACTLR = 2;  // DISDEFWBUF: QEMU has no write buffer
    CCR = 0;    // STKALIGN differs at reset
    print_hex("vtor", VTOR);
    put('\n');
    system_calls();
    priorities();
    faults();
    it_under_interrupts();
    sleeping();
    print("end\n");
    leave();
}

__attribute__((section(".vectors"), used)) static const void* const vectors[19] = {
    &stack_top, reset, 0, fault_entry, fault_entry, fault_entry, fault_entry, 0, 0, 0, 0, svc_entry,
    0, 0, pend_sv, sys_tick, irq0, irq1, irq2};
