package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.model.Similarity;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.result.export.Export;
import org.clipmeter.score.Embeds;
import org.clipmeter.score.RunEmbeds;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.clipmeter.score.Scored;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embeddings of a run, while its model is open and later. */
class EmbedsTest {
    private static final PromptSet PROMPTS = new PromptSet(
            "own",
            List.of(
                    new Prompt("red", "own", "a red circle", List.of()),
                    new Prompt("gone", "own", "a green star", List.of()),
                    new Prompt("blue", "own", "a blue circle", List.of())),
            3);

    @TempDir
    private Path scratch;

    private Path pictures;
    private Path model;

    @BeforeEach
    void prepare() throws IOException {
        pictures = Files.createDirectory(scratch.resolve("pictures"));
        model = SiblingModels.write(scratch.resolve("model"), 1);
        draw("red", Color.RED);
        draw("blue", Color.BLUE);
        Files.writeString(pictures.resolve("gone.png"), "not a picture");
    }

    private void draw(String name, Color color) throws IOException {
        BufferedImage picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(5, 5, 25, 25);
        graphics.dispose();
        ImageIO.write(picture, "png", pictures.resolve(name + ".png").toFile());
    }

    private ClipMeter load() throws IOException {
        return ClipMeter.load(
                model.toString(), LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off()));
    }

    private ScoreRun scored() throws IOException {
        try (ClipMeter clip = load()) {
            return clip.score(Images.in(pictures), PROMPTS);
        }
    }

    private static String refusal(ScoreRun run) {
        String message =
                String.valueOf(assertThrows(IOException.class, run::imageEmbeds).getMessage());
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void imagesWithAScoreHaveTheVectorsOfWhichItIsTheCosine() throws IOException {
        try (ClipMeter clip = load()) {
            PromptTemplate template = new PromptTemplate("a drawing of {}");
            ScoreRun run = clip.score(
                    org.clipmeter.pairs.Pairs.of(Images.in(pictures), PROMPTS),
                    null,
                    ScoreOptions.defaults().withTemplate(template),
                    ScoreProgress.none(),
                    () -> false);
            RunEmbeds embeds = run.embeds(() -> false);
            assertEquals(
                    List.of(new Embeds.Row(0, "red", "red.png"), new Embeds.Row(2, "blue", "blue.png")),
                    embeds.images().rows());
            assertEquals(embeds.images().rows(), embeds.texts().rows());
            assertEquals(List.of("red", "blue"), run.imageEmbeds().ids());
            for (int i = 0; i < 2; i++) {
                Scored outcome = (Scored) run.result().rows().get(2 * i).outcome();
                double cosine = Similarity.cosine(
                        embeds.images().vector(i), embeds.texts().vector(i));
                assertEquals(outcome.cosineSimilarity(), cosine, 1e-6);
            }
            embeds.images().vector(0)[0] = 9;
            embeds.images().vectors()[0][0] = 9;
            assertTrue(Math.abs(embeds.images().vector(0)[0]) <= 1, "callers get copies");
            assertThrows(CancellationException.class, () -> run.embeds(() -> true));
        }
    }

    @Test
    void aClosedModelIsLoadedAgainAlsoForARunThatWasReadFromAFile() throws IOException {
        float[][] open;
        ScoreRun run;
        try (ClipMeter clip = load()) {
            run = clip.score(Images.in(pictures), PROMPTS);
            open = run.imageEmbeds().vectors();
        }
        Path file = scratch.resolve("run.json");
        Export.write(run, file);
        for (ScoreRun later :
                List.of(run, ScoreRun.read(file), run.named("other").noting("a note"))) {
            float[][] again = later.imageEmbeds().vectors();
            assertEquals(2, again.length);
            assertArrayEquals(open[0], again[0]);
            assertArrayEquals(open[1], again[1]);
        }
    }

    @Test
    void anotherPictureUnderTheSameNameIsNotTakenForTheOneThatWasScored() throws IOException {
        ScoreRun run = scored();
        draw("blue", Color.YELLOW);
        String changed = refusal(run);
        assertTrue(changed.startsWith(pictures.resolve("blue.png").toString()), changed);
        assertTrue(changed.contains(": another picture)"), changed);
        Files.delete(pictures.resolve("red.png"));
        String missing = refusal(run);
        assertTrue(
                missing.contains("red.png can't be embedded as it was scored in " + run.name()
                        + " (missing), nor can 1 other image; restore"),
                missing);
        assertEquals(List.of("red", "blue"), run.textEmbeds().ids(), "texts need no images");
    }

    @Test
    void otherWeightsUnderTheSameNameAreRefused() throws IOException {
        ScoreRun run = scored();
        Path other = SiblingModels.write(scratch.resolve("other"), 2);
        try (var files = Files.list(other)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String message = refusal(run);
        assertTrue(message.contains(" is not the one that scored the run any longer: expected sha256 "), message);
        Files.delete(model.resolve("config.json"));
        assertTrue(refusal(run).contains("config.json"), refusal(run));
    }
}
