package org.clipmeter.explain;

import java.util.List;

/**
 * A score while patches of an image are deleted or inserted.
 *
 * @param shares of the patches that are deleted or inserted, from 0 to 1
 * @param scores at each share, in logits
 */
public record Curve(List<Double> shares, List<Double> scores) {
    /** A curve, with its points copied. */
    public Curve {
        shares = List.copyOf(shares);
        scores = List.copyOf(scores);
        if (shares.size() != scores.size() || shares.size() < 2) {
            throw new IllegalArgumentException(shares.size() + " shares and " + scores.size() + " scores");
        }
    }

    /** The area below the curve by trapezoids, which is the mean score along it, in logits. */
    public double area() {
        double area = 0;
        for (int i = 1; i < shares.size(); i++) {
            area += (shares.get(i) - shares.get(i - 1)) * (scores.get(i) + scores.get(i - 1)) / 2;
        }
        return area;
    }
}
