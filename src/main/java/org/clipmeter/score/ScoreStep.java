package org.clipmeter.score;

/**
 * How far a run is.
 *
 * @param stage what was worked on
 * @param done pairs finished, scored or failed; in the stage of the texts, texts
 * @param total all pairs, or all distinct texts
 * @param cached how many of those done were found in the store
 * @param imagesPerSecond those that were not found in the store, since the run began; 0 before the first of them
 */
public record ScoreStep(Stage stage, int done, int total, int cached, double imagesPerSecond) {
    /** What a step worked on. Of a long run's texts some hundred are encoded at a time, ahead of their images. */
    public enum Stage {
        /** The prompts' texts. */
        TEXTS,
        /** The images, with which their pairs are finished. */
        IMAGES
    }
}
