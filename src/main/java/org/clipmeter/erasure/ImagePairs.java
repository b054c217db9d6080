package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images of two runs that were made from the same prompt and seed, joined by what lists and file names state and never by their
 * order.
 *
 * @param pairs the places of the joined images in both runs, in the first run's order
 * @param firstOnly images of the first run that have no partner
 * @param secondOnly images of the second run that have no partner
 * @param joined by what they were joined, in words; empty if nothing joins them
 */
public record ImagePairs(List<Pair> pairs, int firstOnly, int secondOnly, String joined) {
    /**
     * Two joined images.
     *
     * @param first the place in the first run, counted from 0
     * @param second the place in the second run
     */
    public record Pair(int first, int second) {}

    /** A way to join: what an image is called by; empty for an image that it can't name. */
    private record Way(String words, Function<ImageKey, String> name) {
        /** Numbers name images only if the rest of the name is the same for all images of a run. */
        boolean suits(List<ImageKey> first, List<ImageKey> second) {
            return !words.equals(NUMBER) || isOneSeries(first) && isOneSeries(second);
        }

        private static boolean isOneSeries(List<ImageKey> keys) {
            return keys.stream().map(ImageKey::series).distinct().count() == 1;
        }
    }

    private static final String NUMBER = "joined by the number at the end of the file name";

    private static final List<Way> WAYS = List.of(
            new Way("joined by file name", key -> key.stem()),
            new Way(NUMBER, ImageKey::number),
            new Way("joined by prompt id", key -> Objects.requireNonNullElse(key.id(), "")),
            new Way("joined by prompt", key -> Objects.requireNonNullElse(key.prompt(), "")));

    /** The pairs, with their list copied. */
    public ImagePairs {
        pairs = List.copyOf(pairs);
    }

    /**
     * Joins images by the first of these that names each image of both runs uniquely and joins at least one: the whole file name, the
     * number at its end if only that differs within each run, the prompt's id, the prompt. Images whose lists state different prompts are not joined.
     */
    public static ImagePairs of(List<ImageKey> first, List<ImageKey> second) {
        for (Way way : WAYS) {
            Map<List<String>, Integer> ones = places(first, way);
            Map<List<String>, Integer> others = places(second, way);
            if (ones.size() != first.size() || others.size() != second.size() || !way.suits(first, second)) {
                continue;
            }
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < first.size(); i++) {
                Integer partner =
                        others.get(List.of(first.get(i).group(), way.name().apply(first.get(i))));
                if (partner != null && samePrompt(first.get(i), second.get(partner))) {
                    pairs.add(new Pair(i, partner));
                }
            }
            if (!pairs.isEmpty()) {
                return new ImagePairs(pairs, first.size() - pairs.size(), second.size() - pairs.size(), way.words());
            }
        }
        return new ImagePairs(List.of(), first.size(), second.size(), "");
    }

    private static Map<List<String>, Integer> places(List<ImageKey> keys, Way way) {
        return new HashMap<>(IntStream.range(0, keys.size())
                .boxed()
                .filter(i -> !way.name().apply(keys.get(i)).isEmpty())
                .collect(Collectors.toMap(
                        i -> List.of(keys.get(i).group(), way.name().apply(keys.get(i))),
                        i -> i,
                        (one, other) -> one)));
    }

    private static boolean samePrompt(ImageKey one, ImageKey other) {
        return one.prompt() == null || other.prompt() == null || one.prompt().equals(other.prompt());
    }

    /** What was not joined, in words such as {@code 3 only in uce}; empty if everything was joined. */
    public List<String> leftovers(String firstName, String secondName) {
        List<String> words = new ArrayList<>();
        if (firstOnly > 0) {
            words.add(firstOnly + " only in " + firstName);
        }
        if (secondOnly > 0) {
            words.add(secondOnly + " only in " + secondName);
        }
        return words;
    }
}
