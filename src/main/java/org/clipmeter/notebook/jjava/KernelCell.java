package org.clipmeter.notebook.jjava;

import java.lang.reflect.Field;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.clipmeter.notebook.Cell;
import org.clipmeter.notebook.Output;
import org.clipmeter.notebook.Session;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.jspecify.annotations.Nullable;

/** A cell of JJava, which keeps receiving what its magic shows, from any thread and after the magic has returned. */
final class KernelCell implements Cell {
    private final BaseKernel kernel;
    private final @Nullable ShellReplyEnvironment environment;

    /** The cell that runs now: made on the magic's own thread, as the magic starts. */
    KernelCell(BaseKernel kernel) {
        this.kernel = kernel;
        this.environment = environment(kernel.getIO().display);
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
        kernel.evalRaw(typeName + " " + name + " = (" + typeName + ") " + Session.class.getName() + ".handedOver();");
    }

    private void display(DisplayData data) {
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

    /** The forms of an output by their MIME types. */
    static DisplayData data(Output output) {
        DisplayData data = new DisplayData(output.plain());
        String html = output.html();
        if (html != null) {
            data.putHTML(html);
        }
        Output.Picture picture = output.picture();
        if (picture != null) {
            data.putData("image/png", Base64.getEncoder().encodeToString(picture.png()));
            data.putMetaData("image/png", Map.of("width", picture.width(), "height", picture.height()));
        }
        String svg = output.svg();
        if (svg != null) {
            data.putData("image/svg+xml", svg);
        }
        return data;
    }

    /** setDisplayId returns another type in each release of JJava: the entry that it makes is written instead. */
    private static DisplayData withId(DisplayData data, String id) {
        data.putTransientData("display_id", id);
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
