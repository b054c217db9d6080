package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.Shapes;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShapesTest {
    @TempDir
    Path folder;

    @Test
    void drawsAPictureForEachPromptUnderItsId() throws IOException {
        PromptSet all = ShapesPrompts.load();
        PromptSet some = new PromptSet("some", all.prompts().subList(5, 9), 300);
        List<Path> files = Shapes.draw(some, folder.resolve("new/images"));
        assertEquals(
                List.of("shapes_5.png", "shapes_6.png", "shapes_7.png", "shapes_8.png"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        for (Path file : files) {
            RgbImage image = ImageDecoder.decode(file);
            assertEquals(Shapes.PIXELS, image.width());
            assertEquals(Shapes.PIXELS, image.height());
        }
    }

    @Test
    void listsWhatItDrewAndWhatWasDrawnThereBefore() throws IOException {
        List<Prompt> prompts = ShapesPrompts.load().prompts();
        Shapes.draw(new PromptSet("two", prompts.subList(0, 2), 2), folder);
        Shapes.draw(new PromptSet("own", List.of(new Prompt("shapes_1", "own", "a red circle", List.of())), 1), folder);
        assertEquals(
                List.of(
                        "image,id,source,prompt",
                        "shapes_0.png,shapes_0,shapes," + prompts.get(0).text(),
                        "shapes_1.png,shapes_1,own,a red circle"),
                Files.readAllLines(folder.resolve("manifest.csv")));
    }

    @Test
    void leavesAnotherManifestAlone() throws IOException {
        Path other = Files.writeString(folder.resolve("manifest.csv"), "image,prompt\nx.png,mine\n");
        assertThrows(IOException.class, () -> Shapes.draw(ShapesPrompts.load(), folder));
        assertEquals("image,prompt\nx.png,mine\n", Files.readString(other));
    }

    @Test
    void drawsAPromptTheSameWhateverStandsBesideIt() throws IOException {
        List<Prompt> prompts = ShapesPrompts.load().prompts();
        Path alone = Shapes.draw(new PromptSet("one", prompts.subList(3, 4), 1), folder.resolve("a"))
                .get(0);
        Path among = Shapes.draw(new PromptSet("five", prompts.subList(0, 5), 5), folder.resolve("b"))
                .get(3);
        assertArrayEquals(
                ImageDecoder.decode(alone).rgb(), ImageDecoder.decode(among).rgb());
        Path reseeded = Shapes.draw(
                        new PromptSet("one", prompts.subList(3, 4), 1), folder.resolve("c"), new Artist.Faithful(), 1)
                .get(0);
        assertFalse(Arrays.equals(
                ImageDecoder.decode(alone).rgb(), ImageDecoder.decode(reseeded).rgb()));
    }

    @Test
    void readsBackThePixelsItWrote() throws IOException {
        RgbImage image = Renderer.draw(Scene.parse("a red star above a blue heart"), 100, 4);
        Shapes.write(image, folder.resolve("x.png"));
        assertArrayEquals(
                image.rgb(), ImageDecoder.decode(folder.resolve("x.png")).rgb());
    }

    @Test
    void refusesAForeignPromptBeforeItWrites() {
        PromptSet prompts = new PromptSet(
                "mixed",
                List.of(
                        new Prompt("a", "x", "a red circle", List.of()),
                        new Prompt("b", "x", "a photo of a cat", List.of())),
                2);
        String message = assertThrows(IllegalArgumentException.class, () -> Shapes.draw(prompts, folder.resolve("out")))
                .getMessage();
        assertTrue(message.contains("'cat'"), message);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void refusesAnIdThatWouldLeaveTheFolder() {
        for (String id : List.of("../evil", "a/b", "", ".hidden", "a\\b")) {
            PromptSet prompts = new PromptSet("x", List.of(new Prompt(id, "x", "a red circle", List.of())), 1);
            assertThrows(IllegalArgumentException.class, () -> Shapes.draw(prompts, folder.resolve("out")), id);
        }
    }

    @Test
    void drawsNoErasedShape() {
        Artist artist = new Artist.WithoutShape(Shape.CIRCLE);
        SplitMix64 random = new SplitMix64(8);
        for (Prompt prompt : ShapesPrompts.load().prompts()) {
            Scene asked = Scene.parse(prompt.text());
            Scene drawn = artist.interpret(prompt.text(), asked, random);
            assertNotEquals(Shape.CIRCLE, drawn.first().shape());
            if (asked.first().shape() != Shape.CIRCLE) {
                assertEquals(asked.first(), drawn.first());
            }
        }
    }

    @Test
    void makesMistakesInTheShareOfPicturesAskedFor() {
        Artist artist = new Artist.Careless(.3);
        SplitMix64 random = new SplitMix64(9);
        int wrong = 0;
        for (int i = 0; i < 2000; i++) {
            Scene asked = Scene.parse("a red circle");
            wrong += artist.interpret("a red circle", asked, random).equals(asked) ? 0 : 1;
        }
        assertEquals(600, wrong, 125); // six standard deviations
        assertThrows(IllegalArgumentException.class, () -> new Artist.Careless(1.5));
    }
}
