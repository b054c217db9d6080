package org.clipmeter.benchmark;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class Bf16Test {
    @Test
    void theFlagsOfTheCpuDecide() {
        assertNull(Bf16.hindrance(List.of("processor : 0", "flags\t\t: fpu avx512f avx512_bf16 amx_tile")));
        assertNull(Bf16.hindrance(List.of("Features\t: fp asimd bf16 i8mm")));
        assertNotNull(Bf16.hindrance(List.of("flags\t\t: fpu avx2 fma")));
        assertNotNull(Bf16.hindrance(List.of("model name : a CPU for bf16")));
    }
}
