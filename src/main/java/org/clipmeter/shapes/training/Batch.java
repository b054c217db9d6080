package org.clipmeter.shapes.training;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of one training step, row-major. B pictures, K kept patches, T tokens; heads are padded to 12 classes, and
 * a head's target is its weight in the loss at the right class, 0 elsewhere.
 *
 * @param patches values of the kept patches, (B, K, 3 · 8 · 8)
 * @param positions index into the position table of the class token and each kept patch, (B, 1 + K)
 * @param covered how much of each pixel of a patch is covered, (B, K, 64)
 * @param pictureTargets (B, 10, 12)
 * @param onThing 1 for patches on a thing, (B, K)
 * @param patchTargets colour, shape, size, fill of the thing under a patch, (B, K, 4, 12)
 * @param offsets from the patch to its thing's centre and its radius, in patches, (B, K, 3)
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
        float[] onThing,
        float[] patchTargets,
        float[] offsets,
        float[] offsetWeights,
        @Nullable Texts texts) {

    /**
     * The captions of a batch.
     *
     * @param tokens T, the longest caption's
     * @param inputIds (B, T)
     * @param last 1 at each caption's end token, (B, 1, T)
     * @param targets what the captions say, (B, 10, 12)
     * @param rows which captions hold for a picture, each row of sum 1, (B, B)
     * @param columns which pictures a caption holds for, each column of sum 1, (B, B)
     * @param entropy of rows and columns: what the contrastive loss can't go below
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Texts(
            int tokens,
            long[] inputIds,
            float[] last,
            float[] targets,
            float[] rows,
            float[] columns,
            double entropy) {}
}
