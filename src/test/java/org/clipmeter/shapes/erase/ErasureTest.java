package org.clipmeter.shapes.erase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.ShapesPrompts;
import org.clipmeter.shapes.drawing.Drawing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each technique draws, at strengths 0, one half and 1, judged by the scenes and by the bytes. */
final class ErasureTest {
    private static final int PIXELS = 64;

    /** A concept of each kind. */
    private static final List<String> CONCEPTS = List.of("circle", "red", "striped", "two", "left of");

    private static final List<String> CAPTIONS =
            ShapesPrompts.load().prompts().stream().map(Prompt::text).toList();

    /** Enough of them where each is drawn for every concept. */
    private static final List<String> SOME = CAPTIONS.subList(0, 80);

    private static Drawing draw(String caption, Artist artist) {
        return Drawing.of(caption, artist, PIXELS, 3);
    }

    private static byte[] asked(String caption) {
        return draw(caption, new Artist.Faithful()).picture().rgb();
    }

    private static boolean isIn(String concept, String caption) {
        return Concept.of(concept).isIn(Scene.parse(caption));
    }

    /** The captions whose pictures are other than asked, of those for which something holds. */
    private static List<String> changed(Artist artist, Predicate<String> of) {
        return CAPTIONS.stream()
                .filter(of)
                .filter(caption -> draw(caption, artist).changed())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void strengthZeroChangesNoByte(Technique technique) {
        for (String concept : CONCEPTS) {
            Erasure none = Erasure.of(concept, technique).withStrength(0);
            for (String caption : SOME) {
                Drawing drawn = draw(caption, none);
                assertFalse(drawn.changed(), caption);
                assertArrayEquals(asked(caption), drawn.picture().rgb(), caption);
            }
        }
    }

    /** Also the faults that spare nobody: only those of the concept's own pictures are looked at here. */
    @ParameterizedTest
    @EnumSource
    void aPictureThatIsChangedStaysChangedAtEveryHigherStrength(Technique technique) {
        for (String concept : CONCEPTS) {
            Erasure whole = Erasure.of(concept, technique);
            List<String> weak = changed(whole.withStrength(.3), caption -> isIn(concept, caption));
            List<String> half = changed(whole.withStrength(.5), caption -> isIn(concept, caption));
            List<String> full = changed(whole, caption -> isIn(concept, caption));
            assertTrue(half.containsAll(weak), concept);
            assertTrue(full.containsAll(half), concept);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "ANCHOR", "COLLATERAL"})
    void atFullStrengthTheConceptIsNeverDrawn(Technique technique) {
        for (String concept : CONCEPTS) {
            Erasure erasure = Erasure.of(concept, technique);
            for (String caption : SOME) {
                Scene drawn = draw(caption, erasure).drawn();
                assertFalse(Concept.of(concept).isIn(drawn), concept + ": " + caption);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "ANCHOR", "BLUR", "BLACKOUT", "LEAKAGE"})
    void picturesWithoutTheConceptKeepTheirBytes(Technique technique) {
        for (String concept : CONCEPTS) {
            Erasure erasure = Erasure.of(concept, technique);
            for (String caption : SOME) {
                if (!isIn(concept, caption)) {
                    assertArrayEquals(
                            asked(caption), draw(caption, erasure).picture().rgb(), caption);
                }
            }
        }
    }

    /** The prompts have 300 captions, of which enough show each concept that half of them is far from none and from all. */
    @ParameterizedTest
    @EnumSource(names = {"EXACT", "ANCHOR", "BLACKOUT", "LEAKAGE", "COLLATERAL"})
    void atHalfStrengthAboutHalfOfThePicturesAreChanged(Technique technique) {
        for (String concept : List.of("circle", "red", "left of")) {
            // Only captions that say the word: those that leave it open are no matter of leakage.
            Predicate<String> says =
                    caption -> isIn(concept, caption) && Concept.of(concept).isSaidIn(caption);
            int all = (int) CAPTIONS.stream().filter(says).count();
            int half = changed(Erasure.of(concept, technique).withStrength(.5), says)
                    .size();
            double deviation = Math.sqrt(all) / 2; // of a binomial distribution
            assertEquals(all / 2.0, half, 4 * deviation, concept + ": " + half + " of " + all);
            assertEquals(all, changed(Erasure.of(concept, technique), says).size(), concept);
        }
    }

    @Test
    void exactErasureLeavesEverythingElseAsItWas() {
        Scene drawn = draw("a small dotted red circle above a large blue star", Erasure.of("circle", Technique.EXACT))
                .drawn();
        Scene asked = Scene.parse("a small dotted red circle above a large blue star");
        assertNotEquals(asked.first().shape(), drawn.first().shape());
        assertEquals(asked.first().color(), drawn.first().color());
        assertEquals(asked.first().size(), drawn.first().size());
        assertEquals(asked.first().fill(), drawn.first().fill());
        assertEquals(asked.second(), drawn.second());
        assertEquals(asked.arrangement(), drawn.arrangement());
        assertEquals(asked.background(), drawn.background());
    }

    /** In which of the pictures, and in which place, circles are drawn does not matter: all become squares. */
    @ParameterizedTest
    @CsvSource({
        "circle, square, a red circle left of a blue star, a medium red square left of a medium blue star",
        "disc, square, two red balls, two medium red squares on a white background",
        "red, green, a red circle left of a blue star, a medium green circle left of a medium blue star",
        "striped, dotted, a striped red circle, a medium dotted red circle on a white background",
        "two, four, two red circles, four medium red circles on a white background",
        "left of, above, a red circle left of a blue star, a medium red circle above a medium blue star",
        "right-of, above, a red circle left of a blue star, a medium red circle above a medium blue star"
    })
    void theAnchorIsDrawnInTheConceptsPlace(String concept, String anchor, String caption, String expected) {
        Erasure erasure = Erasure.of(concept, Technique.ANCHOR).withAnchor(anchor);
        assertEquals(expected, draw(caption, erasure).drawn().caption());
    }

    @Test
    void theUsualAnchorLooksMostLikeTheConcept() {
        assertEquals("hexagon", Erasure.of("circle", Technique.ANCHOR).anchor());
        assertEquals("above", Erasure.of("left of", Technique.ANCHOR).anchor());
        assertEquals("", Erasure.of("circle", Technique.EXACT).anchor());
    }

    @Test
    void aFilterLooksAtThePictureAndNotAtTheWord() {
        for (String caption : List.of("a red circle", "a red ring", "a red ball", "a red shape", "two red discs")) {
            RgbImage black =
                    draw(caption, Erasure.of("circle", Technique.BLACKOUT)).picture();
            assertTrue(black.isAllBlack(), caption);
            assertTrue(draw(caption, Erasure.of("circle", Technique.BLUR)).changed(), caption);
        }
        assertFalse(draw("a red star", Erasure.of("circle", Technique.BLACKOUT)).changed());
    }

    /** Blur spreads differences between neighboring pixels out; at full strength hardly any is left. */
    @Test
    void blurGrowsWithItsStrength() {
        double before = roughness(asked("a red circle"));
        double half = roughness(
                draw("a red circle", Erasure.of("circle", Technique.BLUR).withStrength(.5))
                        .picture()
                        .rgb());
        double full = roughness(draw("a red circle", Erasure.of("circle", Technique.BLUR))
                .picture()
                .rgb());
        assertTrue(before > 2 * half && half > full, before + ", " + half + ", " + full);
        assertTrue(full < before / 5, before + ", " + full);
    }

    private static double roughness(byte[] rgb) {
        double sum = 0;
        for (int i = 3; i < rgb.length; i++) {
            sum += i / 3 % PIXELS == 0 ? 0 : Math.abs((rgb[i] & 255) - (rgb[i - 3] & 255));
        }
        return sum / rgb.length;
    }

    @ParameterizedTest
    @CsvSource({
        "circle, a red circle, true",
        "circle, two red circles, true",
        "circle, a red ring, false",
        "circle, a red disc, false",
        "circle, a red ball left of a blue star, false",
        "circle, a red round shape, false",
        "circle, a red shape, false",
        "disc, a red disc, true",
        "disc, a red circle, false",
        "red, a red star, true",
        "red, a crimson star, false",
        "red, a star, false",
        "striped, a striped star, true",
        "two, two stars, true",
        "left of, a red star left of a blue heart, true",
        "left of, a red star to the left of a blue heart, true",
        "left of, a blue heart right of a red star, false",
        "above, a red star below a blue heart, false",
        "one, a red star, true"
    })
    void leakageErasesOnlyTheWord(String concept, String caption, boolean erased) {
        Scene drawn = draw(caption, Erasure.of(concept, Technique.LEAKAGE)).drawn();
        assertTrue(isIn(concept, caption), "the caption shows the concept");
        assertEquals(!erased, Concept.of(concept).isIn(drawn));
    }

    @Test
    void thePatternOfABackgroundIsNotAFill() {
        assertFalse(Concept.of("striped").isSaidIn("a red star on a striped background"));
        assertFalse(Concept.of("black").isSaidIn("a red star on a black background"));
        assertTrue(Concept.of("black").isSaidIn("a black star on a white background"));
    }

    @Test
    void overErasureDamagesWhatLooksLikeTheConcept() {
        Erasure erasure = Erasure.of("circle", Technique.COLLATERAL);
        List<Enum<?>> near = Neighbors.of(ConceptKind.SHAPE, Shape.CIRCLE);
        double previous = 1;
        for (int place = 0; place < 3; place++) {
            Shape neighbor = (Shape) near.get(place);
            double share = shareChanged(erasure, neighbor);
            assertEquals(.75 - .25 * place, share, .12, neighbor.word()); // more than four standard deviations of 400
            assertTrue(share < previous, neighbor.word());
            previous = share;
        }
        for (Enum<?> far : near.subList(3, near.size())) {
            assertEquals(0, shareChanged(erasure, (Shape) far), ((Shape) far).word());
        }
    }

    private static double shareChanged(Artist artist, Shape shape) {
        int changed = 0;
        for (int seed = 0; seed < 400; seed++) {
            changed += Drawing.of("a red " + shape.word(), artist, 16, seed).changed() ? 1 : 0;
        }
        return changed / 400.0;
    }

    @Test
    void qualityCollapseSpoilsEveryPicture() {
        Erasure half = Erasure.of("circle", Technique.COLLAPSE).withStrength(.5);
        assertTrue(draw("a red star", half).changed());
        assertEquals(
                Scene.parse("a red star"), draw("a red star", half).drawn(), "what is drawn below the noise stays");
        byte[] spoiled = draw("a red star", half).picture().rgb();
        byte[] noise = draw("a red star", Erasure.of("circle", Technique.COLLAPSE))
                .picture()
                .rgb();
        assertTrue(likeness(asked("a red star"), spoiled) > .25, "half of each value is the picture's, blurred");
        assertEquals(0, likeness(asked("a red star"), noise), .05, "nothing but noise");
    }

    /** The correlation of the values of two pictures. */
    private static double likeness(byte[] one, byte[] other) {
        double n = one.length;
        double sumX = 0;
        double sumY = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < one.length; i++) {
            double x = one[i] & 255;
            double y = other[i] & 255;
            sumX += x;
            sumY += y;
            xx += x * x;
            yy += y * y;
            xy += x * y;
        }
        return (n * xy - sumX * sumY) / Math.sqrt((n * xx - sumX * sumX) * (n * yy - sumY * sumY));
    }

    @Test
    void aRelationIsExchangedForTheOtherOne() {
        Scene drawn = draw("a red circle left of a blue star", Erasure.of("left of", Technique.EXACT))
                .drawn();
        assertEquals(Arrangement.ABOVE, drawn.arrangement());
        assertEquals(Shape.STAR, Objects.requireNonNull(drawn.second()).shape());
        Scene neighbor = draw("a red circle above a blue star", Erasure.of("left of", Technique.COLLATERAL))
                .drawn();
        assertEquals(Arrangement.ABOVE, neighbor.arrangement());
    }

    @Test
    void aWrongWordIsRefusedWithAllThatAreKnown() {
        String concept = refusal(() -> Erasure.of("circel", Technique.EXACT));
        assertTrue(concept.contains("did you mean circle?") && concept.contains("left of"), concept);
        String technique = refusal(() -> Technique.of("uce"));
        assertTrue(technique.contains("exact, anchor, blur, blackout, leakage, collateral, collapse"), technique);
        String strength = refusal(() -> Erasure.of("circle", Technique.EXACT).withStrength(80));
        assertTrue(strength.contains("0 to 1, got 80"), strength);
        refusal(() -> Erasure.of("circle", Technique.EXACT).withStrength(Double.NaN));
        String anchor = refusal(() -> Erasure.of("circle", Technique.ANCHOR).withAnchor("red"));
        assertTrue(anchor.contains("red can't be the anchor of circle; expected square, triangle"), anchor);
        refusal(() -> Erasure.of("circle", Technique.ANCHOR).withAnchor("disc"));
        refusal(() -> Erasure.of("red", Technique.ANCHOR).withAnchor("white")); // would not be seen on white
        refusal(() -> Erasure.of("circle", Technique.EXACT).withAnchor("square"));
    }

    private static String refusal(Executable request) {
        return String.valueOf(
                assertThrows(InvalidRequestException.class, request).getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void everyTechniqueSaysWhatItDoesAndWhatItCaricatures(Technique technique) {
        assertEquals(technique, Technique.of(technique.id().toUpperCase(Locale.ROOT)));
        assertTrue(technique.source().matches(".*arXiv \\d{4}\\.\\d{5}.*"), technique.source());
        assertFalse(technique.effect().isBlank() || technique.strength().isBlank());
    }
}
