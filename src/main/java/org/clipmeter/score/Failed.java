package org.clipmeter.score;

import java.util.Locale;
import org.clipmeter.image.ImageException;
import org.clipmeter.message.OneLine;

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

    /** The file was written to while it was being scored. */
    static Failed changed() {
        return new Failed("changed", "the file changed while it was being scored; score it again");
    }

    static Failed promptTooLong(int tokens, int kept) {
        return new Failed("prompt_too_long", "the prompt has " + tokens + " tokens, the model reads " + kept);
    }

    static Failed ofImage(Throwable e) {
        return e instanceof ImageException refused
                ? new Failed(refused.reason().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()))
                : new Failed("decoder_error", describe(e));
    }

    static Failed ofPrompt(Throwable e) {
        return new Failed("prompt_error", describe(e));
    }

    static Failed ofModel(Throwable e) {
        return new Failed("model_error", describe(e));
    }

    static Failed notFinite() {
        return new Failed("model_error", "the model's embedding is not a finite number");
    }

    private static String describe(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
