package org.clipmeter.explain;

import java.util.List;
import org.clipmeter.failure.InvalidRequestException;

/**
 * The lead of a text over neutral texts while patches of an image are deleted or inserted.
 *
 * @param shares of the patches that are deleted or inserted, from 0 to 1
 * @param leads at each share, in logits
 */
public record Curve(List<Double> shares, List<Double> leads) {
    /** A curve, with its points copied. */
    public Curve {
        shares = List.copyOf(shares);
        leads = List.copyOf(leads);
        if (shares.size() != leads.size() || shares.size() < 2) {
            throw new InvalidRequestException("explain: a curve of " + shares.size() + " shares and " + leads.size()
                    + " leads; expected as many of both, at least 2");
        }
    }

    /** The area below the curve by trapezoids, which is the mean lead along it, in logits. */
    public double area() {
        double area = 0;
        for (int i = 1; i < shares.size(); i++) {
            area += (shares.get(i) - shares.get(i - 1)) * (leads.get(i) + leads.get(i - 1)) / 2;
        }
        return area;
    }
}
