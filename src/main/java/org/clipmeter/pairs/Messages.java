package org.clipmeter.pairs;

import java.util.Collection;
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
        String few = names.stream().limit(FEW).map(Messages::name).collect(Collectors.joining(", "));
        return names.size() <= FEW ? few : few + " and " + (names.size() - FEW) + " more";
    }

    /** {@code 1 image}, {@code 2 images}. */
    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
