package org.clipmeter.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes the machine in one line, to be quoted with the figures. */
final class Machine {
    private Machine() {}

    static String describe() {
        String memory = "";
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            memory = ", " + Math.round(system.getTotalMemorySize() / (double) (1 << 30)) + " GiB of memory";
        }
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " logical cores" + memory + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // This is not Linux: the environment may name the processor.
        }
        String identifier = System.getenv("PROCESSOR_IDENTIFIER");
        return identifier == null ? "CPU of unknown name" : identifier;
    }
}
