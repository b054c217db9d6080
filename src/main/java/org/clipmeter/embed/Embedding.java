package org.clipmeter.embed;

import java.util.Locale;
import org.clipmeter.failure.OneLine;
import org.clipmeter.image.ImageException;

/** The outcome of embedding an image or a text: a vector, or the reason why it failed. */
public sealed interface Embedding {
    /** Wraps a vector that the model returned; the result is a fault if a component is not finite. */
    static Embedding of(float[] vector) {
        for (float v : vector) {
            if (!Float.isFinite(v)) {
                return Fault.notFinite();
            }
        }
        return new Vector(vector);
    }

    /**
     * An embedding.
     *
     * @param values of unit length, shape (projection_dim); equal files share the array, so it must not be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Vector(float[] values) implements Embedding {}

    /**
     * A failure to embed.
     *
     * @param status the reason in snake_case: {@code missing}, {@code truncated}, {@code changed}, {@code model_error},
     *     ...
     * @param message what was found, one line
     */
    record Fault(String status, String message) implements Embedding {
        /** A fault, its message made safe to print on one line. */
        public Fault {
            message = OneLine.of(message);
        }

        /** The file was written to while it was read. */
        static Fault changed() {
            return new Fault("changed", "the file changed while it was being scored; score it again");
        }

        static Fault promptTooLong(int tokens, int kept) {
            return new Fault(
                    "prompt_too_long", "the prompt has " + tokens + " tokens, but the model reads only " + kept);
        }

        static Fault ofImage(Throwable e) {
            return e instanceof ImageException refused
                    ? new Fault(refused.reason().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()))
                    : new Fault("decoder_error", describe(e));
        }

        static Fault ofPrompt(Throwable e) {
            return new Fault("prompt_error", describe(e));
        }

        static Fault ofModel(Throwable e) {
            return new Fault("model_error", describe(e));
        }

        /** The model gave NaN or an infinity. */
        public static Fault notFinite() {
            return new Fault("model_error", "the model's embedding is not a finite number");
        }

        private static String describe(Throwable e) {
            return e.getMessage() == null
                    ? e.getClass().getSimpleName()
                    : e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
