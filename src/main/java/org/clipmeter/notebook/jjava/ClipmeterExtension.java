package org.clipmeter.notebook.jjava;

import java.util.List;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.kernel.KernelSetup;
import org.clipmeter.notebook.kernel.Startup;
import org.clipmeter.notebook.view.Views;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

/** Installs the magics and renderers as soon as the jar is on the kernel's classpath, however it got there. */
public final class ClipmeterExtension implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        Startup.quietLibraries();
        if (!kernel.getMagicsRegistry().getLineMagicNames().containsAll(Magics.names())) {
            KernelSetup.install(new Adapter(kernel));
        }
    }

    private record Adapter(BaseKernel kernel) implements KernelSetup.Adapter {
        @Override
        public String library() {
            return "org.dflib.jjava.jupyter";
        }

        @Override
        public <T> void render(Views.View<T> view) {
            kernel.getRenderer()
                    .createRegistration(view.type())
                    .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                    .supporting(MIMEType.TEXT_PLAIN, MIMEType.IMAGE_SVG)
                    .register((value, context) -> context.getOutputContainer()
                            .assign(new JJavaCell(kernel)
                                    .data(view.of(value, context.wantsDataRenderedAs(MIMEType.IMAGE_SVG)))));
        }

        @Override
        public void register(Magics magics) {
            ShortErrors.install(kernel);
            MagicsRegistry registry = kernel.getMagicsRegistry();
            for (String name : Magics.names()) {
                registry.registerLineMagic(
                        name,
                        (BaseKernel running, List<String> args) -> magics.run(name, args, new JJavaCell(running)));
                registry.registerCellMagic(
                        name,
                        (BaseKernel running, List<String> args, String body) ->
                                magics.run(name, args, body, new JJavaCell(running)));
            }
        }

        @Override
        public void evaluate(String code) {
            kernel.evalRaw(code);
        }
    }
}
