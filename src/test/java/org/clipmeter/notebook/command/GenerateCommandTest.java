package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.clipmeter.ClipMeter;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.generate.StandInService;
import org.clipmeter.hub.DownloadListener;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.ModelRequest;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The magic that has a service make images, against a service of this machine. */
final class GenerateCommandTest {
    private static final PromptSet THREE = new PromptSet(
            "own",
            List.of(
                    new Prompt("7", "own", "a red circle", List.of()),
                    new Prompt("70", "own", "a blue square", List.of()),
                    new Prompt("700", "own", "a green star", List.of())),
            3);

    @TempDir
    Path folder;

    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);
    private StandInService service;

    @BeforeEach
    void start() throws IOException {
        service = StandInService.webUi();
        session.prompts(THREE);
    }

    @AfterEach
    void stop() {
        service.close();
        ClipMeter loaded = session.loaded();
        if (loaded != null) {
            loaded.close();
        }
    }

    private Table generate(FakeCell cell, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "generate",
                "--endpoint",
                service.base() + "/sdapi/v1/txt2img",
                "--out",
                folder.resolve("sd").toString()));
        words.addAll(List.of(options));
        return (Table) Objects.requireNonNull(magics.run("clip", words, cell));
    }

    @Test
    void theImagesOfTheCurrentPromptsAreMadeAndShown() {
        FakeCell cell = new FakeCell();
        Table table = generate(cell, "--seed", "3", "--size", "64x64", "--set", "steps=20", "-o", "sd");
        assertEquals(List.of("7", "70", "700"), table.stringColumn("id").asList());
        assertEquals(
                List.of("made", "made", "made"), table.stringColumn("status").asList());
        assertEquals(20, service.received().get(0).body().path("steps").asInt());
        assertTrue(cell.plain().get(0).startsWith("3 of 3 images made in "), cell.plain()::toString);
        assertTrue(cell.plain().get(1).startsWith("3 of 3 images in " + folder.resolve("sd")), cell.plain()::toString);
        assertTrue(String.valueOf(cell.outputs().get(2).html()).contains("a green star"), "the first images are shown");
        assertEquals(List.of("sd"), session.resultNames());
        assertTrue(cell.variables().containsKey("Table sd"));
    }

    @Test
    void theFolderIsScoredAndJoinedByItsManifest() throws Exception {
        // 7, 70 and 700 can't be told apart from "<id>_<k>" by every rule for names; the manifest says which is whose.
        generate(new FakeCell(), "--images", "2");
        session.use(new ModelRequest("shapes", "cpu", "fp32", null, ImageRules.defaults()), DownloadListener.none());
        FakeCell cell = new FakeCell();
        Table scores = (Table) Objects.requireNonNull(
                magics.run("clip", List.of("score", folder.resolve("sd").toString()), cell));
        assertEquals(
                List.of("7", "7", "70", "70", "700", "700"),
                scores.stringColumn("id").asList());
        assertEquals(List.of("scored"), scores.stringColumn("status").unique().asList());
        assertTrue(
                cell.plain().toString().contains("joined by the folder's manifest.csv, 2 images a prompt"),
                cell.plain()::toString);
    }

    @Test
    void promptsComeFromASourceAndAreLimited() {
        Table table = generate(new FakeCell(), "--prompts", "shapes", "--limit", "2");
        assertEquals(List.of("shapes_0", "shapes_1"), table.stringColumn("id").asList());
        assertEquals(1, generate(new FakeCell(), "--limit", "1").rowCount());
        FakeCell cell = new FakeCell().with("mine", THREE);
        assertEquals(3, generate(cell, "--prompts", "$mine").rowCount());
    }

    @Test
    void aDryRunShowsTheFirstRequestAndSendsNothing() {
        FakeCell cell = new FakeCell();
        Table prompts = generate(cell, "--seed", "3", "--dry-run");
        String shown = cell.plain().get(0);
        assertTrue(
                shown.startsWith("3 images would be made; 0 are in the folder already. The first request:\nPOST "
                        + service.base() + "/sdapi/v1/txt2img\n"),
                shown);
        assertTrue(shown.contains("\"seed\" : 3"), shown);
        assertEquals(3, prompts.rowCount());
        assertEquals(List.of(), service.received());
        assertFalse(Files.exists(folder.resolve("sd")));
    }

    @Test
    void refusalsNameTheOptionsThatDecide() throws IOException {
        generate(new FakeCell(), "--seed", "3");
        refused(
                " seed 3, now 4; choose another folder, or have them replaced (--out FOLDER, --replace)",
                "--seed",
                "4");
        generate(new FakeCell(), "--seed", "4", "--replace");
        refused("expected webui, openai, comfyui, huggingface; did you mean webui?", "--api", "webuo");
        refused("--workflow FILE --prompt-node NODE", "--prompt-node", "6");
        refused("size: expected width and height in pixels, such as 512x512, got big", "--size", "big");
        refused("a parameter with the value x has no name; expected a name such as steps", "--set", "=x");
        refused("the environment variable NO_SUCH_KEY is not set", "--key-from", "NO_SUCH_KEY");
        session.prompts(new PromptSet("none", List.of(), 0));
        refused("there are no prompts");
    }

    private void refused(String expected, String... options) {
        NotebookError error = assertThrows(NotebookError.class, () -> generate(new FakeCell(), options));
        assertTrue(error.getMessage().startsWith("%clip generate: "), error.getMessage());
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    /** The environment of a running Java can't be changed, so the key of this test is a variable that every system has. */
    @Test
    void theKeyIsSentAndNeverShown() throws IOException {
        String key = Objects.requireNonNull(System.getenv("PATH")).strip();
        service.next(
                StandInService.reply(500, "{\"error\": \"" + key.replace("\\", "\\\\") + "\"}"),
                StandInService.reply(401, "{\"error\": \"" + key.replace("\\", "\\\\") + "\"}"));
        FakeCell cell = new FakeCell();
        NotebookError error = assertThrows(NotebookError.class, () -> generate(cell, "--key-from", "PATH"));
        assertNotNull(service.received().get(0).headers().getFirst("Authorization"));
        FakeCell whole = new FakeCell();
        generate(whole, "--key-from", "PATH");
        generate(whole, "--key-from", "PATH", "--dry-run");
        String shown = cell.outputs() + " " + whole.outputs() + error.getMessage();
        assertFalse(shown.contains(key), shown);
        assertTrue(
                error.getMessage().contains("[key] (HTTP 401); check the key in PATH (--key-from VARIABLE)"),
                error.getMessage());
        assertTrue(error.getMessage().endsWith("\nSee %clip help generate"), error.getMessage());
        try (Stream<Path> files = Files.list(folder.resolve("sd"))) {
            for (Path file : files.toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(key),
                        file.toString());
            }
        }
    }

    @Test
    void aRunThatWasInterruptedSaysThatItContinues() throws Exception {
        StandInService.Reply stop = (exchange, body) -> {
            magics.stop();
            StandInService.reply(503, "", "Retry-After", "300").to(exchange, body);
        };
        generate(new FakeCell(), "--limit", "1");
        service.next(stop);
        NotebookError error = assertThrows(NotebookError.class, () -> generate(new FakeCell()));
        assertTrue(error.getMessage().startsWith("%clip generate: cancelled "), error.getMessage());
        assertTrue(error.getMessage().endsWith("; run the cell again to continue from there"), error.getMessage());
        assertEquals(
                List.of("kept", "made", "made"),
                generate(new FakeCell()).stringColumn("status").asList());
    }
}
