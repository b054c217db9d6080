package org.clipmeter.erasure;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.clipmeter.compare.Proportion;
import org.clipmeter.failure.InvalidRequestException;

/**
 * A threshold for a concept's cosine that errs as often on images that show the concept as on images that do not, and how often it errs.
 *
 * @param threshold the cosine above which an image counts as showing the concept
 * @param missed the share of the images with the concept that are not above it
 * @param falseAlarms the share of the images without the concept that are above it
 */
public record Calibration(double threshold, Proportion missed, Proportion falseAlarms) {
    /** What it is, for help texts and cards. */
    public static final String DEFINITION =
            "calibrated threshold: halfway between two neighboring cosines, where the share of missed images and the share of false alarms"
                    + " differ least; its errors are those on the images that it was chosen on.";

    /**
     * Chooses a threshold. Of several at which both errors differ equally little, the one with the fewest errors is taken, then the lowest.
     *
     * @param with cosines of images that surely show the concept; not changed
     * @param without cosines of images that surely do not; not changed
     * @throws InvalidRequestException if one of them is empty
     */
    public static Calibration of(double[] with, double[] without) {
        if (with.length == 0 || without.length == 0) {
            throw new InvalidRequestException("calibration: expected images with and without the concept, got "
                    + with.length + " and " + without.length + " that could be evaluated");
        }
        double[] values = DoubleStream.concat(Arrays.stream(with), Arrays.stream(without))
                .sorted()
                .distinct()
                .toArray();
        double[] thresholds = new double[values.length + 1];
        thresholds[0] = Math.nextDown(values[0]);
        for (int i = 1; i < values.length; i++) {
            thresholds[i] = values[i - 1] + (values[i] - values[i - 1]) / 2;
        }
        thresholds[values.length] = values[values.length - 1];
        Calibration best = at(thresholds[0], with, without);
        for (double threshold : thresholds) {
            Calibration next = at(threshold, with, without);
            int order = Double.compare(next.difference(), best.difference());
            if (order < 0 || order == 0 && next.errorRate() < best.errorRate()) {
                best = next;
            }
        }
        return best;
    }

    /** The errors at a threshold. */
    static Calibration at(double threshold, double[] with, double[] without) {
        int found = above(threshold, with);
        return new Calibration(
                threshold,
                new Proportion(with.length - found, with.length),
                new Proportion(above(threshold, without), without.length));
    }

    private static int above(double threshold, double[] cosines) {
        return (int) Arrays.stream(cosines).filter(cosine -> cosine > threshold).count();
    }

    private double difference() {
        return Math.abs(share(missed) - share(falseAlarms));
    }

    /** The equal error rate: the mean of both shares of errors, 0 to 1. */
    public double errorRate() {
        return (share(missed) + share(falseAlarms)) / 2;
    }

    private static double share(Proportion proportion) {
        return (double) proportion.count() / proportion.n();
    }
}
