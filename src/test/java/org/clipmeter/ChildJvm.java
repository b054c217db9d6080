package org.clipmeter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class's {@code main} in a process of its own, on the tests' classpath; both outputs come as one. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Starts it with its output to be read from the process. */
    public static Process start(Class<?> main, List<String> flags, Object... arguments) throws IOException {
        return builder(main, flags, arguments).start();
    }

    /** Starts it with its output in a file. */
    public static Process startLogged(File log, Class<?> main, List<String> flags, Object... arguments)
            throws IOException {
        return builder(main, flags, arguments).redirectOutput(log).start();
    }

    private static ProcessBuilder builder(Class<?> main, List<String> flags, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
