package org.clipmeter.notebook.session;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.clipmeter.engine.EngineException;
import org.clipmeter.hub.HubException;
import org.clipmeter.model.ModelException;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.weights.file.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * The error that a cell shows if a magic can't do what was asked: one or two lines without a stack trace.
 *
 * <p>It is an Error because kernels wrap every Exception of a magic into an exception of theirs that takes fourteen
 * lines.
 */
public final class NotebookError extends Error {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 600;
    private static final String TROUBLESHOOTING = "\nSee TROUBLESHOOTING.md#";

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
     * The error for a failure: its message alone if that is meant for people, otherwise with its stack trace.
     *
     * @param magic what was run, such as {@code %clip score}
     */
    public static NotebookError from(String magic, Throwable failure) {
        if (failure instanceof NotebookError error) {
            return error;
        }
        String message = failure.getMessage();
        if (message == null || !meantForPeople(failure)) {
            return new NotebookError(
                    magic + " failed unexpectedly: " + failure + TROUBLESHOOTING + "unexpected-failure",
                    failure.getCause(),
                    failure.getStackTrace());
        }
        String cut = message.length() > LONGEST ? message.substring(0, LONGEST) + " …" : message;
        String section = section(failure);
        return of(magic + ": " + cut + (section.isEmpty() ? "" : TROUBLESHOOTING + section));
    }

    private static boolean meantForPeople(Throwable failure) {
        boolean refusedByUs = failure instanceof IllegalArgumentException
                && failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().startsWith("org.clipmeter.");
        return refusedByUs
                || failure instanceof IOException
                || failure.getClass().getName().startsWith("org.clipmeter.");
    }

    private static String section(Throwable failure) {
        if (failure instanceof HubException || failure.getCause() instanceof HubException) {
            return "hub";
        }
        if (failure instanceof WeightsException) {
            return "weights";
        }
        if (failure instanceof EngineException) {
            return String.valueOf(failure.getMessage()).contains("cuda") ? "cuda" : "no-natives";
        }
        if (failure instanceof ModelException) {
            return "model";
        }
        return failure instanceof PairingException ? "pairing" : "";
    }
}
