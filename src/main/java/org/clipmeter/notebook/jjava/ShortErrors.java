package org.clipmeter.notebook.jjava;

import java.util.List;
import org.clipmeter.notebook.kernel.HiddenField;
import org.clipmeter.notebook.session.NotebookError;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/**
 * Shows our errors without their class name. Errors and their traces appear in the notebook's own color, because the
 * kernel's red can't be read on JupyterLab's dark red. Everything else keeps the kernel's style.
 */
final class ShortErrors extends StringStyler {
    private static final String PREFIX = NotebookError.class.getName() + ": ";

    /** The start of the code that the kernel generates for a magic's line, which is not meant for people. */
    private static final String MAGIC = "Magic(new String(java.util.Base64";

    private final StringStyler kernels;
    private volatile boolean inOurs;

    private ShortErrors(StringStyler kernels) {
        super("", "", "", line -> "");
        this.kernels = kernels;
    }

    /** Replaces the kernel's styler. If it can't be reached, the class name stays visible, which does no harm. */
    static void install(BaseKernel kernel) {
        HiddenField<StringStyler> styler = HiddenField.of(BaseKernel.class, "errorStyler", StringStyler.class);
        StringStyler kernels = styler.get(kernel);
        if (kernels != null && !(kernels instanceof ShortErrors)) {
            styler.set(kernel, new ShortErrors(kernels));
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
