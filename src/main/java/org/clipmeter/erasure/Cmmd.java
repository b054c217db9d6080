package org.clipmeter.erasure;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * CMMD between two sets of images: the squared maximum mean discrepancy of their CLIP embeddings (Jayasumana et al. 2024, arXiv 2401.09603), with the
 * Gaussian kernel of sigma 10, times 1000. Embeddings are of unit length, as their code takes them, and each image is also compared with itself.
 *
 * @param value the distance; 0 for equal sets
 * @param first how many images the first set has
 * @param second how many images the second set has
 */
public record Cmmd(double value, int first, int second) {
    /** What the figure is, for help texts and cards. */
    public static final String DEFINITION =
            "CMMD (Jayasumana et al. 2024): squared MMD of the embeddings, Gaussian kernel of sigma 10, times 1000, each image compared with itself too;"
                    + " few images make it too large, so compare it under one n only.";

    /** How many images are too few for a figure that others could compare with: below, the bias alone is as large as small effects. */
    public static final int FEW = 1000;

    private static final double SIGMA = 10;
    private static final double SCALE = 1000;
    private static final double GAMMA = 1 / (2 * SIGMA * SIGMA);

    /**
     * The distance of two sets. It takes a time that grows with the square of their sizes.
     *
     * @param x embeddings of unit length and of one dimension; not changed
     * @param y the same of the other set
     * @param cancelled polled between images
     * @throws InvalidRequestException if a set is empty
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static Cmmd of(List<float[]> x, List<float[]> y, BooleanSupplier cancelled) {
        if (x.isEmpty() || y.isEmpty()) {
            throw new InvalidRequestException("CMMD: expected at least one image in both sets, got " + x.size()
                    + " and " + y.size() + " that could be evaluated");
        }
        // 1 - k loses no digits for near images, as k itself would, and the ones cancel in the sum.
        double apart = mean(x, y, cancelled);
        double within = mean(x, x, cancelled) + mean(y, y, cancelled);
        return new Cmmd(SCALE * (2 * apart - within), x.size(), y.size());
    }

    /** The mean of 1 - k over all pairs. */
    private static double mean(List<float[]> x, List<float[]> y, BooleanSupplier cancelled) {
        double sum = x.parallelStream()
                .mapToDouble(one -> {
                    if (cancelled.getAsBoolean()) {
                        throw new CancellationException("cancelled while CMMD was computed");
                    }
                    double row = 0;
                    for (float[] other : y) {
                        row -= Math.expm1(-GAMMA * squaredDistance(one, other));
                    }
                    return row;
                })
                .sum();
        return sum / ((double) x.size() * y.size());
    }

    private static double squaredDistance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = (double) one[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }

    /** What to know about a figure of few images; null if there are enough. */
    public @Nullable String caution() {
        return Math.min(first, second) >= FEW
                ? null
                : "CMMD of few images is biased upwards (" + first + " and " + second
                        + " here); compare it with figures of the same n only";
    }
}
