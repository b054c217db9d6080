package org.clipmeter.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a map's order says what the lead of the text over neutral texts depends on. Patches are deleted from the image, or
 * inserted into an image of one color, the most relevant first. A faithful order makes the lead fall early and rise early: a
 * small area under deletion, a large one under insertion.
 *
 * @param deletion the lead while patches are deleted in the map's order
 * @param insertion the lead while they are inserted in the map's order
 * @param random the lead while they are deleted in each of the random orders. Inserting in the opposite order passes the
 *     same images the other way round, so that the areas are also those of as many random orders of insertion.
 * @param yardstick both curves of the order by occlusion; null if it was not computed
 * @param resolution areas that differ by no more are equal, because embeddings are rounded
 */
public record Faithfulness(
        Curve deletion,
        Curve insertion,
        List<Curve> random,
        @Nullable Yardstick yardstick,
        double resolution) {
    /**
     * The curves of the order by occlusion.
     *
     * @param deletion as above
     * @param insertion as above
     */
    public record Yardstick(Curve deletion, Curve insertion) {}

    /** The curves, with their list copied. */
    public Faithfulness {
        random = List.copyOf(random);
    }

    /** How many of the random orders lower the lead more slowly than the map's: their areas under deletion are larger. */
    public int deletionBeats() {
        double area = deletion.area();
        return (int) random.stream()
                .filter(curve -> area < curve.area() - resolution)
                .count();
    }

    /** How many of the random orders raise the lead more slowly than the map's: their areas under insertion are smaller. */
    public int insertionBeats() {
        double area = insertion.area();
        return (int) random.stream()
                .filter(curve -> area > curve.area() + resolution)
                .count();
    }

    /** How many decimals tell the areas apart: 2, or 4 if all leads are small, as those of a model whose logits are cosines. */
    public int decimals() {
        return random.stream().flatMap(curve -> curve.leads().stream()).anyMatch(lead -> Math.abs(lead) >= 1) ? 2 : 4;
    }

    /** The mean area of the random orders, of deletion and of insertion. */
    public double randomArea() {
        return random.stream().mapToDouble(Curve::area).average().orElseThrow();
    }
}
