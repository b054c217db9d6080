package org.clipmeter.notebook.jjava;

import org.clipmeter.notebook.Show;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** How results look as the value of a cell. */
final class Renderers {
    private Renderers() {}

    static void register(Renderer renderer) {
        Show.views().forEach(view -> register(renderer, view));
    }

    private static <T> void register(Renderer renderer, Show.View<T> view) {
        renderer.createRegistration(view.type())
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                .supporting(MIMEType.TEXT_PLAIN, MIMEType.IMAGE_SVG)
                .register((value, context) -> context.getOutputContainer()
                        .assign(KernelCell.data(view.of(value, context.wantsDataRenderedAs(MIMEType.IMAGE_SVG)))));
    }
}
