package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdColumnTest {
    @TempDir
    Path folder;

    private PromptFile read(String name, String content, String idColumn) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return idColumn == null ? TifaReader.read(file) : TifaReader.read(file, idColumn);
    }

    private static List<String> ids(PromptFile file) {
        return file.prompts().prompts().stream().map(Prompt::id).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.csv | case_number,prompt\\n7,a\\n5,b\\n",
                "p.csv | Prompt ID;prompt\\n7;a, b\\n5;b\\n",
                "p.csv | image_id\\tprompt\\n7\\ta\\n5\\tb\\n",
                "p.csv | sep=;\\nidx;prompt\\n7;a\\n5;b\\n",
                "p.csv | \\nprompt,index\\na,7\\nb,5\\n",
                "p.csv | case_number,image_id,prompt\\n7,1,a\\n5,2,b\\n",
                "p.csv | image_id,prompt,uid\\n1,a,7\\n1,b,5\\n",
                "p.json | [{\"case_number\":7,\"prompt\":\"a\"},{\"case_number\":\"5\",\"prompt\":\"b\"}]",
                "p.json | {\"7\":\"a\",\"5\":\"b\"}"
            })
    void isFoundByItsName(String name, String content) throws IOException {
        PromptFile file = read(name, content.replace("\\n", "\n").replace("\\t", "\t"), null);
        assertEquals(List.of("7", "5"), ids(file));
        assertEquals(List.of(), file.problems());
    }

    @Test
    void mayBeAskedFor() throws IOException {
        String content = "id,prompt,Number\nx,a,7\ny,b,5\n";
        assertEquals(List.of("x", "y"), ids(read("p.csv", content, null)));
        PromptFile asked = read("p.csv", content, "number");
        assertEquals(List.of("7", "5"), ids(asked));
        assertEquals(
                List.of("prompt ids are the column number"),
                asked.prompts().ids().notes());
        String message = String.valueOf(assertThrows(IOException.class, () -> read("p.csv", content, "nr"))
                .getMessage());
        assertEquals("p.csv has no column \"nr\" for the ids; expected one of id, number", message);
        assertThrows(IOException.class, () -> read("p.txt", "a cat\n", "nr"));
        assertThrows(IOException.class, () -> read("p.json", "{\"7\":\"a\"}", "nr"));
    }

    @Test
    void aColumnThatRepeatsValuesIsNotTakenAndSaidToBeSo() throws IOException {
        PromptIds ids =
                read("p.csv", "image_id,caption\n7,a\n7,b\n", null).prompts().ids();
        assertEquals(List.of("0", "1"), ids.all());
        assertTrue(ids.rowNumbers());
        assertEquals(
                List.of("the column image_id is not used as id: it repeats values or has empty cells"), ids.notes());
    }

    @Test
    void otherColumnsOfUniqueWholeNumbersAreNamed() throws IOException {
        assertEquals(
                List.of(
                        "the columns seed, coco of unique whole numbers are not used as id; if one of them holds the ids, name it as the id column"),
                read("p.csv", "n,id,seed,coco,group,prompt\n0,x,5,9,1,a\n0,y,3,8,1,b\n", null)
                        .prompts()
                        .ids()
                        .notes());
        assertEquals(
                List.of(),
                read("p.csv", "n,prompt\n0,a\n1,b\n", null).prompts().ids().notes());
    }

    @Test
    void thePapersSeedsAreNotIds() throws IOException {
        PromptIds ids = read("p.csv", "case_number,prompt,evaluation_seed\n7,a,55\n9,b,12\n", null)
                .prompts()
                .ids();
        assertEquals(List.of("prompt ids are the column case_number"), ids.notes());
    }

    @Test
    void aRowWithoutAnIdTakesNoOtherRowsId() throws IOException {
        PromptFile file = read("p.csv", "id,prompt\n9,a\n,b\n1,c\n", null);
        assertEquals(List.of("9", "1"), ids(file));
        assertEquals(
                List.of("p.csv row 3 has no id, and the number of its row is the id of another prompt"),
                file.problems());
        assertEquals(1, file.prompts().ids().reliable());
        PromptFile json =
                read("p.json", "[{\"id\":9,\"prompt\":\"a\"},{\"prompt\":\"b\"},{\"id\":1,\"prompt\":\"c\"}]", null);
        assertEquals(List.of("9", "1"), ids(json));
    }

    @Test
    void rowsCountFromTheFilesFirstLineEvenBehindAStatedSeparator() throws IOException {
        PromptFile file = read("p.csv", "sep=;\nid;prompt\nx;a\ny\n", null);
        assertEquals(List.of("p.csv row 3 (line 4) has 1 cells, the header has 2"), file.problems());
    }
}
