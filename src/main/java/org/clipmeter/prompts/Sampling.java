package org.clipmeter.prompts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** Ways to take fewer prompts than there are. The file's order is kept, and the set that is given stays as it is. */
public final class Sampling {
    private Sampling() {}

    /**
     * The first prompts. TIFA v1.0 is in blocks: its first 2,000 are all COCO.
     *
     * @param limit the most to take, at least 1; null for all
     * @throws IllegalArgumentException in one line, if the limit is below 1
     */
    public static PromptSet head(PromptSet set, @Nullable Integer limit) {
        int count = count(set, limit);
        return set.taking(set.prompts().subList(0, count), set.availableCount()).askedWithLimit(limit);
    }

    /**
     * Prompts drawn at random, each source in proportion to its size (largest remainder). The same seed gives the same
     * prompts on every system.
     *
     * @param limit the most to take, at least 1; null for all
     * @param seed of the random numbers
     * @throws IllegalArgumentException in one line, if the limit is below 1
     */
    public static PromptSet stratified(PromptSet set, @Nullable Integer limit, long seed) {
        int count = count(set, limit);
        Map<String, List<Integer>> positions = new LinkedHashMap<>();
        for (int i = 0; i < set.size(); i++) {
            positions
                    .computeIfAbsent(set.prompts().get(i).source(), source -> new ArrayList<>())
                    .add(i);
        }
        Map<String, Integer> shares = shares(set.countBySource(), count);
        List<Integer> chosen = new ArrayList<>(count);
        positions.forEach((source, all) -> {
            Collections.shuffle(all, new Random(31 * seed + source.hashCode()));
            chosen.addAll(all.subList(0, shares.getOrDefault(source, 0)));
        });
        Collections.sort(chosen);
        return set.taking(chosen.stream().map(set.prompts()::get).toList(), set.availableCount())
                .askedWithLimit(limit);
    }

    /**
     * The prompts of one source; they count as all that are available.
     *
     * @throws IllegalArgumentException if there are none, naming the sources that there are
     */
    public static PromptSet ofSource(PromptSet set, String source) {
        List<Prompt> kept = set.prompts().stream()
                .filter(prompt -> prompt.source().equals(source))
                .toList();
        if (kept.isEmpty()) {
            throw new InvalidRequestException(
                    "No prompt of " + set.name() + " has the source \"" + source + "\"; expected one of "
                            + String.join(", ", set.countBySource().keySet()));
        }
        return set.taking(kept, kept.size());
    }

    private static Map<String, Integer> shares(Map<String, Integer> sizes, int count) {
        long total = sizes.values().stream().mapToLong(Integer::longValue).sum();
        Map<String, Integer> shares = new LinkedHashMap<>();
        Map<String, Long> remainders = new LinkedHashMap<>();
        int left = count;
        for (Map.Entry<String, Integer> source : sizes.entrySet()) {
            long exact = (long) count * source.getValue();
            int share = (int) (exact / total);
            shares.put(source.getKey(), share);
            remainders.put(source.getKey(), exact % total);
            left -= share;
        }
        remainders.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(left)
                .forEach(source -> shares.merge(source.getKey(), 1, Integer::sum));
        return shares;
    }

    private static int count(PromptSet set, @Nullable Integer limit) {
        if (limit == null) {
            return set.size();
        }
        if (limit < 1) {
            throw new InvalidRequestException("The limit is " + limit + "; expected a limit of at least 1, or none");
        }
        return Math.min(limit, set.size());
    }
}
