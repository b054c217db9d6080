package org.clipmeter.model.transformer;

/** How many images a model encodes at once. */
public final class BatchLimits {
    /** The most multiplications of a batch: one to two seconds on two cores. */
    private static final long BATCH_MULTIPLICATIONS = 145_000_000_000L;

    private static final int LARGEST_BATCH = 64;
    /**
     * The batch size for large models, whose products are slow for single images; limited by
     * {@link #MOST_MULTIPLICATIONS}.
     */
    private static final int WORTHWHILE_BATCH = 4;

    private static final long MOST_MULTIPLICATIONS = 400_000_000_000L;

    private BatchLimits() {}

    /**
     * As {@link TransformerModel#suggestedBatch}.
     *
     * @param cost the number of multiplications for one image
     */
    public static int suggested(long cost) {
        long worthwhile = Math.min(WORTHWHILE_BATCH, MOST_MULTIPLICATIONS / cost);
        return (int) Math.max(1, Math.min(LARGEST_BATCH, Math.max(worthwhile, BATCH_MULTIPLICATIONS / cost)));
    }

    /**
     * As {@link TransformerModel#largestBatch}.
     *
     * @param bytesPerImage the most bytes that the activations of an image take
     * @param available memory in bytes
     */
    public static int largest(long bytesPerImage, long available) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, available / 2 / bytesPerImage));
    }
}
