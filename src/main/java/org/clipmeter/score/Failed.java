package org.clipmeter.score;

import org.clipmeter.embed.Embedding;
import org.clipmeter.failure.OneLine;

/**
 * No score.
 *
 * @param status the reason in snake_case: {@code missing}, {@code truncated}, {@code changed}, {@code model_error}, ...
 * @param message what was found, one line
 */
public record Failed(String status, String message) implements Outcome {
    public Failed {
        message = OneLine.of(message);
    }

    static Failed of(Embedding.Fault fault) {
        return new Failed(fault.status(), fault.message());
    }
}
