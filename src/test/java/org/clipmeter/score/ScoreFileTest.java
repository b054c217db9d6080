package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.clipmeter.prompts.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFileTest {
    @TempDir
    private Path folder;

    private static List<Map<String, String>> read(Path file) throws IOException {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.toFile())) {
            return rows.readAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab"})
    void numbersReadBackToTheLastBitInEveryLanguage(String tag) throws IOException {
        Random random = new Random(7);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            outcomes.add(new Scored(30 * random.nextGaussian(), random.nextDouble() - 0.5));
        }
        Path file = folder.resolve("scores.csv");
        Path json = folder.resolve("scores.json");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            ScoreFile.write(Runs.of(outcomes), file);
            ScoreFile.write(Runs.of(outcomes), json);
        } finally {
            Locale.setDefault(before);
        }
        List<Map<String, String>> rows = read(file);
        var scores = new JsonMapper().readTree(json.toFile()).at("/details/per_image_scores");
        for (int i = 0; i < outcomes.size(); i++) {
            Scored scored = (Scored) outcomes.get(i);
            assertEquals(scored.logitsPerImage(), Double.parseDouble(rows.get(i).get("logits_per_image")));
            assertEquals(
                    scored.cosineSimilarity(), Double.parseDouble(rows.get(i).get("cosine_similarity")));
            assertEquals(scored.logitsPerImage(), scores.get(i).asDouble());
        }
    }

    @Test
    void formulasLoseTheirPowerAndOtherTextsStay() throws IOException {
        List<String> texts = List.of("=1+1", "+1", "-1", "@SUM(A1)", "a \"quoted\", text\nof two lines", "x=1", "");
        List<Prompt> prompts = texts.stream()
                .map(text -> new Prompt("id", "coco", text, List.of()))
                .toList();
        List<Outcome> outcomes = texts.stream().map(text -> Runs.scored(-2)).toList();
        Path file = folder.resolve("scores.csv");
        ScoreFile.write(Runs.of("B/32", prompts, outcomes), file);
        assertEquals(
                List.of("'=1+1", "'+1", "'-1", "'@SUM(A1)", "a \"quoted\", text\nof two lines", "x=1", ""),
                read(file).stream().map(row -> row.get("prompt")).toList());
        assertEquals("-2.0", read(file).get(0).get("logits_per_image"));
    }

    @Test
    void aFailedRowHasItsReasonAndNoScore() throws IOException {
        Path file = folder.resolve("scores.CSV");
        ScoreFile.write(Runs.of(List.of(new Failed("missing", "gone"))), file);
        assertEquals("", read(file).get(0).get("logits_per_image"));
        assertEquals("missing", read(file).get(0).get("status"));
    }

    @Test
    void anEarlierFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("scores.json"), "old");
        ScoreFile.write(Runs.of(List.of(Runs.scored(1))), file);
        assertTrue(Files.readString(file).startsWith("{"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whatCantBeWrittenIsSaidInOneLine() {
        ScoreResult run = Runs.of(List.of(Runs.scored(1)));
        for (String name : List.of("scores.xlsx", "nowhere/scores.csv")) {
            String message =
                    String.valueOf(assertThrows(IOException.class, () -> ScoreFile.write(run, folder.resolve(name)))
                            .getMessage());
            assertTrue(
                    message.contains(name.substring(name.length() - 10))
                            && message.lines().count() == 1,
                    message);
        }
    }
}
