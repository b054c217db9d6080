package org.clipmeter.score;

import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.LongPrompts;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.preprocess.Preprocessing;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptTemplate;
import org.jspecify.annotations.Nullable;

/**
 * How to score. Only {@code longPrompts}, {@code preprocessing}, {@code transparency} and {@code template} change scores.
 *
 * @param batchSize the most images that are encoded at once, 1 to 4096, or {@link #AUTO} for as many as suit the model; fewer
 *     if the heap or the machine's memory is small
 * @param longPrompts what becomes of prompts of more tokens than the model reads
 * @param caching whether stored embeddings are used
 * @param preprocessing the backend of the image processor to follow; null takes the loaded model's
 * @param transparency what becomes of transparent pixels; null takes the loaded model's rule
 * @param template the sentence that each prompt is put into before it is embedded; null for the prompts as they are
 */
public record ScoreOptions(
        int batchSize,
        LongPrompts longPrompts,
        Caching caching,
        @Nullable Preprocessing preprocessing,
        @Nullable TransparencyRule transparency,
        @Nullable PromptTemplate template) {
    /** The batch size that suits the model. */
    public static final int AUTO = Embedder.AUTO;

    /**
     * Options, checked.
     *
     * @throws IllegalArgumentException if the batch size is not {@link #AUTO} or 1 to 4096
     */
    public ScoreOptions {
        if (batchSize < AUTO || batchSize > 4096) {
            throw new InvalidRequestException("batch size: expected 1 to 4096, got " + batchSize);
        }
    }

    /**
     * Batches that suit the model, long prompts cut, stored embeddings used, the rules for images with which the model was
     * loaded, and the prompts as they are.
     */
    public static ScoreOptions defaults() {
        return new ScoreOptions(AUTO, LongPrompts.CUT, Caching.ON, null, null, null);
    }

    /**
     * The same with other batches.
     *
     * @throws IllegalArgumentException if the size is not {@link #AUTO} or 1 to 4096
     */
    public ScoreOptions withBatchSize(int newBatchSize) {
        return new ScoreOptions(newBatchSize, longPrompts, caching, preprocessing, transparency, template);
    }

    /** The same with another treatment of prompts that have more tokens than the model reads. */
    public ScoreOptions withLongPrompts(LongPrompts newLongPrompts) {
        return new ScoreOptions(batchSize, newLongPrompts, caching, preprocessing, transparency, template);
    }

    /** The same with or without stored embeddings. */
    public ScoreOptions withCaching(Caching newCaching) {
        return new ScoreOptions(batchSize, longPrompts, newCaching, preprocessing, transparency, template);
    }

    /** The same with another backend of the image processor; null takes the loaded model's. */
    public ScoreOptions withPreprocessing(@Nullable Preprocessing backend) {
        return new ScoreOptions(batchSize, longPrompts, caching, backend, transparency, template);
    }

    /** The same with another rule for transparent pixels; null takes the loaded model's. */
    public ScoreOptions withTransparency(@Nullable TransparencyRule rule) {
        return new ScoreOptions(batchSize, longPrompts, caching, preprocessing, rule, template);
    }

    /** The same with each prompt within a sentence; null for the prompts as they are. */
    public ScoreOptions withTemplate(@Nullable PromptTemplate newTemplate) {
        return new ScoreOptions(batchSize, longPrompts, caching, preprocessing, transparency, newTemplate);
    }

    /** The text that is embedded for a prompt: the prompt, or the sentence with it. */
    public String embedded(Prompt prompt) {
        return template == null ? prompt.text() : template.sentence(prompt.text());
    }

    /** The rules for images of a run with these options on a model that was loaded with {@code model}'s rules. */
    public ImageRules over(ImageRules model) {
        return new ImageRules(
                preprocessing == null ? model.preprocessing() : preprocessing,
                transparency == null ? model.transparency() : transparency);
    }
}
