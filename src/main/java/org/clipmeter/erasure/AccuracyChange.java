package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.clipmeter.compare.Proportion;
import org.clipmeter.compare.ProportionChange;
import org.jspecify.annotations.Nullable;

/**
 * How UA, IRA and CRA differ between two techniques: over the images of the same prompts and seeds if they can be joined, else over all images of both.
 *
 * @param ua the change of unlearning accuracy; null if a technique has no image for it
 * @param ira the change of in-domain retain accuracy; null if a technique has no image for it
 * @param cra the change of cross-domain retain accuracy; null if a technique has no image for it
 * @param joined how the images were joined; empty if they were not
 * @param leftOut what was not joined, in words; empty if nothing was left out
 */
public record AccuracyChange(
        @Nullable ProportionChange ua,
        @Nullable ProportionChange ira,
        @Nullable ProportionChange cra,
        String joined,
        List<String> leftOut) {
    /** The change, with its list copied. */
    public AccuracyChange {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * The change from a baseline to another technique. The techniques were asked for the same concepts, and one model saw the images of both.
     *
     * @param baselineName for words about what was left out
     * @param otherName for words about what was left out
     */
    public static AccuracyChange of(
            String baselineName, ErasureAccuracy baseline, String otherName, ErasureAccuracy other) {
        List<SeenImage> first = evaluated(baseline);
        List<SeenImage> second = evaluated(other);
        ImagePairs pairs = ImagePairs.of(keys(first), keys(second));
        if (pairs.pairs().isEmpty()) {
            return new AccuracyChange(
                    groups(baseline.pooled().ua(), other.pooled().ua()).orElse(null),
                    groups(baseline.pooled().ira(), other.pooled().ira()).orElse(null),
                    groups(share(baseline.pooled().cra()), share(other.pooled().cra()))
                            .orElse(null),
                    "",
                    List.of());
        }
        return new AccuracyChange(
                paired(pairs, first, second, image -> image.image().isTarget(), SeenImage::isRight)
                        .orElse(null),
                paired(pairs, first, second, image -> !image.image().isTarget(), SeenImage::isRight)
                        .orElse(null),
                paired(pairs, first, second, image -> image.image().second() != null, SeenImage::showsItsSecond)
                        .orElse(null),
                pairs.joined(),
                pairs.leftovers(baselineName, otherName));
    }

    private static List<SeenImage> evaluated(ErasureAccuracy accuracy) {
        return accuracy.images().stream().filter(image -> image.fault() == null).toList();
    }

    private static List<ImageKey> keys(List<SeenImage> images) {
        return images.stream().map(image -> image.image().key()).toList();
    }

    private static Proportion share(@Nullable Proportion share) {
        return share == null ? new Proportion(0, 0) : share;
    }

    private static Optional<ProportionChange> groups(Proportion one, Proportion other) {
        return one.n() == 0 || other.n() == 0 ? Optional.empty() : Optional.of(ProportionChange.ofGroups(one, other));
    }

    private static Optional<ProportionChange> paired(
            ImagePairs pairs,
            List<SeenImage> first,
            List<SeenImage> second,
            Predicate<SeenImage> counts,
            Predicate<SeenImage> right) {
        List<ImagePairs.Pair> chosen = new ArrayList<>();
        for (ImagePairs.Pair pair : pairs.pairs()) {
            if (counts.test(first.get(pair.first())) && counts.test(second.get(pair.second()))) {
                chosen.add(pair);
            }
        }
        boolean[] ones = new boolean[chosen.size()];
        boolean[] others = new boolean[chosen.size()];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = right.test(first.get(chosen.get(i).first()));
            others[i] = right.test(second.get(chosen.get(i).second()));
        }
        return ones.length == 0 ? Optional.empty() : Optional.of(ProportionChange.ofPairs(ones, others));
    }
}
