package org.clipmeter.exactness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.files.Hash;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.text.ClipTokenizer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares pixels, pixelValues, tokens and scores with the reference on files of this project's own, in a plain clone
 * and without Python. The expected values were written by {@code write_own_files.py}, which is in the folder of these
 * files and writes all of them again.
 */
class OwnFilesTest {
    private static final String SCRIPT = "; if the reference has changed, write_own_files.py makes the files anew";

    /** Scores differ from torch's only by rounding. */
    private static final double TOLERANCE = 1e-4;

    private final Path folder;
    private final JsonNode expected;

    OwnFilesTest() throws IOException, URISyntaxException {
        folder =
                Path.of(OwnFilesTest.class.getResource("expected.json").toURI()).getParent();
        expected = new JsonMapper().readTree(folder.resolve("expected.json").toFile());
    }

    @TestFactory
    Stream<DynamicTest> picturesGiveTheReferencesPixels() throws IOException {
        ClipImageProcessor processor = ClipImageProcessor.read(folder.resolve("preprocessor_config.json"));
        return expected.path("pictures")
                .valueStream()
                .map(picture -> DynamicTest.dynamicTest(picture.path("file").asText(), () -> {
                    RgbImage image = decode(picture.path("file").asText());
                    assertEquals(picture.path("width").asInt(), image.width());
                    assertEquals(picture.path("height").asInt(), image.height());
                    assertEquals(picture.path("rgb").asText(), Hash.sha256(image.rgb()), "RGB" + SCRIPT);
                    float[] values = processor.pixelValues(image);
                    ByteBuffer bytes =
                            ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(values);
                    assertEquals(
                            picture.path("pixelValues").asText(), Hash.sha256(bytes.array()), "pixelValues" + SCRIPT);
                }));
    }

    @Test
    void everyPictureIsExpected() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("pictures"))) {
            assertEquals(
                    expected.path("pictures")
                            .valueStream()
                            .map(p -> p.path("file").asText())
                            .sorted()
                            .toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void textsGiveTheReferencesTokens() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder.resolve("tokenizer"), 77)) {
            for (JsonNode text : expected.path("tokens")) {
                long[] ids = text.path("ids")
                        .valueStream()
                        .mapToLong(JsonNode::asLong)
                        .toArray();
                String words = text.path("text").asText();
                assertArrayEquals(ids, tokenizer.encode(words).inputIds(), words + SCRIPT);
            }
        }
    }

    @Test
    void theBundledModelGivesTheReferencesScores() throws IOException {
        JsonNode scores = expected.path("scores");
        try (ClipModel model = ClipModel.load(ShapesModel.folder(), "cpu")) {
            List<float[]> pixelValues = new ArrayList<>();
            for (JsonNode file : scores.path("files")) {
                pixelValues.add(model.imageProcessor().pixelValues(decode(file.asText())));
            }
            List<long[]> inputIds = scores.path("texts")
                    .valueStream()
                    .map(text -> model.tokenizer().encode(text.asText()).inputIds())
                    .toList();
            float[][] images = model.imageEmbeds(pixelValues);
            float[][] texts = model.textEmbeds(inputIds);
            for (int i = 0; i < images.length; i++) {
                for (int t = 0; t < texts.length; t++) {
                    double cosine = Similarity.cosine(images[i], texts[t]);
                    double logit = scores.path("logits").path(i).path(t).asDouble();
                    assertEquals(
                            logit, cosine * model.logitScaleExp(), TOLERANCE, "image " + i + ", text " + t + SCRIPT);
                }
            }
        }
    }

    private RgbImage decode(String name) throws IOException {
        return ImageDecoder.decode(Files.readAllBytes(folder.resolve("pictures").resolve(name)), name);
    }
}
