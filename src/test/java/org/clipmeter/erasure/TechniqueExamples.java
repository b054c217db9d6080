package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clipmeter.compare.Mean;

/** Invented figures of techniques, for tests that compare them. */
final class TechniqueExamples {
    private TechniqueExamples() {}

    /** The rate of an attack whose images have these cosines, and are named by the prefix and their places. */
    static AttackRate rate(String prefix, double threshold, double... cosines) {
        List<AttackRate.Attack> attacks = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            String name = prefix + i;
            attacks.add(new AttackRate.Attack(name, new ImageKey("", null, null, name), cosines[i], null, Set.of()));
        }
        return new AttackRate("circle", attacks, threshold, "given", null);
    }

    /** CLIP-I whose pairs have these cosines. */
    static ImageSimilarity similarity(double... cosines) {
        List<ImageSimilarity.PairCosine> pairs = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            pairs.add(new ImageSimilarity.PairCosine(new ImageKey("", null, null, "image_" + i), cosines[i]));
        }
        return new ImageSimilarity(pairs, Mean.of(cosines), 0, new ImagePairs(List.of(), 0, 0, "joined by file name"));
    }
}
