package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class's {@code main} in a separate process with the tests' classpath. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Builds the process; the caller starts it. */
    public static ProcessBuilder of(Class<?> main, List<String> flags, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command);
    }

    /**
     * Runs a process to its end. The test fails if the exit status is not 0.
     *
     * @param log the file for everything that it prints
     * @return what it printed
     */
    public static String output(ProcessBuilder child, Path log) throws IOException, InterruptedException {
        Process process =
                child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exit = process.waitFor();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(0, exit, output);
        return output;
    }
}
