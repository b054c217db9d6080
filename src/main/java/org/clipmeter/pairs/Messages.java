package org.clipmeter.pairs;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.failure.OneLine;

/** Words of errors: one line each, bounded, nothing in them that a terminal or a page would act on. */
final class Messages {
    private static final int LONGEST_NAME = 60;
    private static final int FEW = 3;

    private Messages() {}

    /** A name, shortened from the front, since file names differ at their ends. */
    static String name(String name) {
        return OneLine.name(name, LONGEST_NAME);
    }

    /** The first three names and how many more there are. */
    static String firstFew(Collection<String> names) {
        return few(names.stream().map(Messages::name).toList());
    }

    /** The first three things that were left out, with the reasons, and how many more there are. */
    static String firstReasons(Collection<Skipped> skipped) {
        return few(skipped.stream()
                .map(one -> name(one.name()) + " " + one.reason())
                .toList());
    }

    private static String few(List<String> texts) {
        String few = texts.stream().limit(FEW).collect(Collectors.joining(", "));
        return texts.size() <= FEW ? few : few + " and " + (texts.size() - FEW) + " more";
    }

    /** {@code 1 image}, {@code 2 images}. */
    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
