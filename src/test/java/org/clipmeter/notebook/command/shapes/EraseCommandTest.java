package org.clipmeter.notebook.command.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldEdit;
import org.clipmeter.shapes.field.Fields;
import org.clipmeter.shapes.field.NamedFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The magic that erases a concept from the field, with a field of random parameters. */
final class EraseCommandTest {
    @TempDir
    Path folder;

    private ClipModel reader;
    private Session session;
    private Magics magics;

    @BeforeEach
    void open() throws IOException {
        reader = ClipModel.load(ShapesModel.folder(), "cpu");
        session = new Session(EmbeddingCache.off(), new NamedFields(() -> Fields.random(reader, 7)));
        magics = new Magics(session);
    }

    @AfterEach
    void close() {
        session.fields().close();
        reader.close();
    }

    private Table erase(FakeCell cell, String... words) {
        return (Table) Objects.requireNonNull(
                magics.run("shapes", List.of(("erase " + String.join(" ", words)).split(" ")), cell));
    }

    private String refusal(String... words) {
        return String.valueOf(assertThrows(NotebookError.class, () -> erase(new FakeCell(), words))
                .getMessage());
    }

    @Test
    void theEditedModelStaysInTheSessionAndInItsFile() throws IOException {
        Path file = folder.resolve("no-circle.safetensors");
        FakeCell cell = new FakeCell();
        Table table = erase(
                cell,
                "circle --method uce --anchor square --weight 0.5 --name no-circle -o card --out",
                file.toString());
        assertEquals(6, table.rowCount());
        assertEquals("blocks.0.key.weight", table.getString(0, "matrix"));
        assertTrue(table.doubleColumn("relative_change").min() > 0);
        assertTrue(cell.plain().get(0).startsWith("circle erased from field in "), cell.plain()::toString);
        assertTrue(cell.plain().get(1).startsWith("circle erased (card)"), cell.plain()::toString);
        assertTrue(cell.plain().get(1).contains("method uce, Gandikota et al."), cell.plain()::toString);
        assertTrue(cell.variables().containsKey("Table card"));
        assertEquals(List.of("field", "no-circle"), session.fields().names());
        Field kept = session.fields().get("no-circle");
        try (Field read = Field.load(file, reader)) {
            assertEquals(kept.fingerprint(), read.fingerprint());
            FieldEdit edit = new FieldEdit(
                    "uce",
                    "circle",
                    "square",
                    .5,
                    0,
                    1,
                    true,
                    session.fields().get("field").fingerprint());
            assertEquals(List.of(edit), read.edits());
        }
        FakeCell second = new FakeCell();
        erase(second, "red --model no-circle --method ablation --anchor blue --steps 1 --name neither");
        assertTrue(
                second.plain().get(1).contains("edited before: circle erased by uce, anchor square"),
                second.plain()::toString);
        assertEquals(2, session.fields().get("neither").edits().size());
        assertEquals(List.of("card", "neither"), session.resultNames());
    }

    @Test
    void whatCanNotBeDoneIsRefusedAndLeavesNothing() {
        assertTrue(refusal("circel --name a").contains("did you mean circle?"));
        assertTrue(refusal("circle --anchor red --name a").contains("red can't be the anchor of circle"));
        assertTrue(refusal("circle --name field").contains("the name field is that of the unedited model"));
        assertTrue(refusal("circle --method uce --steps 5 --name a").contains("--steps is for methods that train"));
        assertTrue(
                refusal("circle --method ablation --steps 0 --name a").contains("steps: expected 1 to 10000, got 0"));
        assertTrue(refusal("circle --weight NaN --name a").contains("weight: expected a number above 0"));
        assertTrue(refusal("circle --method abl --name a").contains("expected uce, ablation"));
        assertTrue(refusal("circle --model b --name a").contains("there is no model b; known: field"));
        assertTrue(refusal("circle --name a --out", folder.resolve("a.bin").toString())
                .contains("ends in .safetensors"));
        assertTrue(refusal("circle").contains("--name"));
        assertEquals(List.of("field"), session.fields().names());
        assertFalse(Files.exists(folder.resolve("a.bin")));
    }

    /** Minutes of training are not lost because a disk is full, or as here a name is too long. */
    @Test
    void aModelWhoseFileCanNotBeWrittenStaysInTheSession() throws IOException {
        String message = refusal(
                "circle --name a --out",
                folder.resolve("x".repeat(300) + ".safetensors").toString());
        assertTrue(message.contains("can't be written: "), message);
        assertTrue(
                message.endsWith("the edited model stays in the session as a; run the cell again with another --out"
                        + " for its file"),
                message);
        assertEquals(List.of("field", "a"), session.fields().names());
        assertEquals(1, session.fields().get("a").edits().size());
    }

    @Test
    void aCellThatWasInterruptedLeavesNoModel() {
        magics.stopNext(true);
        try {
            assertTrue(refusal("circle --method ablation --name a").contains("cancelled"));
        } finally {
            magics.stopNext(false);
        }
        assertEquals(List.of("field"), session.fields().names());
    }
}
