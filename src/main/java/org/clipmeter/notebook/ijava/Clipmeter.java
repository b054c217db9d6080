package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.notebook.kernel.KernelSetup;
import org.clipmeter.notebook.view.Views;
import org.jspecify.annotations.Nullable;

/**
 * Adds the magics and renderers to IJava, which does not look for extensions. One line in a cell or in {@code
 * IJAVA_STARTUP_SCRIPT} is enough; running it again changes nothing.
 *
 * <pre>{@code org.clipmeter.notebook.ijava.Clipmeter.install();}</pre>
 */
public final class Clipmeter {
    private static final String IJAVA = "io.github.spencerpark.ijava.IJava";

    /** The kernels that already have the magics: usually only the one of this process. */
    private static final Set<BaseKernel> INSTALLED = Collections.newSetFromMap(new WeakHashMap<>());

    private Clipmeter() {}

    /**
     * Installs the magics into the IJava kernel that runs this code.
     *
     * @throws InvalidRequestException if this code does not run in IJava
     */
    public static void install() {
        Object running;
        try {
            running = Class.forName(IJAVA).getMethod("getKernelInstance").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw refusal("IJava is not on the classpath (" + e + "); call it in a cell of an IJava kernel", e);
        }
        if (!(running instanceof BaseKernel kernel)) {
            throw refusal("IJava is not running; call it in a cell of an IJava kernel", null);
        }
        install(kernel);
    }

    /**
     * Installs the magics into a kernel that has IJava's {@code getMagics()}.
     *
     * @throws InvalidRequestException if it has no such method
     */
    public static void install(BaseKernel kernel) {
        try {
            install(kernel, (Magics) kernel.getClass().getMethod("getMagics").invoke(kernel));
        } catch (ReflectiveOperationException e) {
            throw refusal(
                    kernel.getClass().getName() + " has no magics (" + e + "); call it in a cell of an IJava kernel",
                    e);
        }
    }

    private static InvalidRequestException refusal(String reason, @Nullable Throwable cause) {
        return new InvalidRequestException(Section.IJAVA, "Clipmeter.install(): " + reason, cause);
    }

    /** Installs these magics into a kernel of the same library. */
    public static synchronized void install(BaseKernel kernel, Magics registry) {
        if (INSTALLED.add(kernel)) {
            KernelSetup.install(new Adapter(kernel, registry));
        }
    }

    private record Adapter(BaseKernel kernel, Magics registry) implements KernelSetup.Adapter {
        @Override
        public String library() {
            return "io.github.spencerpark.jupyter";
        }

        @Override
        public <T> void render(Views.View<T> view) {
            kernel.getRenderer()
                    .createRegistration(view.type())
                    .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                    .supporting(MIMEType.TEXT_PLAIN, MIMEType.IMAGE_SVG)
                    .register((value, context) -> context.getOutputContainer()
                            .assign(new IJavaCell(kernel)
                                    .data(view.of(value, context.wantsDataRenderedAs(MIMEType.IMAGE_SVG)))));
        }

        @Override
        public void register(org.clipmeter.notebook.Magics magics) {
            new KernelMagics(kernel, magics, ShortErrors.install(kernel)).register(registry);
        }

        @Override
        public void evaluate(String code) throws Exception {
            kernel.eval(code);
        }
    }
}
