package org.clipmeter.shapes.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
                Field field = random(reader, 7)) {
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

    private Field random(ClipModel reader, long seed) throws IOException {
        List<FieldParameters.Parameter> parameters =
                FieldParameters.all(reader.config().text().width());
        float[] row = new float
                [parameters.stream().mapToInt(FieldParameters.Parameter::size).sum()];
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (random.bell() * .12);
        }
        Path file = Files.createDirectories(folder.resolve("random")).resolve("model.safetensors");
        Field.write(file, parameters, row, DType.F32);
        return Field.load(folder.resolve("random"), reader);
    }
}
