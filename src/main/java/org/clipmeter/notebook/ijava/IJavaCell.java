package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.util.Map;
import org.clipmeter.notebook.kernel.HiddenField;
import org.clipmeter.notebook.kernel.KernelCell;
import org.jspecify.annotations.Nullable;

/** A cell of IJava. */
final class IJavaCell extends KernelCell<DisplayData> {
    private final BaseKernel kernel;
    private final @Nullable ShellReplyEnvironment environment;

    /** Captures the cell that is running. Call it on the magic's own thread when the magic starts. */
    IJavaCell(BaseKernel kernel) {
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

    /** An object that is different for each execution of a cell; null if the kernel hides it. */
    @Nullable
    ShellReplyEnvironment environment() {
        return environment;
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

    @Override
    protected void identify(DisplayData forms, String id) {
        forms.setDisplayId(id);
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
        try {
            kernel.eval(code);
        } catch (Exception e) {
            throw new IllegalStateException(code, e);
        }
    }
}
