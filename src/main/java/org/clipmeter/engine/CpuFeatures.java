package org.clipmeter.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What this processor computes in hardware. */
public final class CpuFeatures {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** The features that speed up bfloat16, as Linux names them: AVX512-BF16 and AMX on x86, FEAT_BF16 on Arm. */
    private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");

    private CpuFeatures() {}

    /**
     * Whether this processor certainly has no fast instructions for bfloat16. This is known on Linux only; else false.
     */
    public static boolean lackBfloat16() {
        try {
            return Files.isReadable(CPUINFO) && lackBfloat16(Files.readString(CPUINFO, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }

    /** @param cpuinfo a text in the form of Linux's /proc/cpuinfo; if it lists no features, the result is false */
    static boolean lackBfloat16(String cpuinfo) {
        List<String> features = cpuinfo.lines()
                .filter(line -> line.matches("(?i)(flags|features)\\s*:.*"))
                .flatMap(line -> Arrays.stream(
                        line.substring(line.indexOf(':') + 1).strip().split("\\s+", -1)))
                .toList();
        return !features.isEmpty() && (features.stream().noneMatch(BFLOAT16::contains) || hidesAmx(cpuinfo, features));
    }

    /**
     * Intel's processors that have AVX512-FP16 multiply bfloat16 in AMX. If a virtual machine hides AMX, their
     * AVX512-BF16 is about half as fast as float32.
     */
    private static boolean hidesAmx(String cpuinfo, List<String> features) {
        return cpuinfo.contains("GenuineIntel") && features.contains("avx512_fp16") && !features.contains("amx_bf16");
    }
}
