package org.clipmeter.notebook.kernel;

import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import jdk.jshell.JShell;
import org.clipmeter.failure.OneLine;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.JavaVariable;
import org.clipmeter.notebook.view.Output;

/**
 * A cell of a kernel. It accepts output from any thread, even after its magic has returned.
 *
 * @param <D> the kernel's class that holds the forms of an output by MIME type
 */
public abstract class KernelCell<D> implements Cell {
    /** The kernel itself, a {@code BaseKernel}. */
    protected abstract Object kernel();

    /** Wraps plain text in the kernel's class. */
    protected abstract D form(String plain);

    /** Adds another form of the same output. */
    protected abstract void add(D forms, String mime, String content);

    /** Sets the size at which a picture is shown. */
    protected abstract void size(D forms, String mime, Map<String, Object> size);

    /** Gives an output the id by which {@link #replace} finds it. */
    protected abstract void identify(D forms, String id);

    /** Appends an output to the cell. */
    protected abstract void append(D forms);

    /** Replaces the output of the same id. */
    protected abstract void replace(D forms);

    /** Runs Java code as a cell would, so that its declarations stay. */
    protected abstract void evaluate(String code);

    @Override
    public final void show(Output output) {
        display(data(output));
    }

    @Override
    public final Updatable open(Output output) {
        String id = "clipmeter-" + UUID.randomUUID();
        display(identified(output, id));
        return changed -> {
            D forms = identified(changed, id);
            publish(() -> replace(forms));
        };
    }

    @Override
    public final void bind(String name, Class<?> type, Object value) {
        HandOver.put(value);
        String typeName = type.getCanonicalName();
        evaluate(typeName + " " + name + " = (" + typeName + ") " + HandOver.class.getName() + ".take();");
    }

    @Override
    public final JavaVariable variable(String name) {
        JShell shell = KernelShell.of(kernel());
        if (shell == null) {
            return new JavaVariable.Unreadable("this kernel hides its variables");
        }
        if (shell.variables().noneMatch(variable -> variable.name().equals(name))) {
            return new JavaVariable.Absent();
        }
        try {
            HandOver.put(null);
            evaluate(HandOver.class.getName() + ".put(" + name + ");");
            return new JavaVariable.Value(HandOver.take());
        } catch (Exception e) {
            return new JavaVariable.Unreadable("the kernel failed to evaluate it: " + OneLine.of(String.valueOf(e)));
        }
    }

    /** Appends an output that the kernel rendered. */
    public final void display(D forms) {
        publish(() -> append(forms));
    }

    /** Converts an output to the kernel's class, with its forms by MIME type. */
    public final D data(Output output) {
        D forms = form(output.plain());
        if (output.html() != null) {
            add(forms, "text/html", output.html());
        }
        if (output.svg() != null) {
            add(forms, "image/svg+xml", output.svg());
        }
        Output.Picture picture = output.picture();
        if (picture != null) {
            add(forms, picture.mime(), Base64.getEncoder().encodeToString(picture.bytes()));
            size(forms, picture.mime(), Map.of("width", picture.width(), "height", picture.height()));
        }
        return forms;
    }

    private D identified(Output output, String id) {
        D forms = data(output);
        identify(forms, id);
        return forms;
    }

    /**
     * Sends a message with the interrupt flag cleared, because the kernel's sockets fail on a thread whose flag is set,
     * and restores the flag.
     */
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
}
