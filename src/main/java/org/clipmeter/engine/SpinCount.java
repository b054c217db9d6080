package org.clipmeter.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * How long the threads of libgomp, torch's OpenMP on Linux, spin before they sleep. By default they spin for
 * milliseconds. If another process wants the same core, each parallel loop then waits for a thread that spins: scoring
 * beside other work takes twice as long or more, the more work there is. If they sleep at once, waking them costs an
 * idle machine a tenth of its speed with large models, and two fifths with small ones.
 */
final class SpinCount {
    /**
     * A tenth of a millisecond to a few, depending on the processor: keeps most of what an idle machine gains from
     * spinning.
     */
    private static final String SHORT = "5000";

    private static final String VARIABLE = "GOMP_SPINCOUNT";

    private SpinCount() {}

    /**
     * Sets the process's environment variable, which libgomp reads when it is loaded. A value that the user set stays.
     */
    static void shorten() {
        if (!Platform.isLinux() || isChosen(System.getenv())) {
            return;
        }
        try {
            Object[] arguments = {VARIABLE, SHORT, 0}; // 0: don't overwrite a value
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(arguments);
        } catch (RuntimeException | LinkageError e) {
            System.getLogger(SpinCount.class.getName()).log(Level.DEBUG, VARIABLE + " was not set", e);
        }
    }

    static boolean isChosen(Map<String, String> environment) {
        return environment.containsKey(VARIABLE) || environment.containsKey("OMP_WAIT_POLICY");
    }
}
