package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.clipmeter.failure.InvalidRequestException;
import org.junit.jupiter.api.Test;

final class CaptionTest {
    private static final Thing RED_CIRCLE = new Thing(Color.RED, Shape.CIRCLE, Size.SMALL, Fill.SOLID);
    private static final Thing BLUE_SQUARE = new Thing(Color.BLUE, Shape.SQUARE, Size.LARGE, Fill.STRIPED);

    @Test
    void saysWhatASceneShows() {
        assertEquals(
                "a small red circle on a gradient background",
                new Scene(Arrangement.ONE, RED_CIRCLE, null, Background.GRADIENT).caption());
        assertEquals(
                "three large striped blue squares on a white background",
                new Scene(Arrangement.THREE, BLUE_SQUARE, null, Background.WHITE).caption());
        assertEquals(
                "a small red circle left of a large striped blue square",
                new Scene(Arrangement.LEFT_OF, RED_CIRCLE, BLUE_SQUARE, Background.WHITE).caption());
        assertEquals(
                "a medium orange moon above a large striped blue square",
                new Scene(
                                Arrangement.ABOVE,
                                new Thing(Color.ORANGE, Shape.MOON, Size.MEDIUM, Fill.SOLID),
                                BLUE_SQUARE,
                                Background.GRAY)
                        .caption());
    }

    @Test
    void isReadBackToTheSceneItWasMadeOf() {
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(11));
        for (int i = 0; i < 2000; i++) {
            Scene scene = sampler.next();
            Scene read = Scene.parse(scene.caption());
            // a pair's caption does not state the background
            Background expected = scene.second() == null ? scene.background() : read.background();
            assertEquals(new Scene(scene.arrangement(), scene.first(), scene.second(), expected), read);
            assertFalse(read.first().color().blendsInto(read.background()), scene::caption);
            assertTrue(Caption.parse(scene.caption()).holdsFor(scene.labels()), scene::caption);
        }
    }

    @Test
    void readsARelationFromEitherSide() {
        Scene scene = Scene.parse("A photo of a blue square to the right of a red circle");
        assertEquals(Arrangement.LEFT_OF, scene.arrangement());
        assertEquals(Color.RED, scene.first().color());
        assertEquals(Color.BLUE, Objects.requireNonNull(scene.second()).color());
        assertEquals(scene, Scene.parse("a red circle left of a blue square"));
        assertEquals(Scene.parse("a star above an orange heart"), Scene.parse("an orange heart under a star"));
        assertEquals(Scene.parse("a star above an orange heart"), Scene.parse("an orange heart below a star"));
    }

    @Test
    void readsSynonymsAsTheWordsThatTheyStandFor() {
        assertEquals(Scene.parse("a striped red circle"), Scene.parse("a striped crimson disc"));
        assertEquals(Scene.parse("two red circles"), Scene.parse("two red round shapes"));
        assertEquals(Scene.parse("a purple circle above a gray square"), Scene.parse("a violet ball above a grey box"));
        assertEquals(Scene.parse("three diamonds"), Scene.parse("three rhombuses"));
        assertEquals(Scene.parse("a blue moon"), Scene.parse("a blue crescent"));
        assertEquals(Scene.parse("a large hollow red circle"), Scene.parse("a large red ring"));
        assertEquals(Scene.parse("two hollow circles"), Scene.parse("two hollow rings"));
        InvalidRequestException refused =
                assertThrows(InvalidRequestException.class, () -> Scene.parse("a striped ring"));
        assertTrue(String.valueOf(refused.getMessage()).contains("a ring is hollow"), refused::getMessage);
        assertThrows(InvalidRequestException.class, () -> Scene.parse("a round circle"));
    }

    @Test
    void leavesOpenWhatItDoesNotSay() {
        assertArrayEquals(
                new int[] {1, -1, 0, -1, -1, -1, -1, -1, -1, -1},
                Caption.parse("two circles").labels());
        assertArrayEquals(
                new int[] {0, -1, -1, 2, -1, -1, -1, -1, -1, 5},
                Caption.parse("an image of a large shape on a striped background")
                        .labels());
    }

    @Test
    void holdsForAPairInWhateverOrderWhenItSaysAnd() {
        Scene scene = new Scene(Arrangement.ABOVE, RED_CIRCLE, BLUE_SQUARE, Background.WHITE);
        assertTrue(Caption.parse("a red circle and a blue square").holdsFor(scene.labels()));
        assertTrue(Caption.parse("a blue square and a red circle").holdsFor(scene.labels()));
        assertTrue(Caption.parse("a shape above a striped square").holdsFor(scene.labels()));
        assertFalse(Caption.parse("a blue circle and a red square").holdsFor(scene.labels()));
        assertFalse(Caption.parse("a blue square above a red circle").holdsFor(scene.labels()));
        assertFalse(Caption.parse("a red circle left of a blue square").holdsFor(scene.labels()));
        assertFalse(Caption.parse("a red circle").holdsFor(scene.labels()));
        assertFalse(Caption.parse("a red circle and a blue square")
                .holdsFor(new Scene(Arrangement.ONE, RED_CIRCLE, null, Background.WHITE).labels()));
    }

    @Test
    void namesTheWordItDoesNotUnderstand() {
        for (String[] wrong : new String[][] {
            {"a red cube", "cube"},
            {"five red circles", "five"},
            {"a red circle beside a star", "beside"},
            {"a red circle on a wooden background", "background"},
            {"two stars above a heart", "single"},
            {"a red", "too early"},
            {"", "''"},
            {"a red circle left of a star please", "please"}
        }) {
            String message = assertThrows(IllegalArgumentException.class, () -> Caption.parse(wrong[0]))
                    .getMessage();
            assertTrue(message.contains(wrong[1]), message);
            assertTrue(message.length() <= 500, message);
        }
    }

    @Test
    void namesTheNearestKnownWordsAndAllOthers() {
        String cube = refusal("a red cube left of a blue circle");
        assertTrue(cube.contains("the word 'cube' is unknown") && cube.contains("nearest: box, square;"), cube);
        for (String known : KnownWords.ofThings()) {
            assertTrue(cube.contains(known), known);
        }
        String misspelt = refusal("a bleu circle");
        assertTrue(misspelt.contains("nearest: blue"), misspelt);
        String order = refusal("a red small circle");
        assertTrue(order.contains("got 'small' (the order is size, fill, color, shape)"), order);
        assertTrue(refusal("two red circle").contains("expected shapes in the plural"), "a plural");
        assertTrue(refusal("a star beside a heart").contains("expected left of, right of, above"), "relations");
        assertTrue(refusal("a star on a wooden background").contains("expected white, black, gray"), "backgrounds");
    }

    private static String refusal(String caption) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Caption.parse(caption))
                .getMessage());
    }

    @Test
    void keepsErrorsShortAndFreeOfControlCharacters() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Caption.parse("a \u001b[31m" + "x".repeat(5000)))
                .getMessage();
        assertTrue(message.length() <= 500, "length " + message.length());
        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }
}
