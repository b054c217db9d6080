package org.clipmeter.notebook.command.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The magics that draw with the field, erase from it, and attack what was erased. */
final class AttackCommandTest {
    private static final PromptSet TWO = new PromptSet(
            "own",
            List.of(
                    new Prompt("1", "own", "a red circle on a white background", List.of()),
                    new Prompt("2", "own", "a blue star on a white background", List.of())),
            2);

    @TempDir
    Path folder;

    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);

    private Table shapes(FakeCell cell, String... words) {
        return (Table) Objects.requireNonNull(magics.run("shapes", List.of(words), cell));
    }

    private String refusal(String... words) {
        return String.valueOf(assertThrows(NotebookError.class, () -> shapes(new FakeCell(), words))
                .getMessage());
    }

    private String run(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void whatWasErasedIsDrawnAttackedAndDrawnFromTheFoundCaptions() throws IOException {
        session.prompts(TWO);
        Table before = shapes(new FakeCell(), "--model", "field", "--out", run("before"));
        assertTrue(before.stringColumn("drawn").isMissing(0), "a network does not know what it draws");
        FakeCell erase = new FakeCell();
        shapes(erase, "erase", "circle", "--anchor", "square", "--name", "no-circle", "-o", "card");
        assertTrue(erase.variables().containsKey("Table card"));

        FakeCell after = new FakeCell();
        shapes(after, "--model", "no-circle", "--out", run("after"));
        assertTrue(after.plain().toString().contains("circle erased by uce"), after.plain()::toString);
        assertFalse(Arrays.equals(picture("before", 0), picture("after", 0)), "the circle is drawn otherwise");

        FakeCell cell = new FakeCell();
        String list = run("found.csv");
        Table attack = shapes(
                cell,
                "attack",
                "no-circle",
                "--steps",
                "30",
                "--images",
                "4",
                "--words",
                "1",
                "--out",
                list,
                "-o",
                "hit");
        assertEquals(
                List.of(
                        "the field before the edit, captions with the concept",
                        "captions with the concept",
                        "captions without the concept",
                        "found caption"),
                attack.stringColumn("tried").asList().subList(0, 4));
        assertEquals("found embedding", attack.getString(attack.rowCount() - 1, "tried"));
        assertTrue(cell.variables().containsKey("Table hit"));
        assertTrue(session.resultNames().containsAll(List.of("card", "hit")), session.resultNames()::toString);

        List<String> lines = Files.readAllLines(Path.of(list));
        assertEquals("id,prompt,concept", lines.get(0));
        assertEquals(6, lines.size());
        Table found = shapes(
                new FakeCell(), "--model", "no-circle", "--prompts", list, "--images", "2", "--out", run("attacked"));
        assertEquals(10, found.rowCount());
    }

    private byte[] picture(String name, int k) throws IOException {
        return Files.readAllBytes(folder.resolve(name + "/images/" + name + "_" + k + ".png"));
    }

    @Test
    void wordsInAnyOrderAreDrawnAtOnce() {
        FakeCell cell = new FakeCell();
        Table table = shapes(cell, "draw", "crimson large", "--model", "field", "--images", "2");
        assertEquals(2, table.rowCount());
        assertTrue(refusal("draw", "a red cube", "--model", "field").contains("nearest: box, square"));
    }

    @Test
    void mistakesAreNamedBeforeAnyWork() {
        assertTrue(refusal("draw", "a red circle", "--model", "none").contains("known: field"));
        assertTrue(refusal("draw", "a red circle", "--model", "field", "--erase", "circle")
                .contains("%shapes erase circle --name NAME"));
        assertTrue(refusal("attack", "none", "circle").contains("known: field"));
        assertTrue(refusal("attack", "field").contains("nothing was erased from field"));
        assertTrue(refusal("attack", "field", "circle", "--mode", "word").contains("did you mean words?"));
        assertTrue(refusal("attack", "field", "cirle").contains("did you mean circle?"));
        assertTrue(refusal("attack", "field", "circle", "--out", "found.txt").contains("ends in .csv"));
        assertTrue(refusal("attack", "field", "circle", "--mode", "embedding", "--out", "found.csv")
                .contains("finds none"));
        assertTrue(refusal("attack", "field", "left-of").contains("a relation is shown by two things"));
        assertTrue(refusal("attack", "field", "circle", "--seconds", "0").contains("seconds: expected more than 0"));
    }
}
