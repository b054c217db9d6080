package org.clipmeter.erasure;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.clipmeter.embed.ImageFlag;

/** Pictures that are all black, as a safety filter leaves them, or transparent: they are not what the model drew. */
public final class Flagged {
    /** From which share of flagged pictures on a figure is shown with and without them. */
    public static final double SHARE = 0.01;

    private static final Set<ImageFlag> FLAGS = Set.of(ImageFlag.ALL_BLACK, ImageFlag.TRANSPARENT);

    private Flagged() {}

    /** Whether a picture with these flags is one of them. */
    public static boolean is(Collection<ImageFlag> flags) {
        return flags.stream().anyMatch(FLAGS::contains);
    }

    /** Whether more than 1 % of the pictures are, so that a figure is shown with and without them. */
    public static <T> boolean matter(List<T> pictures, Predicate<T> flagged) {
        return pictures.stream().filter(flagged).count() > SHARE * pictures.size();
    }
}
