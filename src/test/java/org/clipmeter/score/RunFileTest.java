package org.clipmeter.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.files.FileException;
import org.clipmeter.files.Hash;
import org.clipmeter.files.StrictJson;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.pairs.Skipped;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.preprocess.Preprocessing;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.prompts.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileTest {
    private static final Instant WRITTEN = Instant.parse("2026-05-04T10:20:30Z");

    @TempDir
    private Path folder;

    /** A run in which everything that a run can have differs from its default. */
    private ScoreResult full() {
        Question question = new Question("is this a \"dog\"?", List.of("yes", "no"), "yes", "dog", "animal");
        Prompt dog = new Prompt("coco_1", "coco", "=a dog,\n\"two\" lines, naïve 🐕", List.of(question), 7L);
        Prompt cat = new Prompt("'2", "drawbench", "'=a cat", List.of());
        List<Pair> pairs = List.of(
                new Pair(dog, new ImageFile(folder.resolve("a b.png"), "x/a b.png", "coco_1", "a dog", "coco")),
                new Pair(dog, ImageFile.named(folder.resolve("ü.png"), "ü.png")),
                new Pair(cat, ImageFile.named(folder.resolve("c.png"), "c.png")));
        Pairs joined = new Pairs(
                "out/uce",
                "prompts.csv",
                PairingKey.LEADING_ID,
                pairs,
                List.of("left.png"),
                List.of(new Prompt("9", "coco", "nobody drew this", List.of())),
                List.of(new Skipped("notes.txt", "is a text"), new Skipped("d.avif", "is AVIF", "AVIF picture")),
                List.of("outside.png"),
                "joined by leading id",
                List.of("a note"));
        List<ScoreRow> rows = List.of(
                new ScoreRow(
                        0,
                        pairs.get(0),
                        new Scored(Math.nextUp(25.1), 1.0 / 3),
                        12,
                        true,
                        Set.of(ImageFlag.TRANSPARENT, ImageFlag.DAMAGED)),
                new ScoreRow(1, pairs.get(1), new Scored(-0.0, Double.MIN_VALUE), 12, true, Set.of()),
                new ScoreRow(2, pairs.get(2), new Failed("truncated", "ends too early"), 0, false, Set.of()));
        ModelInfo model = new ModelInfo("m/x", "commit 3d74acf", "cuda:0", "bf16", "squash 224", 1e-7, "PickScore");
        RunConfig config = new RunConfig(
                "m/x",
                "cuda",
                300,
                new ImageRules(Preprocessing.TORCHVISION, TransparencyRule.WHITE),
                new PromptTemplate("A photo depicts {}"));
        ScoreResult result = new ScoreResult(joined, rows, model, config, 123456.789, new CacheHits(2, 1));
        return result.reporting(ReportedValue.of("preset hessel", ScoreScale.CLIP_S, true, result));
    }

    private Path written(ScoreResult result) throws IOException {
        Path file = folder.resolve("run.json");
        Files.writeString(file, RunFile.text("uce", result, List.of("a warning"), "9.9", WRITTEN) + "\n");
        return file;
    }

    @Test
    void everythingThatIsKnownOfARunIsReadBack() throws IOException {
        RunFile read = RunFile.read(written(full()));
        assertEquals(new RunFile("uce", full(), List.of("a warning"), "9.9", "2026-05-04T10:20:30Z"), read);
        Scored zero = (Scored) read.result().rows().get(1).outcome();
        assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(zero.logitsPerImage()), "to the bit");
        assertEquals(full().json(), read.result().json());
    }

    @Test
    void aRunWithoutAnyScoreIsReadBackToo() throws IOException {
        ScoreResult none = Runs.of(List.of(new Failed("missing", "gone")));
        assertEquals(none.json(), RunFile.read(written(none)).result().json());
        ScoreResult empty = Runs.of(List.of());
        assertEquals(empty.json(), RunFile.read(written(empty)).result().json());
    }

    @ParameterizedTest
    @CsvSource({
        "25.1, 25.2",
        "commit 3d74acf, commit 3d74acd",
        "bf16, fp32",
        "squash 224, squash 240",
        "A photo depicts {}, A drawing of {}",
        "nobody drew this, nobody drew that"
    })
    void aFileThatWasChangedIsRefused(String before, String after) throws IOException {
        Path file = written(full());
        String text = Files.readString(file);
        assertTrue(text.contains(before));
        Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(before), after));
        refused(file, "was changed after it was written");
    }

    @Test
    void otherSpacesAndLineBreaksAreNoChange() throws IOException {
        Path file = written(full());
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n  "));
        assertEquals(full(), RunFile.read(file).result());
    }

    @Test
    void aFileThatWasCutIsRefusedWhereverItEnds() throws IOException {
        Path file = written(full());
        String text = Files.readString(file).strip();
        List<Integer> ends = new ArrayList<>();
        for (int end = 0; end < text.length(); end += 97) {
            ends.add(end);
        }
        ends.add(text.length() - 1);
        for (int end : ends) {
            Files.writeString(file, text.substring(0, end));
            refused(file, end == 0 ? "is empty" : "");
        }
    }

    @Test
    void filesOfOtherKindsAreRefused() throws IOException {
        Path json = folder.resolve("other.json");
        Files.writeString(json, full().json());
        refused(json, "has no run of clipmeter, expected a file .json to which a run was exported");
        for (String text :
                List.of("[1, 2]", "\"text\"", "{\"clipmeter\": 1}", "{\"clipmeter\": {\"run_format\": \"1\"}}")) {
            Files.writeString(json, text);
            refused(json, "has no run of clipmeter");
        }
        Files.writeString(json, "{\"clipmeter\": {\"run_format\": 2, \"version\": \"7.1\"}}");
        refused(json, "has a run in format 2, expected format 1; use the version of clipmeter that wrote it, \"7.1\"");
        Path csv = folder.resolve("scores.csv");
        ScoreFile.write(full(), csv);
        refused(csv, "a run is whole only in its .json file");
        refused(folder.resolve("nowhere.json"), "does not exist");
        Files.createDirectory(folder.resolve("folder.json"));
        refused(folder.resolve("folder.json"), "is a folder");
        Files.write(json, new byte[] {'{', (byte) 0xff, '}'});
        refused(json, "");
    }

    /** The hash only tells that a file was changed: whoever writes a file can also write its hash. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rows\":\\[ | \"rows\":null,\"rest\":[",
                "\"prompt\":0, | \"prompt\":7,",
                "\"prompt\":0, | \"prompt\":-1,",
                "\"prompt\":0, | \"prompt\":0.5,",
                "\"prompt\":0, | \"prompt\":null,",
                "\"logitsPerImage\":25.1[0-9]*, | \"logitsPerImage\":\"25\",",
                "\"logitsPerImage\":25.1[0-9]*, | \"logitsPerImage\":null,",
                "\"logitsPerImage\":null | \"logitsPerImage\":1",
                "\"status\":\"scored\" | \"status\":\"missing\"",
                "\"status\":\"truncated\" | \"status\":\"scored\"",
                "\"warnings\":\\[\"a warning\"] | \"warnings\":null",
                "\"warnings\":\\[\"a warning\"] | \"warnings\":[null]",
                "\"key\":\"[A-Z_]*\" | \"key\":0",
                "\"flags\":\\[\"[A-Z]*\" | \"flags\":[\"NONE\"",
                "\"tokens\":12 | \"tokens\":\"12\"",
                "\"name\":\"uce\" | \"name\":null",
            })
    void aFileWithItsOwnHashIsCheckedToo(String before, String after) throws IOException {
        Path file = written(full());
        String text = StrictJson.parse(Files.readString(file)).toString();
        String body = text.replaceFirst(",\"sha256\":\"[0-9a-f]*\"}}$", "}}");
        String changed =
                body.replaceFirst("(\"run\":.*?)" + before, "$1" + java.util.regex.Matcher.quoteReplacement(after));
        assertNotEquals(body, changed);
        Files.writeString(file, changed.replaceFirst("}}$", ",\"sha256\":\"" + Hash.sha256(changed) + "\"}}"));
        refused(file, "has a run that this version can't read; export the run again");
    }

    private static void refused(Path file, String reason) {
        String message = String.valueOf(
                assertThrows(FileException.class, () -> RunFile.read(file)).getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.startsWith(file.toString()), message);
        assertFalse(message.contains("\n"), message);
    }
}
