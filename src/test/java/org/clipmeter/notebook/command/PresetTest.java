package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** {@code %clip score --preset} sets what was not given, says so, and shows the value on all scales. */
final class PresetTest {
    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);
    private final FakeCell cell = new FakeCell();

    @TempDir
    private Path folder;

    private String cases = "";

    /** Two images of case 7 and one of case 12, named as the erasure papers' scripts name them. */
    @BeforeEach
    void draw() throws IOException {
        List<Prompt> drawn = List.of(
                new Prompt("0", "own", "a red circle", List.of()),
                new Prompt("1", "own", "a blue square", List.of()),
                new Prompt("2", "own", "a green triangle", List.of()));
        List<Path> files = Shapes.draw(new PromptSet("own", drawn, 3), folder.resolve("drawn"));
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.copy(files.get(0), images.resolve("7_0.png"));
        Files.copy(files.get(1), images.resolve("7_1.png"));
        Files.copy(files.get(2), images.resolve("12_0.png"));
        cases = Files.writeString(
                        folder.resolve("cases.csv"),
                        "case_number,prompt,evaluation_seed\n000007,a red circle,1\n000012,\"a green\ntriangle\",2\n")
                .toString();
        magics.run("clip", List.of("model", "shapes"), new FakeCell());
    }

    @AfterEach
    void close() {
        if (session.loaded() != null) {
            session.loaded().close();
        }
    }

    private Table score(String... options) {
        List<String> words =
                new ArrayList<>(List.of("score", folder.resolve("images").toString(), "--prompts", cases));
        words.addAll(List.of(options));
        return (Table) magics.run("clip", words, cell);
    }

    private String shown() {
        return String.join("\n", cell.plain());
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    @Test
    void thePapersMeanIsThatOfTheirPrompts() {
        double[] scores =
                score("--preset", "paper").doubleColumn("logits_per_image").asDoubleArray();
        double prompts = ((scores[0] + scores[1]) / 2 + scores[2]) / 2;
        assertTrue(
                shown().contains("Preset paper: " + fixed(prompts)
                        + ", the mean over prompts, of each prompt's images first, of logits_per_image"),
                shown());
        assertTrue(
                shown().contains(
                                "sets what was not given: --limit none, --images-by leading-id, --long-prompts fail; the model"),
                shown());
        assertTrue(shown().contains("; the model is shapes, not the preset's openai/clip-vit-base-patch32"), shown());
        assertTrue(shown().contains("joined by leading id"), shown());
    }

    @Test
    void theMeanOfImagesIsAnOption() {
        double[] scores = score("--preset", "paper", "--average", "images")
                .doubleColumn("logits_per_image")
                .asDoubleArray();
        assertTrue(
                shown().contains(fixed((scores[0] + scores[1] + scores[2]) / 3)
                        + ", the mean over images of logits_per_image"),
                shown());
    }

    @Test
    void hesselsSentenceIsEmbedded() {
        Table table = score("--preset", "hessel");
        double mean = table.doubleColumn("clip_s").mean();
        assertTrue(shown().contains(fixed(mean) + ", the mean over images of 2.5 · max(cosine, 0)"), shown());
        assertTrue(shown().contains("--template \"A photo depicts {}\""), shown());
        assertTrue(table.name().contains("template \"A photo depicts {}\""), table.name());
    }

    @Test
    void whatWasGivenStays() {
        Table table = score("--preset", "hessel", "--template", "{}!");
        assertTrue(table.name().contains("template \"{}!\""), table.name());
    }

    @Test
    void theRunKeepsThePresetsValue() throws IOException {
        double[] scores = score("--preset", "paper", "-o", "a")
                .doubleColumn("logits_per_image")
                .asDoubleArray();
        double prompts = ((scores[0] + scores[1]) / 2 + scores[2]) / 2;
        ScoreRun run = session.latestRun();
        assertTrue(run.summary().text().contains("Preset paper: "), run::toString);
        JsonNode json = new JsonMapper().readTree(run.json());
        assertEquals((scores[0] + scores[1] + scores[2]) / 3, json.path("value").asDouble(), 1e-12);
        assertEquals(
                "{\"by\":\"preset paper\",\"scale\":\"logits_per_image\",\"mean_over\":\"prompts\",\"value\":"
                        + json.at("/reported/value") + "}",
                json.path("reported").toString());
        assertEquals(prompts, json.at("/reported/value").asDouble(), 1e-12);
        score("-o", "b");
        Table runs = (Table) magics.run("clip", List.of("runs"), cell);
        assertEquals(prompts, runs.doubleColumn("reported").get(0), 1e-12);
        assertEquals(
                List.of("preset paper: mean over prompts of logits_per_image", ""),
                runs.stringColumn("reported_as").asList());
        assertTrue(runs.doubleColumn("reported").isMissing(1));
    }

    @Test
    void runsWithoutAPresetHaveNoColumnsForOne() {
        score();
        Table runs = (Table) magics.run("clip", List.of("runs"), cell);
        assertEquals(
                List.of("place", "name", "model", "precision", "value", "evaluated", "total", "images", "when"),
                runs.columnNames());
    }

    @Test
    void theTableOfScalesIsWholeAsText() {
        score("--preset", "paper");
        assertTrue(shown().contains("eval-learn, MACE; by prompts: UCE, RECE"), shown());
        assertTrue(
                cell.plain().stream()
                        .filter(plain -> plain.contains("reported_by"))
                        .noneMatch(plain -> plain.contains("…")),
                shown());
    }

    @Test
    void aPlanWithoutAModelIsThatOfThePreset() {
        Session empty = new Session(EmbeddingCache.off());
        new Magics(empty)
                .run(
                        "clip",
                        List.of(
                                "score",
                                folder.resolve("images").toString(),
                                "--prompts",
                                cases,
                                "--preset",
                                "paper",
                                "--dry-run"),
                        cell);
        assertTrue(shown().contains("openai/clip-vit-base-patch32"), shown());
        assertTrue(shown().contains("Preset paper sets what was not given"), shown());
        assertEquals(null, empty.loaded());
    }

    @Test
    void anUnknownPresetIsRefused() {
        NotebookError error = assertThrows(NotebookError.class, () -> score("--preset", "papers"));
        assertTrue(
                error.getMessage().contains("expected eval-learn, eval-unlearn, paper or hessel"), error.getMessage());
        assertEquals(List.of(), cell.plain());
    }
}
