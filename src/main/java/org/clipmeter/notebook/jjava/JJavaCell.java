package org.clipmeter.notebook.jjava;

import java.util.Map;
import org.clipmeter.notebook.kernel.HiddenField;
import org.clipmeter.notebook.kernel.KernelCell;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.jspecify.annotations.Nullable;

/** A cell of JJava. */
final class JJavaCell extends KernelCell<DisplayData> {
    private final BaseKernel kernel;
    private final @Nullable ShellReplyEnvironment environment;

    /** Captures the cell that is running. Call it on the magic's own thread when the magic starts. */
    JJavaCell(BaseKernel kernel) {
        this.kernel = kernel;
        this.environment = HiddenField.of(DisplayStream.class, "env", ShellReplyEnvironment.class)
                .get(kernel.getIO().display);
    }

    @Override
    public @Nullable String source() {
        return environment != null
                        && environment.getContext() instanceof Message<?> message
                        && message.getContent() instanceof ExecuteRequest request
                ? request.getCode()
                : null;
    }

    @Override
    protected Object kernel() {
        return kernel;
    }

    @Override
    protected DisplayData form(String plain) {
        return new DisplayData(plain);
    }

    @Override
    protected void add(DisplayData forms, String mime, String content) {
        forms.putData(mime, content);
    }

    @Override
    protected void size(DisplayData forms, String mime, Map<String, Object> size) {
        forms.putMetaData(mime, size);
    }

    /**
     * Writes the entry that setDisplayId would make, because the method's return type differs between releases of
     * JJava.
     */
    @Override
    protected void identify(DisplayData forms, String id) {
        forms.putTransientData("display_id", id);
    }

    @Override
    protected void append(DisplayData forms) {
        if (environment != null) {
            environment.publish(new PublishDisplayData(forms));
        } else {
            kernel.display(forms);
        }
    }

    @Override
    protected void replace(DisplayData forms) {
        if (environment != null) {
            environment.publish(new PublishUpdateDisplayData(forms));
        } else {
            kernel.getIO().display.updateDisplay(forms);
        }
    }

    @Override
    protected void evaluate(String code) {
        kernel.evalRaw(code);
    }
}
