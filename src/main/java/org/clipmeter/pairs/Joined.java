package org.clipmeter.pairs;

import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;

/** By what images were joined to prompts, in words. */
final class Joined {
    private Joined() {}

    /** Such as {@code joined by leading id, 10 images a prompt}. */
    static String words(String by, List<Pair> pairs, int gaps) {
        return "joined " + by + ", " + perPrompt(pairs)
                + (gaps == 0 ? "" : ", " + Messages.count(gaps, "prompt") + " without an image");
    }

    /** By what a list that states the images' prompts joins them. */
    static String asStated(Images images) {
        return images.key() == PairingKey.MANIFEST ? "by the folder's " + images.manifestName() : "by " + images.name();
    }

    private static String perPrompt(List<Pair> pairs) {
        Map<Object, Integer> counts = new HashMap<>();
        pairs.forEach(pair -> counts.merge(pair.prompt(), 1, Integer::sum));
        IntSummaryStatistics each =
                counts.values().stream().mapToInt(Integer::intValue).summaryStatistics();
        if (each.getMin() == each.getMax()) {
            return Messages.count(each.getMin(), "image") + " a prompt";
        }
        return each.getMin() + " to " + each.getMax() + " images a prompt";
    }
}
