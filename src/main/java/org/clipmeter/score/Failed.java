package org.clipmeter.score;

import org.clipmeter.embed.Embedding;
import org.clipmeter.failure.OneLine;

/**
 * There is no score, and why. A failed pair counts in no mean.
 *
 * @param status the reason in snake_case: {@code missing}, {@code truncated}, {@code changed}, {@code model_error}, ...
 * @param message what was found, one line
 */
public record Failed(String status, String message) implements Outcome {
    /** A failure, its message made safe to print on one line. */
    public Failed {
        message = OneLine.of(message);
    }

    static Failed of(Embedding.Fault fault) {
        return new Failed(fault.status(), fault.message());
    }
}
