package org.clipmeter.shapes.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Background;
import org.clipmeter.shapes.Caption;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.SplitMix64;

/** Draws random captions of a scene: some state much and some little, and all of it is true. */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
public final class CaptionSampler {
    private static final List<List<String>> PREFIXES = List.of(
            List.of("a", "photo", "of"),
            List.of("a", "picture", "of"),
            List.of("an", "image", "of"),
            List.of("a", "drawing", "of"));

    /** How often a caption uses a synonym of a colour or shape that has one. */
    private static final double SYNONYMS = .15;

    private final SplitMix64 random;

    public CaptionSampler(SplitMix64 random) {
        this.random = random;
    }

    /** The probabilities that colour, shape, size and fill are stated. */
    private record Chances(double color, double shape, double size, double fill) {}

    public Caption next(int[] scene) {
        int[] labels = new int[Caption.LABELS];
        Arrays.fill(labels, -1);
        List<String> words = new ArrayList<>();
        if (random.chance(4 / 9.0)) {
            words.addAll(PREFIXES.get(random.below(PREFIXES.size())));
        }
        Arrangement arrangement = Arrangement.values()[scene[0]];
        if (arrangement.isPair()) {
            pair(scene, arrangement, words, labels);
            if (random.chance(.15)) {
                background(scene, words, labels);
            }
        } else {
            some(scene, arrangement, words, labels);
        }
        return new Caption(String.join(" ", words), labels);
    }

    /**
     * A caption that states almost everything, for a model that draws what captions say: what it leaves out, the model
     * draws as {@link org.clipmeter.shapes.Scene#parse} takes it.
     */
    public Caption full(int[] scene) {
        int[] labels = new int[Caption.LABELS];
        Arrays.fill(labels, -1);
        List<String> words = new ArrayList<>();
        if (random.chance(.3)) {
            words.addAll(PREFIXES.get(random.below(PREFIXES.size())));
        }
        Arrangement arrangement = Arrangement.values()[scene[0]];
        labels[0] = scene[0];
        Chances chances = new Chances(.93, .96, .93, scene[Caption.FIRST + 3] == Fill.SOLID.ordinal() ? .2 : .95);
        if (arrangement.isPair()) {
            related(scene, arrangement, words, labels, chances);
        } else {
            words.addAll(noun(scene, labels, Caption.FIRST, arrangement.count(), chances));
        }
        if (random.chance(.93)) {
            background(scene, words, labels);
        }
        return new Caption(String.join(" ", words), labels);
    }

    private static void background(int[] scene, List<String> words, int[] labels) {
        labels[Caption.BACKGROUND] = scene[Caption.BACKGROUND];
        words.addAll(List.of("on", "a", Background.values()[scene[Caption.BACKGROUND]].word(), "background"));
    }

    private void some(int[] scene, Arrangement arrangement, List<String> words, int[] labels) {
        labels[0] = scene[0];
        double size = .3;
        double fill = scene[Caption.FIRST + 3] == Fill.SOLID.ordinal() ? .12 : .8;
        double u = random.uniform();
        Chances chances;
        if (u < .62) {
            chances = new Chances(1, 1, size, fill);
        } else if (u < .80) {
            chances = new Chances(0, 1, .5 * size, .4 * fill);
        } else if (u < .90) {
            chances = new Chances(1, 0, .5 * size, .4 * fill);
        } else {
            chances = new Chances(.5, .5, .6, .6);
        }
        words.addAll(noun(scene, labels, Caption.FIRST, arrangement.count(), chances));
        if (random.chance(.3)) {
            background(scene, words, labels);
        }
    }

    private void pair(int[] scene, Arrangement arrangement, List<String> words, int[] labels) {
        labels[0] = scene[0];
        double u = random.uniform();
        double fill = scene[Caption.FIRST + 3] == Fill.SOLID.ordinal() ? 0 : .32;
        Chances chances =
                u < .70 ? new Chances(1, 1, .12, fill) : u < .85 ? new Chances(0, 1, 0, 0) : new Chances(1, 0, 0, 0);
        if (!random.chance(.12)) {
            related(scene, arrangement, words, labels, chances);
            return;
        }
        List<String> first = noun(scene, labels, Caption.FIRST, 1, chances);
        List<String> second = noun(scene, labels, Caption.SECOND, 1, chances);
        boolean fromFirst = random.chance(.5);
        words.addAll(fromFirst ? first : second);
        labels[0] = Caption.EITHER_ORDER;
        words.add("and");
        words.addAll(fromFirst ? second : first);
    }

    private void related(int[] scene, Arrangement arrangement, List<String> words, int[] labels, Chances chances) {
        List<String> first = noun(scene, labels, Caption.FIRST, 1, chances);
        List<String> second = noun(scene, labels, Caption.SECOND, 1, chances);
        boolean fromFirst = random.chance(.5);
        words.addAll(fromFirst ? first : second);
        if (arrangement == Arrangement.LEFT_OF) {
            if (random.chance(.4)) {
                words.addAll(List.of("to", "the"));
            }
            words.addAll(List.of(fromFirst ? "left" : "right", "of"));
        } else {
            words.add(fromFirst ? "above" : random.chance(.7) ? "below" : "under");
        }
        words.addAll(fromFirst ? second : first);
    }

    private List<String> noun(int[] scene, int[] labels, int at, int count, Chances chances) {
        boolean free = scene[at] == FreeColors.LABEL;
        tell(scene, labels, at, free ? 0 : chances.color());
        tell(scene, labels, at + 1, free ? 1 : chances.shape());
        tell(scene, labels, at + 2, chances.size());
        tell(scene, labels, at + 3, chances.fill());
        return Caption.noun(labels, at, count, random.chance(.5) ? "shape" : "object", this::choose);
    }

    private String choose(List<String> names) {
        return names.size() > 1 && random.chance(SYNONYMS)
                ? names.get(1 + random.below(names.size() - 1))
                : names.get(0);
    }

    private void tell(int[] scene, int[] labels, int at, double chance) {
        if (random.chance(chance)) {
            labels[at] = scene[at];
        }
    }
}
