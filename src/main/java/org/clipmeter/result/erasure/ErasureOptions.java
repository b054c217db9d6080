package org.clipmeter.result.erasure;

import java.util.function.BooleanSupplier;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.ScoreProgress;

/**
 * How to compute metrics of erasure.
 *
 * @param template the sentence that a concept is put into
 * @param neither the text that stands for none of the concepts
 * @param progress receives how many images are embedded, between batches on the calling thread
 * @param cancelled polled between batches by the calling thread, and between images by worker threads
 */
public record ErasureOptions(
        PromptTemplate template, String neither, ScoreProgress progress, BooleanSupplier cancelled) {
    /** The reference's sentence {@code Image of {}}, the same without a concept as neither, no progress, never cancelled. */
    public static ErasureOptions defaults() {
        return new ErasureOptions(new PromptTemplate("Image of {}"), "Image", ScoreProgress.none(), () -> false);
    }

    /** The same with another sentence. */
    public ErasureOptions withTemplate(PromptTemplate newTemplate) {
        return new ErasureOptions(newTemplate, neither, progress, cancelled);
    }

    /** The same with another text for none of the concepts. */
    public ErasureOptions withNeither(String newNeither) {
        return new ErasureOptions(template, newNeither, progress, cancelled);
    }

    /** The same with a receiver of the progress. */
    public ErasureOptions withProgress(ScoreProgress newProgress) {
        return new ErasureOptions(template, neither, newProgress, cancelled);
    }

    /** The same with a way to cancel. */
    public ErasureOptions withCancelled(BooleanSupplier newCancelled) {
        return new ErasureOptions(template, neither, progress, newCancelled);
    }
}
