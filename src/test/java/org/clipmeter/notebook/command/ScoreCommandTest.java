package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clipmeter.ClipMeter;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.CacheContents;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class ScoreCommandTest {
    @TempDir
    private Path folder;

    private EmbeddingCache cache;
    private Session session;
    private Magics magics;

    @BeforeEach
    void drawThreePicturesAndLoadTheSmallModel() throws Exception {
        cache = EmbeddingCache.in(folder.resolve("cache"));
        session = new Session(cache);
        magics = new Magics(session);
        List<Prompt> prompts = List.of(
                new Prompt("a", "own", "a red circle", List.of()),
                new Prompt("b", "own", "a blue square", List.of()),
                new Prompt("c", "own", "a green triangle", List.of()));
        Shapes.draw(new PromptSet("own", prompts, 3), folder.resolve("pictures"));
        Files.writeString(folder.resolve("prompts.csv"), """
                id,source,caption
                a,own,a red circle
                b,own,a blue square
                c,own,a green triangle
                """);
        magics.run("clip", List.of("model", "shapes"), new FakeCell());
    }

    @Test
    void aComparisonScoresTheImagesThatItIsGiven() throws Exception {
        FakeCell cell = new FakeCell();
        Table table = (Table) magics.run(
                "clip",
                List.of(
                        "compare",
                        "--prompts",
                        folder.resolve("prompts.csv").toString(),
                        "one=" + folder.resolve("pictures"),
                        "two=" + folder.resolve("pictures")),
                cell);
        assertEquals("3", table.getString(0, "n"));
        assertEquals("0.0000", table.getString(0, "delta"));
        assertEquals("", table.getString(0, "wilcoxon_p"), "the same pictures score the same");
        assertEquals("0.500", table.getString(0, "win_rate"));
        assertEquals(List.of("one", "two", "two_against_one"), session.resultNames());
    }

    @Test
    void aDryRunShowsThePlanAndScoresNothing() throws Exception {
        FakeCell cell = new FakeCell();
        Table plan = score(cell, "--dry-run");
        assertEquals(List.of("no", "no", "no"), plan.stringColumn("cached").asList());
        assertTrue(
                cell.plain().get(1).startsWith("3 images would be scored ("),
                cell.plain().toString());
        assertTrue(
                cell.plain().get(1).contains("\nmodel shapes, cpu, fp32, loaded"),
                cell.plain().toString());
        assertEquals(List.of(), session.resultNames());
        assertEquals(List.of(), Objects.requireNonNull(cache.contents()).parts());
        score(new FakeCell());
        assertEquals(
                List.of("yes", "yes", "yes"),
                score(new FakeCell(), "--dry-run").stringColumn("cached").asList());
    }

    @Test
    void whatTheCacheGivesHasNoRate() throws Exception {
        score(new FakeCell());
        FakeCell cell = new FakeCell();
        score(cell);
        assertTrue(cell.plain().get(0).matches("3 of 3 images in [0-9.]+ s, 3 from the cache"), cell.plain()::toString);
    }

    @Test
    void aDryRunLoadsNoModel() throws Exception {
        Session fresh = new Session(cache);
        FakeCell cell = new FakeCell();
        new Magics(fresh)
                .run(
                        "clip",
                        List.of(
                                "score",
                                folder.resolve("pictures").toString(),
                                "--prompts",
                                folder.resolve("prompts.csv").toString(),
                                "--dry-run",
                                "-o",
                                "plan"),
                        cell);
        assertEquals(null, fresh.loaded());
        assertTrue(
                cell.plain().get(1).contains("model openai/clip-vit-large-patch14, fp32, not "),
                cell.plain().toString());
        assertTrue(cell.variables().containsKey("Table plan"), cell.variables().toString());
    }

    @AfterEach
    void close() {
        ClipMeter loaded = session.loaded();
        if (loaded != null) {
            loaded.close();
        }
        cache.close();
    }

    private Table score(FakeCell cell, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "score",
                folder.resolve("pictures").toString(),
                "--prompts",
                folder.resolve("prompts.csv").toString()));
        words.addAll(List.of(options));
        return (Table) Objects.requireNonNull(magics.run("clip", words, cell));
    }

    private static List<Double> logits(Table table) {
        return table.doubleColumn("logits_per_image").asList();
    }

    private static String shown(FakeCell cell) {
        StringBuilder all = new StringBuilder();
        cell.outputs().forEach(output -> all.append(output.plain()).append('\n').append(output.html()));
        return all.toString();
    }

    private long kept() {
        return Objects.requireNonNull(cache.contents()).parts().stream()
                .mapToLong(CacheContents.Part::embeddings)
                .sum();
    }

    @Test
    void theLastLineAndTheSummarySayWhatCameFromTheCache() throws Exception {
        FakeCell first = new FakeCell();
        FakeCell second = new FakeCell();
        assertEquals(logits(score(first)), logits(score(second)));
        assertFalse(shown(first).contains("from the cache"), shown(first));
        assertTrue(
                second.plain().get(0).endsWith(", 3 from the cache"),
                second.plain().get(0));
        Output card = second.outputs().get(1);
        assertTrue(card.plain().contains("from the cache: 3 image and 3 text embeddings"), card.plain());
        assertTrue(String.valueOf(card.html()).contains("3 image and 3 text embeddings"), card.html());
    }

    @Test
    void withoutTheCacheAllIsComputedAndNothingKept() throws Exception {
        FakeCell cell = new FakeCell();
        List<Double> fresh = logits(score(cell, "--no-cache"));
        assertEquals(0, kept());
        score(cell);
        assertEquals(6, kept());
        FakeCell again = new FakeCell();
        assertEquals(fresh, logits(score(again, "--no-cache")));
        assertFalse(shown(again).contains("from the cache"), shown(again));
    }

    private Table score(Path images, FakeCell cell, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("score", images.toString()));
        words.addAll(List.of(options));
        return (Table) Objects.requireNonNull(magics.run("clip", words, cell));
    }

    @Test
    void theSummarySaysByWhatWasJoinedAndWhatWasLeftOut() throws Exception {
        Path samples = Files.createDirectory(folder.resolve("samples"));
        for (String name : List.of("7_0.png", "7_1.png", "8_0.png", "8_1.png")) {
            Files.copy(folder.resolve("pictures/a.png"), samples.resolve(name));
        }
        Files.writeString(samples.resolve("x.avif"), "x");
        Path prompts = Files.writeString(
                folder.resolve("cases.csv"), "case_number;prompt;seed\n8;a red circle;5\n7;a blue square;3\n");
        FakeCell cell = new FakeCell();
        Table table = score(samples, cell, "--prompts", prompts.toString());
        assertEquals(List.of("8", "8", "7", "7"), table.stringColumn("id").asList());
        Output card = cell.outputs().get(1);
        for (String line : List.of(
                "joined by leading id, 2 images a prompt",
                "prompt ids are the column case_number",
                "the column seed of unique whole numbers is not used as id; if it holds the ids, name it as the id column",
                "not scored: 1 AVIF picture")) {
            assertTrue(card.plain().contains(line), card.plain());
            assertTrue(String.valueOf(card.html()).contains(line), card.html());
        }
    }

    @Test
    void anIdColumnDecides() throws Exception {
        Path images = Files.createDirectory(folder.resolve("seeds"));
        Files.copy(folder.resolve("pictures/a.png"), images.resolve("5.png"));
        Files.copy(folder.resolve("pictures/b.png"), images.resolve("3.png"));
        String prompts = Files.writeString(
                        folder.resolve("cases.csv"), "case_number,prompt,seed\n8,a red circle,5\n7,a blue square,3\n")
                .toString();
        assertThrows(NotebookError.class, () -> score(images, new FakeCell(), "--prompts", prompts));
        Table table = score(images, new FakeCell(), "--prompts", prompts, "--id-column", "seed");
        assertEquals(List.of("5.png", "3.png"), table.stringColumn("image").asList());
        magics.run("tifa", List.of("--source", prompts, "--id-column", "seed"), new FakeCell());
        assertEquals(2, score(images, new FakeCell()).rowCount());
        String error = String.valueOf(
                assertThrows(NotebookError.class, () -> score(images, new FakeCell(), "--id-column", "seed"))
                        .getMessage());
        assertTrue(error.contains("--prompts FILE"), error);
    }

    @Test
    void aFolderOfDrawnPicturesNeedsNoPromptsAndTakesTheLastOnesIfTheyAgree() throws Exception {
        Path pictures = folder.resolve("pictures");
        FakeCell cell = new FakeCell();
        assertEquals(3, score(pictures, cell).rowCount());
        assertTrue(shown(cell).contains("joined by the folder's manifest.csv, 1 image a prompt"), shown(cell));
        magics.run("tifa", List.of("--source", "shapes", "--limit", "2"), new FakeCell());
        assertEquals(3, score(pictures, new FakeCell()).rowCount());
        magics.run(
                "tifa", List.of("--source", folder.resolve("prompts.csv").toString(), "--limit", "2"), new FakeCell());
        FakeCell limited = new FakeCell();
        assertEquals(2, score(pictures, limited).rowCount());
        assertTrue(shown(limited).contains("1 image of prompts outside the limit or sample: c.png"), shown(limited));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "4096", "auto", "AUTO"})
    void aBatchSizeChangesNoScore(String batch) throws Exception {
        List<Double> expected = logits(score(new FakeCell(), "--no-cache", "--batch", "3"));
        List<Double> found = logits(score(new FakeCell(), "--no-cache", "--batch", batch));
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), found.get(i), 2e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "4097", "99999"})
    void whatIsNoBatchSizeIsRefused(String batch) throws IOException {
        String error = String.valueOf(assertThrows(NotebookError.class, () -> score(new FakeCell(), "--batch", batch))
                .getMessage());
        assertTrue(error.startsWith("%clip score: "), error);
        assertTrue(error.contains("4096") && error.contains("got " + batch), error);
    }
}
