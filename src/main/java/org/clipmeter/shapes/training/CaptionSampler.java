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
final class CaptionSampler {
    private static final List<List<String>> PREFIXES = List.of(
            List.of("a", "photo", "of"),
            List.of("a", "picture", "of"),
            List.of("an", "image", "of"),
            List.of("a", "drawing", "of"));

    private final SplitMix64 random;

    CaptionSampler(SplitMix64 random) {
        this.random = random;
    }

    /** The probabilities that colour, shape, size and fill are stated. */
    private record Chances(double color, double shape, double size, double fill) {}

    Caption next(int[] scene) {
        int[] labels = new int[Caption.LABELS];
        Arrays.fill(labels, -1);
        List<String> words = new ArrayList<>();
        if (random.chance(4 / 9.0)) {
            words.addAll(PREFIXES.get(random.below(PREFIXES.size())));
        }
        Arrangement arrangement = Arrangement.values()[scene[0]];
        if (arrangement.isPair()) {
            pair(scene, arrangement, words, labels);
        } else {
            some(scene, arrangement, words, labels);
        }
        return new Caption(String.join(" ", words), labels);
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
            labels[Caption.BACKGROUND] = scene[Caption.BACKGROUND];
            words.addAll(List.of("on", "a", Background.values()[scene[Caption.BACKGROUND]].word(), "background"));
        }
    }

    private void pair(int[] scene, Arrangement arrangement, List<String> words, int[] labels) {
        labels[0] = scene[0];
        double u = random.uniform();
        double fill = scene[Caption.FIRST + 3] == Fill.SOLID.ordinal() ? 0 : .32;
        Chances chances =
                u < .70 ? new Chances(1, 1, .12, fill) : u < .85 ? new Chances(0, 1, 0, 0) : new Chances(1, 0, 0, 0);
        List<String> first = noun(scene, labels, Caption.FIRST, 1, chances);
        List<String> second = noun(scene, labels, Caption.SECOND, 1, chances);
        boolean fromFirst = random.chance(.5);
        words.addAll(fromFirst ? first : second);
        if (random.chance(.12)) {
            labels[0] = Caption.EITHER_ORDER;
            words.add("and");
        } else if (arrangement == Arrangement.LEFT_OF) {
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
        tell(scene, labels, at, chances.color());
        tell(scene, labels, at + 1, chances.shape());
        tell(scene, labels, at + 2, chances.size());
        tell(scene, labels, at + 3, chances.fill());
        return Caption.noun(labels, at, count, random.chance(.5) ? "shape" : "object");
    }

    private void tell(int[] scene, int[] labels, int at, double chance) {
        if (random.chance(chance)) {
            labels[at] = scene[at];
        }
    }
}
