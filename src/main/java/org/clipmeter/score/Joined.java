package org.clipmeter.score;

import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;

/** By what images were joined to prompts, in words. */
final class Joined {
    private Joined() {}

    /** Such as {@code joined by id, 10 images a prompt}. */
    static String words(Key key, Images images, boolean rowNumbers, List<Pair> pairs, int gaps) {
        String by =
                switch (key) {
                    case INDEX -> "by index, counted from 0";
                    case MANIFEST -> "by the folder's " + images.manifestName();
                    case GIVEN -> "by " + images.name();
                    default -> rowNumbers ? "by id, which is the prompt's row counted from 0" : "by id";
                };
        return "joined " + by + ", " + perPrompt(pairs)
                + (gaps == 0 ? "" : ", " + Messages.count(gaps, "prompt") + " without an image");
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
