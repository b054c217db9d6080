package org.clipmeter.model.openclip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.Hash;
import org.clipmeter.image.StoredPixels;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.preprocess.HpsImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.preprocess.OpenClipImageProcessor;
import org.clipmeter.preprocess.OpenClipImageProcessor.ResizeMode;
import org.clipmeter.preprocess.OpenClipImageProcessor.Settings;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.text.OpenClipText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with open_clip 3.3 and hpsv2 1.2: what {@code open_clip_cases.py} writes and what they compute from it. */
class OpenClipPythonIT {
    private static final double TOLERANCE = 2e-4; // on logits of up to 12, float32 in both
    private static final double TOLERANCE_OF_COSINES = 2e-5;
    private static final double TOLERANCE_OF_PIXELS = 2e-5; // on values of up to 3, float32 in both
    private static final ModelOptions ON_CPU = ModelOptions.defaults().withDevice("cpu");

    @TempDir
    static Path scratch;

    private static JsonNode expected;
    private static List<String> texts;
    private static Path folder;

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        folder = scratch;
        ReferencePython.output(
                ReferencePython.ofOpenClip(), OpenClipPythonIT.class, "open_clip_cases.py", folder, folder.toString());
        expected = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("expected.json")));
        texts = strings(expected.get("texts"));
    }

    private static List<String> strings(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void pixelsAreThoseOfOpenClipWhateverTheFileStores() throws IOException {
        int equal = 0;
        int refused = 0;
        List<String> problems = new ArrayList<>();
        for (JsonNode row : expected.get("prepared")) {
            var image = ImageDecoder.decode(folder.resolve(row.get("picture").asText()));
            OpenClipImageProcessor processor =
                    OpenClipImageProcessor.of(settings(row.get("settings")), ImageRules.defaults());
            float[] values;
            try {
                values = processor.pixelValues(image);
            } catch (InvalidRequestException e) {
                boolean padded = image.stored() == StoredPixels.INDICES
                        && row.get("settings").path("resize_mode").asText().equals("longest");
                if (image.stored() != StoredPixels.OTHER && !padded && !row.has("failure")) {
                    problems.add(row + ": " + e.getMessage());
                }
                refused++;
                continue;
            }
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            if (!Hash.sha256(bytes.array()).equals(row.path("sha256").asText())) {
                problems.add(row + " stored as " + image.stored() + ": other values");
            }
            equal++;
        }
        assertEquals(List.of(), problems);
        System.out.println("open_clip's pixels: " + equal + " equal, " + refused + " refused");
        assertTrue(equal > 250, equal + " equal, " + refused + " refused");
    }

    private static Settings settings(JsonNode node) {
        Settings openai = Settings.openai(node.get("size").intValue(), ResizeMode.SHORTEST);
        List<Double> mean = node.has("mean") ? List.of(0.5, 0.5, 0.5) : openai.mean();
        return new Settings(
                openai.size(),
                ResizeMode.valueOf(node.path("resize_mode").asText("shortest").toUpperCase(Locale.ROOT)),
                node.path("interpolation").asText().equals("bilinear"),
                mean,
                node.has("std") ? mean : openai.std(),
                node.path("fill_color").asInt(0));
    }

    @Test
    void tokensAreThoseOfOpenClipOrTheTextIsRefused() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder.resolve("vocabulary"), 100_000)) {
            for (JsonNode row : expected.get("ordinary")) {
                assertTokens(
                        tokenizer, row, OpenClipText.cleaned(row.get("text").asText()));
            }
            int refused = 0;
            int accepted = 0;
            for (JsonNode row : expected.get("odd")) {
                String cleaned;
                try {
                    cleaned = OpenClipText.cleaned(row.get("text").asText());
                } catch (InvalidRequestException e) {
                    refused++;
                    continue;
                }
                assertTokens(tokenizer, row, cleaned);
                accepted++;
            }
            System.out.println("open_clip's tokens: " + accepted + " odd texts equal, " + refused + " refused");
            assertTrue(accepted > 300 && refused > 300, accepted + " accepted, " + refused + " refused");
        }
    }

    private static void assertTokens(ClipTokenizer tokenizer, JsonNode row, String cleaned) {
        long[] ids = StreamSupport.stream(row.get("ids").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
        assertArrayEquals(
                ids, tokenizer.encode(cleaned).inputIds(), row.get("text").toString());
    }

    @Test
    void foldersOfOpenClipGiveItsLogitsOrAreRefusedByName() throws IOException {
        for (JsonNode row : expected.get("folders")) {
            Path model = folder.resolve(row.get("name").asText());
            if (row.has("refused")) {
                IOException refusal = assertThrows(
                        IOException.class,
                        () -> OpenClip.load(model, folder.resolve("vocabulary"), ON_CPU)
                                .close(),
                        row.toString());
                String message = String.valueOf(refusal.getMessage());
                assertTrue(message.contains(row.get("refused").asText()), message);
            } else {
                try (LoadedModel loaded = OpenClip.load(model, folder.resolve("vocabulary"), ON_CPU)) {
                    assertScores(loaded, row.get("logits"), strings(row.get("pictures")), TOLERANCE, model.toString());
                    assertTrue(loaded.warnings().toString().contains("Scores are those of open_clip"));
                }
            }
        }
    }

    @Test
    void anArchiveOfOpenAiGivesItsLogitsAndOthersAreRefused() throws IOException {
        Path vocabulary = folder.resolve("vocabulary");
        try (LoadedModel loaded = OpenClip.loadOpenAi(folder.resolve("openai.pt"), vocabulary, ON_CPU)) {
            assertScores(loaded, expected.get("openai"), strings(expected.get("pictures")), TOLERANCE, "openai.pt");
        }
        IOException other = assertThrows(
                IOException.class, () -> OpenClip.loadOpenAi(folder.resolve("other.pt"), vocabulary, ON_CPU)
                        .close());
        assertTrue(String.valueOf(other.getMessage()).contains("is a TorchScript archive"), other.getMessage());
        IOException plain = assertThrows(IOException.class, () -> OpenClip.loadOpenAi(
                        folder.resolve("gelu/open_clip_model.safetensors"), vocabulary, ON_CPU)
                .close());
        assertTrue(
                String.valueOf(plain.getMessage()).contains("is not a model that OpenAI published"),
                plain.getMessage());
    }

    @Test
    void hpsv2GivesBareCosinesUnderItsOwnName() throws IOException {
        ClipConfig sizes = OpenClipConfig.read(folder.resolve("gelu").resolve(OpenClip.CONFIG))
                .network();
        try (LoadedModel loaded =
                OpenClip.loadHps(folder.resolve("hps.pt"), folder.resolve("vocabulary"), sizes, ON_CPU)) {
            List<String> pictures = List.of("rgb_40x50.png", "p_90x33.png", "rgb_121x36.png");
            assertScores(loaded, expected.get("hps").get("scores"), pictures, TOLERANCE_OF_COSINES, "hps.pt");
            assertEquals(
                    "HPSv2.1", loaded.towers(ImageRules.defaults()).similarity().metric());
        }
    }

    @Test
    void pixelsOfHpsv2AreThoseOfItsOwnCode() throws IOException {
        HpsImageProcessor processor = HpsImageProcessor.of(32, ImageRules.defaults());
        int equal = 0;
        for (JsonNode row : expected.get("hps").get("pictures")) {
            String name = row.get("picture").asText();
            var image = ImageDecoder.decode(folder.resolve(name));
            Path file = folder.resolve(name + ".hps");
            if (!Files.exists(file)) {
                boolean opaque = image.transparency() == null;
                if (!opaque || row.get("shape").get(0).asInt() == 3) {
                    assertThrows(InvalidRequestException.class, () -> processor.pixelValues(image), name);
                }
                continue;
            }
            float[] values;
            try {
                values = processor.pixelValues(image);
            } catch (InvalidRequestException e) {
                assertTrue(name.startsWith("la_"), name + ": " + e.getMessage());
                continue;
            }
            float[] wanted = new float[3 * 32 * 32];
            ByteBuffer.wrap(Files.readAllBytes(file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(wanted);
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], values[i], TOLERANCE_OF_PIXELS, name + " at " + i);
            }
            equal++;
        }
        System.out.println("hpsv2's pixels: " + equal + " pictures within " + TOLERANCE_OF_PIXELS);
        assertTrue(equal > 40, equal + " equal");
    }

    private static void assertScores(
            LoadedModel model, JsonNode rows, List<String> pictures, double tolerance, String name) throws IOException {
        TwoTower towers = model.towers(ImageRules.defaults());
        float[][] words = towers.textEmbeds(
                texts.stream().map(text -> towers.tokens(text).inputIds()).toList());
        for (int i = 0; i < pictures.size(); i++) {
            var image = ImageDecoder.decode(folder.resolve(pictures.get(i)));
            float[] picture = towers.imageEmbeds(List.of(towers.pixelValues(image)))[0];
            for (int t = 0; t < words.length; t++) {
                double score = towers.similarity().logit(Similarity.cosine(picture, words[t]));
                assertEquals(
                        rows.get(i).get(t).asDouble(),
                        score,
                        tolerance,
                        name + ", " + pictures.get(i) + ", " + texts.get(t));
            }
        }
    }
}
