package org.clipmeter.weights.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The memory that this process may still allocate, so that a large allocation is refused instead of ending the process.
 */
public final class AvailableMemory {
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path PROCESS = Path.of("/proc/self/status");

    private AvailableMemory() {}

    /** The bytes that the system, or the container that this process runs in, can still provide; empty if unknown. */
    public static OptionalLong bytes() {
        try {
            String system = Files.readString(SYSTEM, StandardCharsets.US_ASCII);
            String process = Files.readString(PROCESS, StandardCharsets.US_ASCII);
            return bytes(system, process, containerLimit());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The same, calculated from Linux's own figures.
     *
     * @param limit the limit of the container, or of the machine if there is no container
     */
    static OptionalLong bytes(String system, String process, long limit) {
        OptionalLong available = kilobytes(system, "MemAvailable");
        OptionalLong total = kilobytes(system, "MemTotal");
        if (available.isEmpty() || total.isEmpty()) {
            return OptionalLong.empty();
        }
        long free = available.getAsLong() + kilobytes(system, "SwapFree").orElse(0);
        if (limit < total.getAsLong()) {
            free = Math.min(free, limit - kilobytes(process, "RssAnon").orElse(0));
        }
        return OptionalLong.of(Math.max(0, free));
    }

    private static OptionalLong kilobytes(String text, String name) {
        Matcher line = Pattern.compile("^" + name + ":\\s+(\\d{1,15}) kB$", Pattern.MULTILINE)
                .matcher(text);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024) : OptionalLong.empty();
    }

    /**
     * The limit of the control group at the root of the file system, where containers see their own, in version 2 or 1.
     */
    private static long containerLimit() {
        return Stream.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .map(AvailableMemory::limit)
                .orElse(Long.MAX_VALUE);
    }

    private static long limit(Path file) {
        try {
            String limit = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return limit.matches("\\d{1,18}") ? Long.parseLong(limit) : Long.MAX_VALUE; // else the word max
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
