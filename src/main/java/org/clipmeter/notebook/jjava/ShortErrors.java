package org.clipmeter.notebook.jjava;

import java.lang.reflect.Field;
import java.util.List;
import org.clipmeter.notebook.NotebookError;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/**
 * Shows our errors without their class name, and these and their traces in the notebook's own colour: the kernel's red can't be read on
 * JupyterLab's dark red. Everything else is as the kernel styles it.
 */
final class ShortErrors extends StringStyler {
    private static final String PREFIX = NotebookError.class.getName() + ": ";

    /** What the kernel makes of a magic's line: no text for people. */
    private static final String MAGIC = "Magic(new String(java.util.Base64";

    private final StringStyler kernels;
    private volatile boolean inOurs;

    private ShortErrors(StringStyler kernels) {
        super("", "", "", line -> "");
        this.kernels = kernels;
    }

    /** Replaces the kernel's styler where it can be reached; elsewhere the class name is shown, which does no harm. */
    static void install(BaseKernel kernel) {
        try {
            Field styler = BaseKernel.class.getDeclaredField("errorStyler");
            styler.setAccessible(true);
            if (styler.get(kernel) instanceof StringStyler kernels && !(kernels instanceof ShortErrors)) {
                styler.set(kernel, new ShortErrors(kernels));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger(ShortErrors.class.getName())
                    .log(System.Logger.Level.DEBUG, "this kernel's errors keep their own style", e);
        }
    }

    @Override
    public String primary(String line) {
        return kernels.primary(line);
    }

    @Override
    public String secondary(String line) {
        boolean trace = line.startsWith("\tat ") || line.startsWith("Caused by: ");
        inOurs = line.startsWith(PREFIX) || inOurs && trace;
        if (inOurs) {
            return line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line;
        }
        return kernels.secondary(line);
    }

    @Override
    public String highlight(String line) {
        return kernels.highlight(line);
    }

    @Override
    public String highlightSubstring(String line, int from, int to) {
        return kernels.highlightSubstring(line, from, to);
    }

    @Override
    public String primaryLine(int number, String line) {
        return kernels.primaryLine(number, line);
    }

    @Override
    public String secondaryLine(int number, String line) {
        return kernels.secondaryLine(number, line);
    }

    @Override
    public String highlightLine(int number, String line) {
        return kernels.highlightLine(number, line);
    }

    @Override
    public List<String> primaryLines(String text) {
        return text.contains(MAGIC) ? List.of() : kernels.primaryLines(text);
    }

    @Override
    public List<String> secondaryLines(String text) {
        return kernels.secondaryLines(text);
    }

    @Override
    public List<String> highlightLines(String text) {
        return kernels.highlightLines(text);
    }

    @Override
    public List<String> highlightSubstringLines(String text, int from, int to) {
        return kernels.highlightSubstringLines(text, from, to);
    }
}
