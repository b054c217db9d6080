package org.clipmeter.model.clip;

/** How many images a model encodes at once. */
final class BatchLimits {
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

    /** As {@link ClipModel#suggestedBatch}. */
    static int suggested(ClipConfig.VisionConfig vision) {
        long cost = vision.multiplications();
        long worthwhile = Math.min(WORTHWHILE_BATCH, MOST_MULTIPLICATIONS / cost);
        return (int) Math.max(1, Math.min(LARGEST_BATCH, Math.max(worthwhile, BATCH_MULTIPLICATIONS / cost)));
    }

    /**
     * As {@link ClipModel#largestBatch}.
     *
     * @param available memory in bytes
     */
    static int largest(ClipConfig.VisionConfig vision, long available) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, available / 2 / vision.bytesPerImage()));
    }
}
