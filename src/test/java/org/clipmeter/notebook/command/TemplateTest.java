package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clipmeter.ClipMeter;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** {@code %clip score --template}: what is embedded, and where the template is stated. */
class TemplateTest {
    private static final String TEMPLATE = "A photo depicts {}";

    @TempDir
    private Path folder;

    private EmbeddingCache cache;
    private Session session;
    private Magics magics;

    @BeforeEach
    void drawTwoPicturesAndLoadTheSmallModel() throws Exception {
        cache = EmbeddingCache.in(folder.resolve("cache"));
        session = new Session(cache);
        magics = new Magics(session);
        List<Prompt> prompts = List.of(
                new Prompt("a", "own", "a red circle", List.of()), new Prompt("b", "own", "a blue square", List.of()));
        Shapes.draw(new PromptSet("own", prompts, 2), folder.resolve("pictures"));
        Files.delete(folder.resolve("pictures/manifest.csv")); // it states the prompts' texts
        Files.writeString(folder.resolve("bare.csv"), "id,caption\na,a red circle\nb,a blue square\n");
        Files.writeString(
                folder.resolve("typed.csv"),
                "id,caption\na,A photo depicts a red circle\nb,A photo depicts a blue square\n");
        magics.run("clip", List.of("model", "shapes"), new FakeCell());
    }

    @AfterEach
    void close() {
        ClipMeter loaded = session.loaded();
        if (loaded != null) {
            loaded.close();
        }
        cache.close();
    }

    private Table score(FakeCell cell, String prompts, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "score",
                folder.resolve("pictures").toString(),
                "--prompts",
                folder.resolve(prompts).toString()));
        words.addAll(List.of(options));
        return (Table) Objects.requireNonNull(magics.run("clip", words, cell));
    }

    private String error(String... words) {
        return String.valueOf(
                assertThrows(NotebookError.class, () -> magics.run("clip", List.of(words), new FakeCell()))
                        .getMessage());
    }

    private static List<Double> logits(Table table) {
        return table.doubleColumn("logits_per_image").asList();
    }

    @Test
    void embedsTheSentenceAndKeepsThePrompt() throws Exception {
        Table typed = score(new FakeCell(), "typed.csv", "--no-cache");
        Table bare = score(new FakeCell(), "bare.csv", "--no-cache");
        Table template = score(new FakeCell(), "bare.csv", "--no-cache", "--template", TEMPLATE);
        assertEquals(logits(typed), logits(template));
        assertNotEquals(logits(bare), logits(template));
        assertEquals(
                typed.intColumn("tokens").asList(), template.intColumn("tokens").asList());
        assertEquals(
                List.of("a red circle", "a blue square"),
                template.stringColumn("prompt").asList());
        assertEquals("CLIP Score shapes, template \"A photo depicts {}\"", template.name());
        assertEquals("CLIP Score shapes", bare.name());
    }

    @Test
    void storesTheSentencesEmbeddingAndNotThePrompts() throws Exception {
        score(new FakeCell(), "bare.csv");
        FakeCell first = new FakeCell();
        Table computed = score(first, "bare.csv", "--template", TEMPLATE);
        assertTrue(
                first.plain().get(1).contains("from the cache: 2 image and 0 text embeddings"),
                first.plain().toString());
        FakeCell second = new FakeCell();
        assertEquals(logits(computed), logits(score(second, "typed.csv")));
        assertTrue(
                second.plain().get(1).contains("from the cache: 2 image and 2 text embeddings"),
                "the same sentences, typed: " + second.plain());
    }

    @Test
    void theSummaryTheJsonAndThePlanStateTheTemplate() throws Exception {
        FakeCell cell = new FakeCell();
        score(cell, "bare.csv", "--template", TEMPLATE, "-o", "uce");
        assertTrue(
                cell.plain().get(1).contains("template: \"A photo depicts {}\""),
                cell.plain().toString());
        assertTrue(
                session.run("uce").json().contains("\"template\" : \"A photo depicts {}\""),
                session.run("uce").json());
        FakeCell dry = new FakeCell();
        score(dry, "bare.csv", "--template", TEMPLATE, "--dry-run");
        assertTrue(
                dry.plain().get(1).contains("template: \"A photo depicts {}\""),
                dry.plain().toString());
        assertTrue(
                dry.plain().get(1).contains("2 of 2 images and 2 of 2 texts"),
                dry.plain().toString());
        FakeCell other = new FakeCell();
        score(other, "bare.csv", "--dry-run");
        assertTrue(
                other.plain().get(1).contains("2 of 2 images and 0 of 2 texts"),
                other.plain().toString());
    }

    /** The model reads 77 tokens; the prompts have 5 or so. */
    @Test
    void judgesTheLengthOfTheSentence() throws Exception {
        String longSentence = "a picture ".repeat(50) + "of {}";
        Table cut = score(new FakeCell(), "bare.csv", "--template", longSentence);
        assertEquals(List.of(true, true), cut.booleanColumn("truncated").asList());
        Table failed = score(new FakeCell(), "bare.csv", "--template", longSentence, "--long-prompts", "fail");
        assertEquals(2, failed.doubleColumn("logits_per_image").countMissing());
        FakeCell dry = new FakeCell();
        score(dry, "bare.csv", "--template", longSentence, "--dry-run");
        assertTrue(
                dry.plain().get(1).contains("2 prompts longer than the model reads"),
                dry.plain().toString());
    }

    @Test
    void runsWithDifferentTemplatesAreNotCompared() throws Exception {
        score(new FakeCell(), "bare.csv", "-o", "bare");
        score(new FakeCell(), "bare.csv", "-o", "photo", "--template", TEMPLATE);
        score(new FakeCell(), "bare.csv", "-o", "other", "--template", "{}, a photo");
        String reason =
                "Scores are comparable only under the same template: bare was scored without a template, photo with "
                        + "the template \"A photo depicts {}\"; score both in the same way (embeddings that the cache holds are not "
                        + "computed again), or draw a scatter of one against the other";
        assertEquals("%clip compare: " + reason, first(error("compare", "bare", "photo")));
        assertEquals("%clip plot: " + reason, first(error("plot", "histogram", "bare", "photo")));
        assertEquals("%clip plot: " + reason, first(error("plot", "delta", "bare", "photo")));
        assertEquals("%clip gallery: " + reason, first(error("gallery", "photo", "--changed", "bare")));
        assertTrue(error("compare", "photo", "other")
                .contains("photo was scored with the template \"A photo depicts {}\", "
                        + "other with the template \"{}, a photo\""));
        magics.run("clip", List.of("plot", "scatter", "bare", "photo"), new FakeCell());
        score(new FakeCell(), "bare.csv", "-o", "again", "--template", TEMPLATE);
        magics.run("clip", List.of("compare", "photo", "again"), new FakeCell());
    }

    private static String first(String error) {
        return error.lines().findFirst().orElse("");
    }

    @ParameterizedTest
    @CsvSource({"A photo,got none", "{} {},got several", "{},it is the prompt itself"})
    void aTemplateWithoutExactlyOnePlaceIsRefusedBeforeAnyWork(String template, String reason) {
        String error = error("score", "nowhere", "--template", template);
        assertTrue(error.startsWith("%clip score: --template: template \"" + template + "\": "), error);
        assertTrue(error.contains(reason), error);
    }

    @Test
    void theBracesAreNoVariable() throws Exception {
        FakeCell cell =
                new FakeCell().with("pictures", folder.resolve("pictures").toString());
        Table table = (Table) magics.run(
                "clip",
                List.of(
                        "score",
                        "{pictures}",
                        "--template",
                        TEMPLATE,
                        "--prompts",
                        folder.resolve("bare.csv").toString()),
                cell);
        assertEquals(
                "CLIP Score shapes, template \"A photo depicts {}\"",
                Objects.requireNonNull(table).name());
    }
}
