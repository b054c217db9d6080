package org.clipmeter.shapes.training.clip;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of one training step, row-major. B pictures, K visible patches, T tokens. Heads are padded to 12 classes;
 * a head's target is its weight in the loss at the right class, and 0 elsewhere. What is added to logits is 0, or
 * {@link HeldOut#OPEN} for what the loss leaves open.
 *
 * @param patches the values of the visible patches, (B, K, 3 · 8 · 8)
 * @param positions the indexes of the class token and each visible patch in the position table, (B, 1 + K)
 * @param covered how much of each pixel of a patch is covered, (B, K, 64)
 * @param pictureTargets (B, 10, 12)
 * @param pictureOpen added to the logits, (B, 10, 12)
 * @param onThing 1 for patches on a thing, (B, K)
 * @param patchTargets colour, shape, size, fill of the thing under a patch, (B, K, 4, 12)
 * @param patchOpen added to the logits, (B, K, 4, 12)
 * @param offsets from the patch to its thing's centre, and the thing's radius, in patches, (B, K, 3)
 * @param offsetWeights (B, K, 1)
 */
@SuppressWarnings("ArrayRecordComponent")
record Batch(
        Phase phase,
        int pictures,
        int kept,
        float[] patches,
        long[] positions,
        float[] covered,
        float[] pictureTargets,
        float[] pictureOpen,
        float[] onThing,
        float[] patchTargets,
        float[] patchOpen,
        float[] offsets,
        float[] offsetWeights,
        @Nullable Texts texts) {

    /**
     * The captions of a batch.
     *
     * @param tokens T, the length of the longest caption
     * @param inputIds (B, T)
     * @param last 1 at each caption's end token, (B, 1, T)
     * @param targets what the captions state, (B, 10, 12)
     * @param rows which captions are true of a picture; each row has the sum 1, (B, B)
     * @param columns which pictures a caption is true of; each column has the sum 1, (B, B)
     * @param open added to the logits of pictures and captions, (B, B)
     * @param entropy the entropy of rows and columns, which is the lowest possible contrastive loss
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Texts(
            int tokens,
            long[] inputIds,
            float[] last,
            float[] targets,
            float[] rows,
            float[] columns,
            float[] open,
            double entropy) {}
}
