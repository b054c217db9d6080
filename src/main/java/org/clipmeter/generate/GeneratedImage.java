package org.clipmeter.generate;

import java.nio.file.Path;
import java.util.List;
import org.clipmeter.prompts.Prompt;
import org.jspecify.annotations.Nullable;

/** What became of one image that was asked for. */
public sealed interface GeneratedImage {
    /** The prompt that was sent. */
    Prompt prompt();

    /** Which of the prompt's images it is, counted from 0. */
    int sample();

    /** The seed that was sent; null if none was. */
    @Nullable
    Long seed();

    /**
     * An image that is in the folder and was decoded.
     *
     * @param prompt the prompt that was sent
     * @param sample which of the prompt's images it is, counted from 0
     * @param seed the seed that was sent; null if none was
     * @param file the image
     * @param kept whether it was there already
     * @param width in pixels
     * @param height in pixels
     * @param flags what to know about it: {@code revised_prompt}, {@code all_black}, {@code other_size}
     * @param revisedPrompt the prompt that the service drew in place of the one that was sent; null if it names none
     * @param model the model that the answer names; null if it names none
     * @param seconds how long the answer took
     */
    record Made(
            Prompt prompt,
            int sample,
            @Nullable Long seed,
            Path file,
            boolean kept,
            int width,
            int height,
            List<String> flags,
            @Nullable String revisedPrompt,
            @Nullable String model,
            double seconds)
            implements GeneratedImage {
        /** The image, with its flags copied. */
        public Made {
            flags = List.copyOf(flags);
        }
    }

    /**
     * An image that the service did not give.
     *
     * @param prompt the prompt that was sent
     * @param sample which of the prompt's images it is, counted from 0
     * @param seed the seed that was sent; null if none was
     * @param moderated whether the service refused the prompt because of its content
     * @param reason why, in one line
     */
    record Failed(Prompt prompt, int sample, @Nullable Long seed, boolean moderated, String reason)
            implements GeneratedImage {}
}
