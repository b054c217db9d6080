package org.clipmeter.shapes.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Layout;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Look;
import org.clipmeter.shapes.Placement;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FieldTest {
    @TempDir
    Path folder;

    @Test
    void takesThePlacesOfThingsFromTheLayout() {
        SceneSampler sampler = new SceneSampler(Level.WORLD.withMix(.5, 0, .5), new SplitMix64(3));
        for (int seed = 0; seed < 200; seed++) {
            Scene scene = sampler.next();
            SplitMix64 random = new SplitMix64(seed);
            List<Placement> expected = Layout.of(scene, random);
            Look look = Look.of(expected.size(), random);
            Latent latent = Latent.of(scene, new SplitMix64(seed));
            List<Placement> places = latent.placements(scene);
            assertEquals(expected.size(), places.size());
            for (int i = 0; i < places.size(); i++) {
                assertEquals(expected.get(i).x(), places.get(i).x());
                assertEquals(expected.get(i).y(), places.get(i).y());
                assertEquals(expected.get(i).angle(), places.get(i).angle());
                assertEquals(expected.get(i).radius(), places.get(i).radius(), 1e-9);
            }
            assertEquals(look.offset(), latent.look().offset());
        }
    }

    @Test
    void hasAPlaceForFourThingsWheneverTheCaptionCounts() {
        Latent latent = Latent.of(Scene.parse("two red circles"), new SplitMix64(4));
        assertEquals(4, latent.slots().size());
        assertEquals(2, latent.placements(Scene.parse("two red circles")).size());
        assertEquals(4, latent.placements(Scene.parse("four red circles")).size());
    }

    @Test
    void givesTheColorOfTheSamePointAtEverySize() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Fields.random(reader, 7)) {
            Latent latent = Latent.of(Scene.parse("a red circle left of a blue square"), new SplitMix64(1));
            RgbImage small = field.draw("a red circle left of a blue square", latent, 64);
            RgbImage large = field.draw("a red circle left of a blue square", latent, 192);
            RgbImage other = field.draw("a green star", latent, 64);
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 64; x++) {
                    for (int c = 0; c < 3; c++) {
                        int one = small.rgb()[3 * (64 * y + x) + c] & 255;
                        int two = large.rgb()[3 * (192 * (3 * y + 1) + 3 * x + 1) + c] & 255;
                        assertEquals(one, two, 1, "the middle of three pixels is the same point");
                    }
                }
            }
            assertFalse(Arrays.equals(small.rgb(), other.rgb()), "the caption matters");
            assertThrows(InvalidRequestException.class, () -> field.draw("a red circle", latent, 8));
        }
    }

    @Test
    void drawsOneCaptionAsTheNetworkDrawsAnyCaptions() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Fields.random(reader, 7);
                PointPass network = new PointPass(field)) {
            String caption = "a red circle left of a blue square";
            Latent latent = Latent.of(Scene.parse(caption), new SplitMix64(1));
            FieldPoints points = new FieldPoints(1, 2 * 64 * 64);
            for (int slot = 0; slot < 2; slot++) {
                for (int i = 0; i < 64 * 64; i++) {
                    points.set(0, slot * 64 * 64 + i, latent, slot, i % 64 + .5, Math.floorDiv(i, 64) + .5);
                }
            }
            float[] drawn = network.drawn(points, field.read(List.of(caption)));
            RgbImage picture = field.draw(caption, latent, 64);
            int changes = 0;
            for (int i = 0; i < 64 * 64; i++) {
                int slot = drawn[4 * (64 * 64 + i) + 3] > drawn[4 * i + 3] && near(latent, i) ? 1 : 0;
                for (int c = 0; c < 3; c++) {
                    float expected = Math.min(1, Math.max(0, drawn[4 * (slot * 64 * 64 + i) + c])) * 255;
                    int actual = picture.rgb()[3 * i + c] & 255;
                    assertEquals(expected, actual, .501, "point " + i);
                    changes += actual != (picture.rgb()[c] & 255) ? 1 : 0;
                }
            }
            assertTrue(changes > 1000, "a picture of one color shows nothing");
        }
    }

    private static boolean near(Latent latent, int pixel) {
        Latent.Slot place = latent.slots().get(1);
        return Math.hypot(pixel % 64 + .5 - place.x(), Math.floorDiv(pixel, 64) + .5 - place.y()) < 19;
    }

    @Test
    void refusesWeightsOfAnotherShape() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu")) {
            List<FieldParameters.Parameter> parameters = FieldParameters.all(64);
            Field.write(
                    Files.createDirectories(folder.resolve("narrow")).resolve("model.safetensors"),
                    parameters,
                    new float
                            [parameters.stream()
                                    .mapToInt(FieldParameters.Parameter::size)
                                    .sum()],
                    DType.F32);
            WeightsException refused =
                    assertThrows(WeightsException.class, () -> Field.load(folder.resolve("narrow"), reader));
            assertTrue(String.valueOf(refused.getMessage()).contains("blocks.0.key.weight"), refused::getMessage);
        }
    }

    @Test
    void anEditedFieldIsReadAgainWithItsRecipes() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Fields.random(reader, 7)) {
            FieldEdit first = new FieldEdit("uce", "circle", "square", .1, 0, 3, true, field.fingerprint());
            FieldParameters.Parameter key = field.parameters().stream()
                    .filter(FieldParameters::readsText)
                    .findFirst()
                    .orElseThrow();
            float[] doubled = field.values(key);
            for (int i = 0; i < doubled.length; i++) {
                doubled[i] *= 2;
            }
            Path file = folder.resolve("edited.safetensors");
            try (Field once = field.edited(Map.of(key.name(), doubled), first)) {
                FieldEdit second = new FieldEdit("esd", "red", "", 1, 100, 1, false, once.fingerprint());
                assertNotEquals(field.fingerprint(), once.fingerprint());
                try (Field twice = once.edited(Map.of(), second)) {
                    twice.write(file);
                }
                try (Field read = Field.load(file, reader)) {
                    assertEquals(List.of(first, second), read.edits());
                    assertEquals(once.fingerprint(), read.fingerprint());
                    assertArrayEquals(doubled, read.values(key));
                }
            }
            assertEquals(List.of(), field.edits(), "the field that was edited stays as it is");
            assertThrows(IOException.class, () -> field.write(folder.resolve("edited.bin")));
        }
    }

    @Test
    void refusesARecipeThatClipmeterDidNotWrite() {
        FieldEdit edit = new FieldEdit("uce", "circle", "square", 1, 0, 3, true, "ab");
        String recipe = edit.json();
        for (String wrong : List.of(
                "circle",
                "{}",
                recipe.replace("\"circle\"", "7"),
                recipe.replace("circle", "c".repeat(100)),
                recipe.replace("\"seed\":3", "\"seed\":3e99"),
                recipe.replace("true", "\"true\""))) {
            WeightsException refused =
                    assertThrows(WeightsException.class, () -> FieldEdit.parse("x.safetensors", wrong));
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("x.safetensors: the recipe of an edit"),
                    refused::getMessage);
        }
    }

    @Test
    void aFileThatWasChangedAfterItWasWrittenIsRefused() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Fields.random(reader, 7)) {
            Path file = folder.resolve("field.safetensors");
            field.write(file);
            byte[] bytes = Files.readAllBytes(file);
            for (int at : new int[] {bytes.length - 4, bytes.length / 2 & ~3}) {
                byte[] changed = bytes.clone();
                changed[at] ^= 1; // the last bit of a parameter, which no check of the values could find
                Files.write(file, changed);
                WeightsException refused = assertThrows(WeightsException.class, () -> Field.load(file, reader));
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("were changed after it was written"),
                        refused::getMessage);
            }
        }
    }

    @Test
    void colorsThatAreNoNumbersAreRefusedAndNotDrawnBlack() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Fields.random(reader, 7)) {
            FieldParameters.Parameter output = field.parameters().stream()
                    .filter(parameter -> parameter.name().equals("output.weight"))
                    .findFirst()
                    .orElseThrow();
            float[] huge = new float[output.size()];
            Arrays.fill(huge, Float.MAX_VALUE);
            FieldEdit edit = new FieldEdit("uce", "circle", "square", 1, 0, 1, true, field.fingerprint());
            try (Field broken = field.edited(Map.of(output.name(), huge), edit)) {
                Latent latent = FieldModel.latent("a red circle", 1);
                WeightsException refused =
                        assertThrows(WeightsException.class, () -> broken.draw("a red circle", latent, 64));
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("where a color is expected"),
                        refused::getMessage);
            }
        }
    }

    @Test
    void aCaptionThatTheTextTowerWouldCutIsRefused() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Fields.random(reader, 7)) {
            FieldModel model = FieldModel.of("field", field);
            int most = reader.config().text().maxPositionEmbeddings();
            model.check("circle ".repeat(most - 2).strip());
            String message = assertThrows(
                            InvalidRequestException.class,
                            () -> model.check("circle ".repeat(most - 1).strip()))
                    .getMessage();
            assertTrue(
                    message.startsWith(
                            "the caption has " + (most + 1) + " tokens, and the field reads at most " + most),
                    message);
        }
    }

    /** A native library ends the process if what it computes with is taken away. */
    @Test
    void aFieldThatIsClosedWhileOthersDrawEndsTheirDrawingOnly() throws Exception {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu")) {
            Field field = Fields.random(reader, 7);
            Latent latent = FieldModel.latent("a red circle", 1);
            ExecutorService drawers = Executors.newFixedThreadPool(3);
            CountDownLatch drawn = new CountDownLatch(3);
            List<Future<Object>> ends = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ends.add(drawers.submit(() -> {
                    while (true) {
                        field.draw("a red circle", latent, 64);
                        drawn.countDown();
                    }
                }));
            }
            drawn.await();
            field.close();
            for (Future<Object> end : ends) {
                Throwable cause =
                        assertThrows(ExecutionException.class, end::get).getCause();
                assertEquals("java.lang.IllegalStateException: the field is closed", String.valueOf(cause));
            }
            drawers.shutdown();
        }
    }

    @Test
    void namesTheKnownFieldsIfANameIsUnknown() throws IOException {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                NamedFields fields = new NamedFields(() -> Fields.random(reader, 7))) {
            assertEquals(List.of("field"), fields.names());
            Field unedited = fields.get("field");
            assertSame(unedited, fields.get("field"), "it is loaded once");
            Field other = Fields.random(reader, 8);
            fields.put("no-circle", other);
            assertSame(other, fields.get("no-circle"));
            assertEquals(List.of("field", "no-circle"), fields.names());
            String message = assertThrows(InvalidRequestException.class, () -> fields.get("no-circl"))
                    .getMessage();
            assertEquals("there is no model no-circl; did you mean no-circle?; known: field, no-circle", message);
            for (String name : List.of("field", "rules", "", "1st", "a b", "x".repeat(41))) {
                assertThrows(InvalidRequestException.class, () -> fields.put(name, unedited), name);
            }
        }
    }
}
