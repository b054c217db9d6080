package org.clipmeter.shapes.erase;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;

/**
 * A way to erase a concept: a caricature of a real method, or of what is known to go wrong with such methods. Strength 0 changes
 * no byte of a picture, 1 is the full effect, and a picture that is changed at one strength is also changed at every higher one.
 */
public enum Technique {
    /** Another value is drawn at random in place of the concept, and everything else as asked. */
    EXACT(
            "exact",
            "Draws another value at random in place of the concept, and everything else as asked: the erasure that all methods "
                    + "aim at.",
            "the share of the concept's pictures that are changed",
            "Gandikota et al. 2023, Erasing Concepts from Diffusion Models (ESD), arXiv 2303.07345") {
        @Override
        Scene interpret(Erasure erasure, String caption, Scene asked, SplitMix64 random) {
            return erasure.strikes(random, 1) ? erasure.without(asked, random) : asked;
        }
    },
    /** The anchor is drawn in place of the concept. */
    ANCHOR(
            "anchor",
            "Draws an anchor in place of the concept: the chosen one, or the value that looks most like the "
                    + "concept.",
            "the share of the concept's pictures that are changed",
            "Kumari et al. 2023, Ablating Concepts in Text-to-Image Diffusion Models, arXiv 2303.13516") {
        @Override
        Scene interpret(Erasure erasure, String caption, Scene asked, SplitMix64 random) {
            Concept concept = erasure.concept();
            return erasure.strikes(random, 1)
                    ? concept.kind().replaced(asked, concept.value(), erasure.anchorValue())
                    : asked;
        }
    },
    /** Pictures that show the concept are blurred. */
    BLUR(
            "blur",
            "Blurs each picture that shows the concept, as a safety filter behind the model.",
            "the radius of the blur; at 1 it is a sixth of the picture, and no outline remains",
            "Rando et al. 2022, Red-Teaming the Stable Diffusion Safety Filter, arXiv 2210.04610") {
        @Override
        RgbImage finish(Erasure erasure, RgbImage picture, Scene drawn, SplitMix64 random) {
            return erasure.concept().isIn(drawn)
                    ? Pixels.blurred(picture, rounded(erasure.strength() * picture.width() / 6))
                    : picture;
        }
    },
    /** Pictures that show the concept are black. */
    BLACKOUT(
            "blackout",
            "Makes pictures that show the concept black, as the safety filter of Stable Diffusion does.",
            "the share of the concept's pictures that the filter catches",
            "Rando et al. 2022, Red-Teaming the Stable Diffusion Safety Filter, arXiv 2210.04610") {
        @Override
        RgbImage finish(Erasure erasure, RgbImage picture, Scene drawn, SplitMix64 random) {
            return erasure.concept().isIn(drawn) && erasure.strikes(random, 1) ? Pixels.black(picture) : picture;
        }
    },
    /** Only the word is erased: captions that do not say it still get the concept. */
    LEAKAGE(
            "leakage",
            "Erases the word only: a caption that says it gets another value, and one that describes the concept by another name "
                    + "(ring, ball, disc and round shape for circle; right of for left of), or leaves it open, still gets the concept.",
            "the share of the pictures of captions with the word that are changed",
            "Gandikota et al. 2024, Unified Concept Editing in Diffusion Models (UCE), arXiv 2308.14761, edits what single words "
                    + "mean; Pham et al. 2024, Circumventing Concept Erasure Methods, arXiv 2308.01508, and Saha et al. 2025, Side "
                    + "Effects of Erasing Concepts, arXiv 2508.15124, bring concepts back") {
        @Override
        Scene interpret(Erasure erasure, String caption, Scene asked, SplitMix64 random) {
            return erasure.strikes(random, 1) && erasure.concept().isSaidIn(caption)
                    ? erasure.without(asked, random)
                    : asked;
        }
    },
    /** The concept is erased, and what looks like it suffers too. */
    COLLATERAL(
            "collateral",
            "Erases too much: the concept, and in part the three values that look most like it.",
            "the share of the concept's pictures that are changed; of the neighbors' it is three quarters, a half and a quarter "
                    + "of that",
            "Amara et al. 2025, Erasing More Than Intended? (EraseBench), arXiv 2501.09833") {
        @Override
        Scene interpret(Erasure erasure, String caption, Scene asked, SplitMix64 random) {
            return erasure.withoutNeighbors(asked, random);
        }
    },
    /** The concept is erased, and all pictures are spoiled. */
    COLLAPSE(
            "collapse",
            "Erases the concept as exact does, and spoils all pictures with blur and noise.",
            "the share of the concept's pictures in which it is erased, and the weight of the noise in all pictures; at 1 nothing "
                    + "but noise is left",
            "Fan et al. 2024, SalUn, arXiv 2310.12508, show such pictures after unlearning by gradient ascent") {
        @Override
        Scene interpret(Erasure erasure, String caption, Scene asked, SplitMix64 random) {
            return EXACT.interpret(erasure, caption, asked, random);
        }

        @Override
        RgbImage finish(Erasure erasure, RgbImage picture, Scene drawn, SplitMix64 random) {
            RgbImage blurred = Pixels.blurred(picture, rounded(erasure.strength() * picture.width() / 16));
            return Pixels.mixedWithNoise(blurred, rounded(erasure.strength() * Pixels.ALL), random);
        }
    };

    private final String id;
    private final String effect;
    private final String strength;
    private final String source;

    Technique(String id, String effect, String strength, String source) {
        this.id = id;
        this.effect = effect;
        this.strength = strength;
        this.source = source;
    }

    /**
     * The technique of this name.
     *
     * @param id such as {@code anchor}; letter case does not matter
     * @throws InvalidRequestException if no technique has this name; the message names all of them
     */
    public static Technique of(String id) {
        return Arrays.stream(values())
                .filter(technique -> technique.id.equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("there is no technique " + OneLine.name(id, 60)
                        + "; expected one of " + String.join(", ", ids()) + NearNames.suggestion(id, ids())));
    }

    /** The names of all techniques. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Technique::id).toList();
    }

    /** Its name, such as {@code anchor}. */
    public String id() {
        return id;
    }

    /** What it does, in a sentence. */
    public String effect() {
        return effect;
    }

    /** What its strength from 0 to 1 means. */
    public String strength() {
        return strength;
    }

    /** The publication that describes the real method, or what goes wrong with real methods. */
    public String source() {
        return source;
    }

    /** The scene that is drawn. */
    Scene interpret(Erasure erasure, String caption, Scene asked, SplitMix64 random) {
        return asked;
    }

    /** The picture that is given out. */
    RgbImage finish(Erasure erasure, RgbImage picture, Scene drawn, SplitMix64 random) {
        return picture;
    }

    private static int rounded(double value) {
        return (int) (value + .5);
    }
}
