package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ReferencePython;
import org.clipmeter.Shapes;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.clip.ClipModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the bundled model in Python's transformers; {@code -Dtest.python=…} names another interpreter that has it. */
class ShapesPythonIT {
    private static final double TOLERANCE = 2e-4; // on logits of about 10 to 30, float32 in both

    @TempDir
    private Path scratch;

    @Test
    void givesTheLogitsThatTransformersGives() throws Exception {
        List<Path> images = new ArrayList<>();
        List<String> captions = new ArrayList<>(List.of("a photo of a cat", "", "Ünïcode, 東京!"));
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(27));
        for (int i = 0; i < 8; i++) {
            Scene scene = sampler.next();
            captions.add(scene.caption());
            Path file = scratch.resolve(i + ".png");
            Shapes.write(Renderer.draw(scene, i % 2 == 0 ? 64 : 256, i), file);
            images.add(file);
        }
        Path folder = ShapesModel.folder("shapes", scratch.resolve("cache"));
        List<JsonNode> rows = ReferencePython.logitsPerImage(folder, images, captions, scratch);
        double worst = 0;
        try (ClipModel model = ClipModel.load(folder, "cpu")) {
            for (int i = 0; i < images.size(); i++) {
                JsonNode expected = rows.get(i);
                float[] pixels = model.imageProcessor().pixelValues(ImageDecoder.decode(images.get(i)));
                float[] image = model.imageEmbeds(List.of(pixels))[0];
                assertEquals(captions.size(), expected.size());
                for (int j = 0; j < captions.size(); j++) {
                    long[] ids = model.tokenizer().encode(captions.get(j)).inputIds();
                    float[] text = model.textEmbeds(List.of(ids))[0];
                    double logit = 0;
                    for (int d = 0; d < image.length; d++) {
                        logit += (double) image[d] * text[d];
                    }
                    logit *= model.logitScaleExp();
                    String pair = images.get(i) + " and '" + captions.get(j) + "'";
                    assertEquals(expected.get(j).asDouble(), logit, TOLERANCE, pair);
                    worst = Math.max(worst, Math.abs(expected.get(j).asDouble() - logit));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "shapes: worst |delta logit| to transformers %.1e on %d pairs%n",
                worst,
                8 * captions.size());
    }
}
