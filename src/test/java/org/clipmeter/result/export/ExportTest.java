package org.clipmeter.result.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.Comparison;
import org.clipmeter.ScoreRun;
import org.clipmeter.ScoreRuns;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.parquet.ParquetTexts;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    private static final List<Prompt> PROMPTS = List.of(Runs.prompt("a"), Runs.prompt("b"));

    /** Of the bytes {@code [["a","a picture of a"],["b","a picture of b"]]}. */
    private static final String PROMPTS_HASH = "c3037039185628bf38f718222f6a231ab44e904eb047c988fb08f5cf6cd35636";

    @TempDir
    private Path folder;

    private static ScoreRun sd() {
        return ScoreRuns.of("sd", Runs.of("m/B-32", PROMPTS, List.of(Runs.scored(20), Runs.scored(25))));
    }

    private static ScoreRun uce() {
        return ScoreRuns.of("uce", Runs.of("m/B-32", PROMPTS, List.of(Runs.scored(21), new Failed("missing", "gone"))));
    }

    @Test
    void theProvenanceIsBesideAFileThatHasNoComments() throws IOException {
        for (String name : List.of("scores.csv", "scores.JSON")) {
            Path file = folder.resolve(name);
            Instant before = Instant.now();
            Export.write(uce(), file);
            Path own = folder.resolve("own" + name.substring(6));
            uce().write(own);
            if (name.endsWith(".csv")) {
                assertEquals(Files.readString(own), Files.readString(file), "the file itself is as the run writes it");
            } else {
                ObjectNode json = (ObjectNode) new JsonMapper().readTree(file.toFile());
                assertTrue(json.remove("clipmeter").isObject());
                assertEquals(
                        new JsonMapper().readTree(own.toFile()), json, "and everything else is as the run writes it");
            }
            JsonNode provenance = new JsonMapper()
                    .readTree(folder.resolve(name + ".provenance.json").toFile());
            assertEquals(ClipMeter.version(), provenance.path("clipmeter").asText());
            assertTrue(Instant.parse(provenance.path("written").asText()).isAfter(before.minusSeconds(2)));
            JsonNode run = provenance.path("runs").path(0);
            assertEquals("m/B-32", run.path("clip_model_name").asText());
            assertEquals("commit 1", run.path("revision").asText());
            assertEquals("fp32", run.path("precision").asText());
            assertEquals("bicubic 224", run.path("preprocessing").asText());
            assertEquals(PROMPTS_HASH, run.path("prompts_sha256").asText());
            assertEquals(1, run.path("evaluated_count").asInt());
            assertEquals(1, run.path("failures").path("missing").asInt());
            assertTrue(run.path("template").isNull());
        }
    }

    @Test
    void aRunIsReadBackAndComparedAsBefore() throws IOException {
        Path file = folder.resolve("uce.json");
        Export.write(uce(), file);
        ScoreRun read = ScoreRun.read(file);
        assertEquals("uce", read.name());
        assertEquals(uce().json(), read.json());
        assertEquals(Provenance.promptsHash(uce().result()), Provenance.promptsHash(read.result()));
        assertEquals(
                Comparison.of(sd(), List.of(uce())).json(),
                Comparison.of(sd(), List.of(read)).json());
        String note = read.warnings().get(0);
        assertTrue(note.startsWith("read from " + file + ", which clipmeter " + ClipMeter.version()), note);
        ScoreRun other = ScoreRuns.of("large", Runs.of("m/L-14", PROMPTS, List.of(Runs.scored(20), Runs.scored(25))));
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(other, List.of(read)), "another model");
        Export.write(Comparison.of(sd(), List.of(uce())), file);
        assertThrows(IOException.class, () -> ScoreRun.read(file), "a comparison is no run");
    }

    @Test
    void theProvenanceOfAllRunsIsACommentOfATableForAPaper() throws IOException {
        Comparison comparison = Comparison.of(sd(), List.of(uce()));
        Path tex = folder.resolve("table.tex");
        Export.write(comparison, tex);
        List<String> lines = Files.readAllLines(tex);
        assertTrue(lines.get(0).startsWith("% uce against sd, written 20"), lines.get(0));
        assertTrue(lines.get(1).startsWith("% sd: clip_model_name m/B-32, revision commit 1, "), lines.get(1));
        assertTrue(lines.get(2).contains(", evaluated_count 1, total_count 2, failures {\"missing\":1}"), lines.get(2));
        assertFalse(lines.get(2).contains("template"), "there is none: " + lines.get(2));
        assertTrue(lines.contains("\\toprule"), lines.toString());
        assertFalse(Files.exists(Export.provenanceOf(tex)));
        Path markdown = folder.resolve("table.md");
        Export.write(comparison, markdown);
        assertTrue(Files.readString(markdown).contains("\n| run | n | baseline\\_mean | mean | delta |"));
    }

    @Test
    void aParquetFileHasTheTableAndTheProvenance() throws IOException {
        Path file = folder.resolve("uce.parquet");
        Export.write(uce(), file);
        ParquetTexts read = ParquetTexts.read(file, name -> true);
        assertEquals(List.of("truncated"), read.others(), "booleans are not read as texts");
        List<String> columns = new ArrayList<>(uce().table().columnNames());
        columns.remove("truncated");
        assertEquals(columns, read.columns());
    }

    @Test
    void onlyARunHasEmbeddings() {
        Comparison comparison = Comparison.of(sd(), List.of(uce()));
        for (String name : List.of("x.npy", "x.safetensors")) {
            Exception refusal =
                    assertThrows(InvalidRequestException.class, () -> Export.write(comparison, folder.resolve(name)));
            assertTrue(
                    String.valueOf(refusal.getMessage()).startsWith("export: uce against sd has no embeddings"),
                    refusal.getMessage());
            assertFalse(Files.exists(folder.resolve(name)));
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedBeforeAnythingIs() {
        String message =
                String.valueOf(assertThrows(IOException.class, () -> Export.write(sd(), folder.resolve("scores.txt")))
                        .getMessage());
        assertTrue(
                message.endsWith("expected a name that ends in .csv, .json, .md, .tex, .parquet, .npy or .safetensors"),
                message);
        assertThrows(IOException.class, () -> Export.write(sd(), folder.resolve("nowhere/scores.csv")));
        assertThrows(IOException.class, () -> Export.write(sd(), folder));
    }
}
