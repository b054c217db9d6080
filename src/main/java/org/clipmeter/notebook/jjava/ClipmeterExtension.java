package org.clipmeter.notebook.jjava;

import java.lang.System.Logger.Level;
import java.util.List;
import org.clipmeter.notebook.KernelHooks;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.Startup;
import org.clipmeter.notebook.WarmUp;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/** Installs the magics and renderers as soon as the jar reaches the kernel's classpath, by whatever route. */
public final class ClipmeterExtension implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        Startup.quietLibraries();
        MagicsRegistry registry = kernel.getMagicsRegistry();
        if (registry.getLineMagicNames().containsAll(Magics.names())) {
            return;
        }
        WarmUp.start();
        ShortErrors.install(kernel);
        Renderers.register(kernel.getRenderer());
        Magics magics = new Magics();
        for (String name : Magics.names()) {
            registry.registerLineMagic(
                    name, (BaseKernel running, List<String> args) -> magics.run(name, args, new KernelCell(running)));
            registry.registerCellMagic(
                    name,
                    (BaseKernel running, List<String> args, String body) ->
                            magics.run(name, Magics.withBody(args, body), new KernelCell(running)));
        }
        Startup.declarations().forEach(declaration -> declare(kernel, declaration));
        KernelHooks.install(kernel, "org.dflib.jjava.jupyter", magics);
    }

    /** A refused declaration costs its convenience; thrown, it would end the kernel while it starts. */
    private static void declare(BaseKernel kernel, String declaration) {
        try {
            kernel.evalRaw(declaration);
        } catch (RuntimeException e) {
            System.getLogger(ClipmeterExtension.class.getName()).log(Level.WARNING, declaration, e);
        }
    }
}
