package org.clipmeter.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CpuFeaturesTest {
    private static String x86(String flags) {
        return x86("AuthenticAMD", flags);
    }

    private static String x86(String vendor, String flags) {
        return "processor\t: 0\nvendor_id\t: " + vendor + "\nmodel name\t: a processor\nflags\t\t: fpu vme " + flags
                + "\nbugs\t\t: sysret_ss_attrs\n";
    }

    @Test
    void aProcessorThatNamesAnInstructionForBfloat16HasIt() {
        assertFalse(CpuFeatures.lackBfloat16(x86("avx2 avx512f avx512_bf16")));
        assertFalse(CpuFeatures.lackBfloat16(x86("avx2 avx512f amx_bf16 avx512_fp16 amx_tile")));
        assertFalse(CpuFeatures.lackBfloat16("processor\t: 0\nFeatures\t: fp asimd i8mm bf16 dgh\n"));
    }

    @Test
    void aProcessorThatNamesOthersOnlyLacksIt() {
        assertTrue(CpuFeatures.lackBfloat16(x86("avx2 avx512f avx512_vnni")));
        assertTrue(CpuFeatures.lackBfloat16("processor\t: 0\nFeatures\t: fp asimd evtstrm\n"));
    }

    @Test
    void anIntelProcessorWhoseAmxIsHiddenLacksIt() {
        assertTrue(CpuFeatures.lackBfloat16(x86("GenuineIntel", "avx512f avx512_bf16 avx512_fp16")));
        assertFalse(CpuFeatures.lackBfloat16(x86("GenuineIntel", "avx512f avx512_bf16 avx512_fp16 amx_bf16")));
        assertFalse(CpuFeatures.lackBfloat16(x86("GenuineIntel", "avx512f avx512_bf16")), "Cooper Lake has no AMX");
        assertFalse(CpuFeatures.lackBfloat16(x86("AuthenticAMD", "avx512f avx512_bf16 avx512_fp16")));
    }

    @Test
    void whereNoFeaturesAreListedNothingIsKnown() {
        assertFalse(CpuFeatures.lackBfloat16(""));
        assertFalse(CpuFeatures.lackBfloat16("processor\t: 0\nmodel name\t: bugs flags none\n"));
    }
}
