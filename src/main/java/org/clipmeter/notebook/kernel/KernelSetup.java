package org.clipmeter.notebook.kernel;

import java.lang.System.Logger.Level;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.view.Views;

/** Adds the magics, the renderers, the short errors and the default imports to any kernel. */
public final class KernelSetup {
    private KernelSetup() {}

    /** The operations that differ between kernels. */
    public interface Adapter {
        /** The kernel itself, a {@code BaseKernel}. */
        Object kernel();

        /** The package of the kernel's library, such as {@code org.dflib.jjava.jupyter}. */
        String library();

        /** Makes the kernel show values of a type in our form. */
        <T> void render(Views.View<T> view);

        /**
         * Registers a line magic and a cell magic for each name, and makes the kernel show their errors without class
         * names.
         */
        void register(Magics magics);

        /** Runs Java code as a cell would, so that its declarations stay. */
        void evaluate(String code) throws Exception;
    }

    /** Sets a kernel up; call it once for each kernel. */
    public static void install(Adapter adapter) {
        Startup.quietLibraries();
        WarmUp.start();
        Views.views().forEach(adapter::render);
        Magics magics = new Magics();
        adapter.register(magics);
        Startup.declarations().forEach(declaration -> declare(adapter, declaration));
        KernelHooks.install(adapter.kernel(), adapter.library(), magics);
    }

    /**
     * Evaluates a declaration and ignores a failure: it costs only a convenience, whereas an exception would end the
     * kernel during its start.
     */
    private static void declare(Adapter adapter, String declaration) {
        try {
            adapter.evaluate(declaration);
        } catch (Exception e) {
            System.getLogger(KernelSetup.class.getName()).log(Level.WARNING, declaration, e);
        }
    }
}
