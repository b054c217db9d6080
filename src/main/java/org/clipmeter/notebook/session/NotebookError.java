package org.clipmeter.notebook.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.clipmeter.failure.Failure;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.files.FileException;
import org.jspecify.annotations.Nullable;

/**
 * The error that a cell shows if a magic can't do what was asked: one or two lines without a stack trace.
 *
 * <p>It is an Error because kernels wrap every Exception of a magic into an exception of theirs that takes fourteen
 * lines.
 */
public final class NotebookError extends Error {
    private static final long serialVersionUID = 1;
    private static final String TROUBLESHOOTING = "\nSee %clip help ";

    private NotebookError(String message, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(message, cause, false, true);
        setStackTrace(trace);
    }

    /** An error about what the user asked for. */
    public static NotebookError of(String message) {
        return new NotebookError(message, null, new StackTraceElement[0]);
    }

    /**
     * The error for a magic that was ended by an interrupt.
     *
     * @param outcome the effect of running the cell again, such as {@code " to continue from there"}, or empty
     */
    public static NotebookError cancelled(String magic, CancellationException how, String outcome) {
        return of(magic + ": " + how.getMessage() + "; run the cell again" + outcome);
    }

    /**
     * The error to show for an exception. A {@link Failure}, and an IOException of the system, become one line and the section
     * of the guide that the failure names; anything else is a mistake in clipmeter and is shown with its stack trace.
     *
     * @param magic what was run, such as {@code %clip score}
     */
    public static NotebookError from(String magic, Throwable thrown) {
        if (thrown instanceof NotebookError error) {
            return error;
        }
        Throwable failure = unwrapped(thrown);
        if (failure instanceof Failure expected) {
            return of(magic + ": " + withoutName(magic, expected.getMessage()) + reference(expected.section()));
        }
        if (failure instanceof IOException system) {
            return of(magic + ": " + line(system) + reference(section(system.getCause())));
        }
        return new NotebookError(
                magic + " failed unexpectedly: " + thrown + reference(Optional.of(Section.UNEXPECTED_FAILURE)),
                thrown.getCause(),
                thrown.getStackTrace());
    }

    /** A message of the library without the name of what was done, which the magic's name says already. */
    private static String withoutName(String magic, String message) {
        String name = magic.substring(magic.lastIndexOf(' ') + 1) + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    /** The exception inside those that only carry it from one thread or method to another. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null
                && (inner instanceof UncheckedIOException
                        || inner instanceof ExecutionException
                        || inner instanceof CompletionException
                        || inner instanceof InvocationTargetException)) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** What the system reports, with the file's name. */
    private static String line(IOException system) {
        String cause = FileException.causeOf(system);
        return system instanceof FileSystemException file && file.getFile() != null
                ? FileException.line(Path.of(file.getFile()), cause)
                : OneLine.of(cause);
    }

    /** The section that a failure names which led to another exception. */
    private static Optional<Section> section(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof Failure failure && failure.section().isPresent()) {
                return failure.section();
            }
        }
        return Optional.empty();
    }

    private static String reference(Optional<Section> section) {
        return section.map(found -> TROUBLESHOOTING + found.anchor()).orElse("");
    }
}
