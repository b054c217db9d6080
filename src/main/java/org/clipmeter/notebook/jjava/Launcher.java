package org.clipmeter.notebook.jjava;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.clipmeter.notebook.kernel.Startup;
import org.clipmeter.notebook.kernel.WarmUp;

/** Starts JJava, and beside it what the first score needs: half of the kernel's own start leaves a processor idle. */
public final class Launcher {
    private static final String KERNEL = "org.dflib.jjava.distro.JJava";

    private Launcher() {}

    /**
     * Starts the kernel.
     *
     * @param args those of JJava: the connection file
     */
    public static void main(String[] args) throws Throwable {
        Startup.quietLibraries();
        WarmUp.start();
        MethodHandles.publicLookup()
                .findStatic(Class.forName(KERNEL), "main", MethodType.methodType(void.class, String[].class))
                .invoke((Object) args);
    }
}
