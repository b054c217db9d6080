package org.clipmeter.notebook.jjava;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.clipmeter.notebook.kernel.Startup;
import org.clipmeter.notebook.kernel.WarmUp;

/**
 * Starts JJava and, at the same time, loads what the first score needs, since a processor is idle during half of the
 * kernel's start.
 */
public final class Launcher {
    private static final String KERNEL = "org.dflib.jjava.distro.JJava";

    private Launcher() {}

    /**
     * Starts the kernel.
     *
     * @param args JJava's arguments: the connection file
     */
    public static void main(String[] args) throws Throwable {
        Startup.quietLibraries();
        WarmUp.start();
        MethodHandles.publicLookup()
                .findStatic(Class.forName(KERNEL), "main", MethodType.methodType(void.class, String[].class))
                .invoke((Object) args);
    }
}
