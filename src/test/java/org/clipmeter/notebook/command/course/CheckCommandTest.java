package org.clipmeter.notebook.command.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ClipMeter;
import org.clipmeter.Comparison;
import org.clipmeter.ScoreRun;
import org.clipmeter.course.Exercise;
import org.clipmeter.course.Exercises;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.result.agreement.Agreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class CheckCommandTest {
    private final EmbeddingCache cache = EmbeddingCache.off();
    private final Session session = new Session(cache);
    private final Magics magics = new Magics(session);

    @AfterEach
    void close() {
        ClipMeter loaded = session.loaded();
        if (loaded != null) {
            loaded.close();
        }
    }

    private String check(String... words) {
        FakeCell cell = new FakeCell();
        List<String> all = new java.util.ArrayList<>(List.of("check"));
        all.addAll(List.of(words));
        assertNull(magics.run("clip", all, cell));
        return cell.plain().get(cell.plain().size() - 1);
    }

    private static void isRight(String shown) {
        assertTrue(shown.matches("(?s)Exercise [0-9.]+ right: .*"), shown);
    }

    private static String notYet(String shown) {
        assertTrue(shown.matches("(?s)Exercise [0-9.]+ not yet: .*"), shown);
        return shown;
    }

    private void score(String out, String... options) throws Exception {
        FakeCell cell = new FakeCell();
        List<String> draw = new java.util.ArrayList<>(List.of("--out", out));
        draw.addAll(List.of(options));
        magics.run("shapes", draw, cell);
        String name = Path.of(out).getFileName().toString();
        magics.run("clip", List.of("score", out, "-o", name), cell);
    }

    @Test
    void listsAndShowsExercisesWithoutAnAnswer() {
        assertTrue(check().contains("\n3.3  Three techniques"));
        assertTrue(check("3.3").startsWith("Exercise 3.3 open: Three techniques"));
        assertTrue(assertThrows(NotebookError.class, () -> check("9.9", "1"))
                .getMessage()
                .contains("expected one of 1.1, 1.2"));
    }

    /** e/(e + 1 + 1/e) = 0.66524 for logits 12, 11, 10; the share of the sum is 12/33; a probability may be a percentage. */
    @ParameterizedTest
    @CsvSource({
        "0.665, right",
        "66.5%, right",
        "0.67, right",
        "0.36, sum of the logits",
        "0.6, too small",
        "'0,665', right",
        "'66,5 %', right",
        "'1,665', or with a point",
        "'0,6,6', expected one number"
    })
    void checksASoftmax(String answer, String expected) {
        assertTrue(check("1.2", answer).contains(expected), check("1.2", answer));
    }

    /** Holm 1979: max(3 · 0.012, 2 · 0.030) = 0.06; Bonferroni would give 3 · 0.030. */
    @ParameterizedTest
    @CsvSource({"0.06, right", "0.09, Bonferroni", "0.03, not adjusted", "6%, right"})
    void checksHolm(String answer, String expected) {
        assertTrue(check("3.3", answer).contains(expected), check("3.3", answer));
    }

    @Test
    void noSentenceButTheCautiousOneMayBePrinted() {
        isRight(check("3.4", "c"));
        isRight(check("3.4", "(C)"));
        isRight(check("3.4", "c."));
        for (String wrong : List.of("a", "b", "d")) {
            notYet(check("3.4", wrong));
        }
        assertTrue(notYet(check("3.4", "e")).contains("expected words of a, b, c, d"));
    }

    /** The scale is that of the model's table, which the reference's tests hold to transformers. */
    @Test
    void takesTheScaleFromTheModel(@TempDir Path folder) throws Exception {
        FakeCell cell = new FakeCell();
        magics.run("clip", List.of("model", "shapes"), cell);
        magics.run("tifa", List.of("--source", "shapes", "--limit", "2"), cell);
        score(folder.resolve("one").toString());
        Table table = session.run("one").table();
        double scale = table.doubleColumn("logits_per_image").get(0)
                / table.doubleColumn("cosine_similarity").get(0);
        isRight(check("1.1", String.format(Locale.ROOT, "%.2f", scale)));
        assertTrue(notYet(check("1.1", String.format(Locale.ROOT, "%.2f", Math.log(scale))))
                .contains("exponential"));
        notYet(check("1.1", "100"));
    }

    @Test
    void onlyLetterCaseAndSpacesLeaveAScoreAsItIs() {
        isRight(check("1.3", "spaces,", "case"));
        assertTrue(notYet(check("1.3", "case")).contains("one more"));
        assertTrue(notYet(check("1.3", "case", "spaces", "template")).contains("template changes the score"));
        assertTrue(notYet(check("1.3", "size")).contains("expected words of case"));
    }

    @Test
    void acceptsEveryFalseCaptionThatScoresHigh() {
        isRight(check("1.4", "an orange circle"));
        isRight(check("1.4", "An Orange Circle"));
        assertTrue(notYet(check("1.4", "A RED CIRCLE")).contains("is true"));
        assertTrue(notYet(check("1.4", "a red circle")).contains("is true"));
        assertTrue(notYet(check("1.4", "a green star")).contains("its logit is"));
        assertTrue(notYet(check("1.4", "a cat")).contains("cat"));
    }

    /** The power formula of docs/statistics.md and the two standard errors, computed here from the table of the comparison. */
    @Test
    void computesPowerAndPairingFromTheRunsOfTheNotebook(@TempDir Path folder) throws Exception {
        assertTrue(notYet(check("3.1", "10")).contains("there is no run before yet"));
        FakeCell cell = new FakeCell();
        magics.run("clip", List.of("model", "shapes"), cell);
        magics.run("tifa", List.of("--source", "shapes", "--limit", "40"), cell);
        score(folder.resolve("before").toString());
        score(folder.resolve("after").toString(), "--erase", "circle");
        ScoreRun before = session.run("before");
        ScoreRun after = session.run("after");
        Table row = Comparison.of(before, List.of(after)).table();
        double smallest = row.doubleColumn("smallest_delta").get(0); // 2.802 · sd / √40
        double prompts = 40 * smallest * smallest / (0.2 * 0.2);
        isRight(check("3.1", String.valueOf(Math.round(prompts))));
        notYet(check("3.1", String.valueOf(Math.round(prompts * 1.1))));
        double changes = smallest * Math.sqrt(40) / 2.802;
        double unpaired = Math.hypot(
                row.doubleColumn("sd").get(0), row.doubleColumn("baseline_sd").get(0));
        isRight(check("3.2", String.format(Locale.ROOT, "%.3f", unpaired / changes)));
        assertTrue(notYet(check("3.2", String.format(Locale.ROOT, "%.3f", changes / unpaired)))
                .contains("other way round"));
    }

    @Test
    void countsBlackImagesOut(@TempDir Path folder) throws Exception {
        FakeCell cell = new FakeCell();
        magics.run("clip", List.of("model", "shapes"), cell);
        magics.run("tifa", List.of("--source", "shapes", "--limit", "40"), cell);
        score(folder.resolve("filtered").toString(), "--erase", "circle", "--technique", "blackout");
        Table table = session.run("filtered").table();
        Table kept = table.where(table.stringColumn("flags").isNotEqualTo("all_black"));
        assertTrue(kept.rowCount() > 0 && kept.rowCount() < 40);
        isRight(check(
                "5.2",
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        kept.doubleColumn("logits_per_image").mean())));
        double all = table.doubleColumn("logits_per_image").mean();
        assertTrue(notYet(check("5.2", String.format(Locale.ROOT, "%.2f", all))).contains("black ones included"));
    }

    @Test
    void acceptsEveryTextThatIsTooLong() {
        isRight(check("5.1", "a red circle ".repeat(11).strip()));
        assertTrue(notYet(check("5.1", "a red circle")).contains("5 tokens"));
    }

    @Test
    void findsTheLeakOfAnErasedWord() {
        isRight(check("5.3", "a", "red", "disc"));
        isRight(check("5.3", "A Green Ring"));
        assertTrue(notYet(check("5.3", "a RED Circle")).contains("by another name"));
        assertTrue(notYet(check("5.3", "a red circle")).contains("describe a circle by another name"));
        assertTrue(notYet(check("5.3", "a red square")).contains("square"));
    }

    @Test
    void readsTheOrderOfWords() {
        isRight(check("5.4", "a blue circle left of a red star"));
        assertTrue(notYet(check("5.4", "a red star left of a blue circle")).contains("same picture"));
        assertTrue(notYet(check("5.4", "a blue circle right of a red star")).contains("exactly the words"));
    }

    /**
     * Ranks 1 to 5 and 2, 1, 4, 3, 5: ρ = 1 - 6 · 4 / (5 · 24) = 0.8 (Spearman 1904), τ = (8 - 2) / 10 = 0.6 (Kendall 1938), and
     * the correlation of the logits themselves is 0.9619.
     */
    @ParameterizedTest
    @CsvSource({"0.8, right", "'0,8', right", "80 %, right", "0.6, Kendall", "0.962, replace them by their ranks"})
    void checksARankCorrelation(String answer, String expected) {
        assertTrue(check("4.2", answer).contains(expected), check("4.2", answer));
    }

    @Test
    void noSentenceComparesTwoScales() {
        isRight(check("4.1", "B"));
        for (String wrong : List.of("a", "c", "d")) {
            notYet(check("4.1", wrong));
        }
    }

    @Test
    void onlyTheBagOfWordsMissesAnExchange() {
        isRight(check("4.4", "a blue circle left of a red star"));
        assertTrue(notYet(check("4.4", "a blue circle right of a red star")).contains("true of the picture"));
        assertTrue(notYet(check("4.4", "a red heart left of a blue circle")).contains("keep the red star"));
    }

    /** The share is that of the agreement of the same runs under both models. */
    @Test
    void countsTheDirectionsThatTwoModelsAgreeAbout(@TempDir Path folder) throws Exception {
        assertTrue(notYet(check("4.3", "0.5")).contains("there is no run wide yet"));
        FakeCell cell = new FakeCell();
        magics.run("tifa", List.of("--source", "shapes", "--limit", "20"), cell);
        magics.run("shapes", List.of("--out", folder.resolve("original").toString()), cell);
        magics.run(
                "shapes",
                List.of("--seed", "1000", "--out", folder.resolve("seed").toString()),
                cell);
        for (String[] model : new String[][] {{"shapes", "wide"}, {"shapes-small", "narrow"}}) {
            magics.run("clip", List.of("model", model[0]), cell);
            magics.run("clip", List.of("score", folder.resolve("original").toString(), "-o", model[1]), cell);
            magics.run("clip", List.of("score", folder.resolve("seed").toString(), "-o", model[1] + "Seed"), cell);
        }
        double share = Agreement.of(
                        List.of(session.run("wide"), session.run("wideSeed")), List.of("shapes", "shapes-small"))
                .techniques()
                .doubleColumn("agreeing")
                .get(0);
        assertTrue(share > 0 && share < 1);
        isRight(check("4.3", String.format(Locale.ROOT, "%.3f", share)));
        isRight(check("4.3", String.format(Locale.ROOT, "%.1f %%", 100 * share)));
        notYet(check("4.3", String.format(Locale.ROOT, "%.3f", share + 0.05)));
    }

    /** What is asked must not be answered by the question, and the verdict must not name the solution. */
    @Test
    void doesNotShowSolutions() {
        assertFalse(check("3.3").contains("0.06"));
        assertFalse(check("3.3", "0.05").contains("0.06"));
        assertFalse(check("1.2", "0.5").contains("0.66"));
        assertEquals(
                Exercises.all().size(),
                Exercises.all().stream().map(Exercise::id).distinct().count());
    }

    /** The area by hand: .25 · 6 + .25 · 3 + .5 · 1 = 2.75. Of 21 orders by lot, each is the best with probability 1/21. */
    @ParameterizedTest
    @CsvSource({
        "6.1, 2.75, right",
        "6.1, 3.5, twice as wide",
        "6.2, 0.0476, right",
        "6.2, 1/21, expected one number",
        "6.2, 5%, one more beside the 20",
        "6.4, c, right",
        "6.4, a, look at the picture"
    })
    void knowsWhatAMapAndItsTestSay(String id, String answer, String expected) {
        assertTrue(check(id, answer).contains(expected), check(id, answer));
    }

    @Test
    void asksForAFaithfulMapOfAFalseCaption() {
        isRight(check("6.3", "an orange circle"));
        assertTrue(notYet(check("6.3", "a red circle")).contains("shows what this caption names"));
        assertTrue(notYet(check("6.3", "a star")).contains("shows what this caption names"));
        assertTrue(notYet(check("6.3", "the weather")).length() > 30);
    }
}
