package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.clipmeter.compare.ComparisonOptions;
import org.clipmeter.compare.Setting;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.preprocess.Preprocessing;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.clipmeter.score.Scored;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference's ways to preprocess an image, chosen through the public API. The pixels themselves are tested
 * elsewhere.
 */
class ImageRulesTest {
    private static final PromptSet PROMPT =
            new PromptSet("own", List.of(new Prompt("a", "own", "a red circle", List.of())), 1);

    @TempDir
    private Path folder;

    private EmbeddingCache cache;

    @BeforeEach
    void drawACircleOnTransparentGreenAndWhatTheRulesMakeOfIt() throws IOException {
        cache = EmbeddingCache.in(folder.resolve("cache"));
        draw("transparent", new Color(0, 160, 0, 0), BufferedImage.TYPE_INT_ARGB);
        draw("white", Color.WHITE, BufferedImage.TYPE_INT_RGB);
        draw("green", new Color(0, 160, 0), BufferedImage.TYPE_INT_RGB);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private void draw(String name, Color background, int type) throws IOException {
        BufferedImage image = new BufferedImage(97, 120, type);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 97; x++) {
                image.setRGB(x, y, background.getRGB());
            }
        }
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillOval(20, 30, 50, 50);
        graphics.dispose();
        Path images = Files.createDirectories(folder.resolve(name));
        assertTrue(ImageIO.write(image, "png", images.resolve("a.png").toFile()));
    }

    private ScoreRun score(ClipMeter clip, String name, ScoreOptions options) throws IOException {
        Pairs pairs = Pairs.of(Images.in(folder.resolve(name)), PROMPT);
        return clip.score(pairs, null, options, ScoreProgress.none(), () -> false);
    }

    private ClipMeter shapes(ImageRules rules) throws IOException {
        return ClipMeter.load(
                "shapes",
                LoadOptions.defaults().withDevice("cpu").withCache(cache).withImageRules(rules));
    }

    private static double logits(ScoreRun run) {
        return ((Scored) run.result().rows().get(0).outcome()).logitsPerImage();
    }

    @Test
    void transparentPixelsFollowTheRuleAndTheSummaryNamesThem() throws IOException {
        try (ClipMeter clip = shapes(ImageRules.defaults())) {
            ScoreOptions options = ScoreOptions.defaults();
            double white = logits(score(clip, "white", options));
            double green = logits(score(clip, "green", options));
            assertTrue(Math.abs(white - green) > 0.1, white + " and " + green);

            ScoreRun reference = score(clip, "transparent", options);
            assertEquals(green, logits(reference));
            assertEquals(
                    Set.of(ImageFlag.TRANSPARENT),
                    reference.result().rows().get(0).flags());
            assertTrue(
                    reference
                            .summary()
                            .text()
                            .contains("1 image with transparent pixels: an alpha channel was dropped"),
                    reference.summary().text());
            assertTrue(!reference.json().contains("transparency"), reference.json());

            ScoreRun over = score(clip, "transparent", options.withTransparency(TransparencyRule.WHITE));
            assertEquals(white, logits(over));
            assertTrue(over.json().contains("\"transparency\" : \"white\""), over.json());
            assertTrue(
                    over.summary().text().contains("images: transparent pixels over white"),
                    over.summary().text());
            assertTrue(
                    over.summary().text().contains("1 image with transparent pixels: laid over white"),
                    over.summary().text());

            ScoreRun dropped = score(clip, "transparent", options.withTransparency(TransparencyRule.DROP));
            assertEquals(green, logits(dropped));
            assertTrue(dropped.json().contains("\"transparency\" : \"drop\""), dropped.json());

            // Now everything comes from the cache, which has separate embeddings for each rule.
            assertEquals(white, logits(score(clip, "transparent", options.withTransparency(TransparencyRule.WHITE))));
            assertEquals(green, logits(score(clip, "transparent", options)));
            assertEquals(
                    1, score(clip, "transparent", options).result().cached().images());
        }
    }

    @Test
    void torchvisionsArithmeticIsAChoiceOfItsOwn() throws IOException {
        try (ClipMeter clip = shapes(ImageRules.defaults());
                ClipMeter other = shapes(new ImageRules(Preprocessing.TORCHVISION, TransparencyRule.REFERENCE))) {
            ScoreRun pillow = score(clip, "green", ScoreOptions.defaults());
            ScoreRun torchvision =
                    score(clip, "green", ScoreOptions.defaults().withPreprocessing(Preprocessing.TORCHVISION));
            assertNotEquals(logits(pillow), logits(torchvision));
            assertEquals(logits(pillow), logits(torchvision), 0.3);
            assertEquals(logits(torchvision), logits(score(other, "green", ScoreOptions.defaults())));
            assertTrue(torchvision.json().contains("\"preprocessing\" : \"torchvision\""), torchvision.json());
            assertTrue(
                    torchvision.summary().text().contains("images: torchvision preprocessing"),
                    torchvision.summary().text());
            assertNotEquals(
                    pillow.result().model().preprocessing(),
                    torchvision.result().model().preprocessing());
            assertNotEquals(clip.space(), other.space());
            ScoreRun named = torchvision.named("torchvision");
            String refusal = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> Comparison.of(pillow, List.of(named)))
                            .getMessage());
            assertTrue(
                    refusal.startsWith("Scores are comparable only under the same preprocessing: ")
                            && refusal.contains(" like the reference, torchvision with torchvision preprocessing; "),
                    refusal);
            ComparisonOptions across = ComparisonOptions.defaults().withAcross(Set.of(Setting.PREPROCESSING));
            Comparison comparison = Comparison.of(pillow, List.of(named), across);
            assertFalse(comparison.charts().isEmpty());
            String compared = comparison.summary().text();
            assertTrue(
                    compared.contains("different preprocessing (like the reference; with torchvision preprocessing)"),
                    compared);
        }
    }

    @Test
    void aProcessorThatDoesNotConvertToRgbDropsTransparencyWhichTheSummarySays() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(ShapesModel.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Path settings = model.resolve("preprocessor_config.json");
        ObjectNode json = (ObjectNode) JsonMapper.builder().build().readTree(settings.toFile());
        Files.writeString(settings, json.put("do_convert_rgb", false).toString());
        try (ClipMeter clip =
                ClipMeter.load(model.toString(), LoadOptions.defaults().withCache(cache))) {
            ScoreRun run = score(clip, "transparent", ScoreOptions.defaults());
            assertTrue(
                    run.summary().text().contains("1 image with transparent pixels: transparency was dropped"),
                    run.summary().text());
        }
    }
}
