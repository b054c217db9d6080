package org.clipmeter.notebook.kernel;

import java.lang.System.Logger.Level;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.view.Views;

/** Adds the magics, the renderers, the short errors and the default imports to a kernel, whichever it is. */
public final class KernelSetup {
    private KernelSetup() {}

    /** What differs between kernels. */
    public interface Adapter {
        /** The kernel itself, a {@code BaseKernel}. */
        Object kernel();

        /** The package of the kernel's library, such as {@code org.dflib.jjava.jupyter}. */
        String library();

        /** Shows values of a type in our form. */
        <T> void render(Views.View<T> view);

        /** Adds a line magic and a cell magic of each name, and shows their errors without class names. */
        void register(Magics magics);

        /** Runs Java code as a cell would, so that its declarations stay. */
        void evaluate(String code) throws Exception;
    }

    /** Sets a kernel up; to be called once for each. */
    public static void install(Adapter adapter) {
        Startup.quietLibraries();
        WarmUp.start();
        Views.views().forEach(adapter::render);
        Magics magics = new Magics();
        adapter.register(magics);
        Startup.declarations().forEach(declaration -> declare(adapter, declaration));
        KernelHooks.install(adapter.kernel(), adapter.library(), magics);
    }

    /** A refused declaration costs only its convenience; thrown, it would end the kernel while it starts. */
    private static void declare(Adapter adapter, String declaration) {
        try {
            adapter.evaluate(declaration);
        } catch (Exception e) {
            System.getLogger(KernelSetup.class.getName()).log(Level.WARNING, declaration, e);
        }
    }
}
