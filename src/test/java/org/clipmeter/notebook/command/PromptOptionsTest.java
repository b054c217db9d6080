package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** The options that choose prompts and images have an effect, or are refused. */
class PromptOptionsTest {
    @TempDir
    private Path folder;

    private Magics magics;

    @BeforeEach
    void writeThreeImagesAndTheirPrompts() throws IOException {
        magics = new Magics(new Session(EmbeddingCache.off()));
        Files.createDirectory(folder.resolve("i"));
        for (int i = 0; i < 3; i++) {
            Files.write(folder.resolve("i/" + i + ".png"), new byte[] {(byte) i});
        }
        write("p.csv", "id,source,prompt\n0,x,zero\n1,x,one\n2,y,two\n");
        write("list.csv", "image,prompt\ni/0.png,zero\ni/1.png,one\ni/2.png,two\n");
        write("ids.csv", "image,id,prompt\ni/0.png,0,zero\ni/1.png,1,one\ni/2.png,2,two\n");
        write("nr.csv", "image,nr\ni/0.png,7\ni/1.png,8\n");
        write("nr-prompts.csv", "nr,prompt\n8,eight\n7,seven\n");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    /** Runs a magic; a word that begins with @ is a path below the folder. */
    private Table run(FakeCell cell, String line) {
        List<String> words = new ArrayList<>(Arrays.stream(line.split(" "))
                .map(word -> word.replace("@", folder + "/"))
                .toList());
        return (Table) magics.run(words.remove(0), words, cell);
    }

    private List<String> planned(String line) {
        return run(new FakeCell(), line).stringColumn("id").asList();
    }

    private String error(String line) {
        return String.valueOf(assertThrows(NotebookError.class, () -> run(new FakeCell(), line))
                .getMessage());
    }

    @Test
    void aLimitIsTakenFromThePromptsThatWereChosenBefore() {
        run(new FakeCell(), "tifa --source @p.csv");
        assertEquals(List.of("0", "1", "2"), planned("clip score @i --dry-run"));
        assertEquals(List.of("0"), planned("clip score @i --dry-run --limit 1"));
        assertEquals(List.of("0", "1", "2"), planned("clip score @i --dry-run --limit none"));
        assertEquals(
                2,
                planned("clip score @i --dry-run --limit 2 --sample stratified --seed 3")
                        .size());
        assertEquals(List.of("0", "1"), planned("clip score @i --dry-run --prompts @p.csv --limit 2"));
        run(new FakeCell(), "tifa --limit 2 --source @p.csv");
        assertEquals(List.of("0", "1"), planned("clip score @i --dry-run --limit none"));
        assertEquals(List.of("0", "1"), planned("clip score @i --dry-run"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit 1", "--sample stratified", "--seed 4"})
    void aListThatStatesItsPromptsTakesNoLimit(String option) {
        String error = error("clip score @list.csv --dry-run " + option);
        assertTrue(error.contains(option.split(" ", -1)[0] + " chooses among prompts"), error);
        assertTrue(error.contains("states its own"), error);
        assertEquals(3, planned("clip score @list.csv --dry-run").size());
    }

    @Test
    void imagesOfAListWhosePromptsAreOutsideTheLimitAreNotScored() {
        assertEquals(List.of("0"), planned("clip score @ids.csv --dry-run --prompts @p.csv --limit 1"));
    }

    @Test
    void theIdColumnIsThatOfThePromptFileAndOfAListThatHasItToo() {
        assertEquals(
                List.of("8", "7"), planned("clip score @nr.csv --dry-run --prompts @nr-prompts.csv --id-column nr"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@i/*.png | is a pattern, expected a folder of images; ** in a pattern crosses folders",
                "@list.csv | is a list of images, expected a folder of images"
            })
    void subfoldersAreThoseOfAFolder(String place, String expected) {
        String error = error("clip score " + place + " --recursive --prompts @p.csv --dry-run");
        assertTrue(error.contains(expected), error);
    }

    @Test
    void twoSourcesAreRefusedAndACommaInAFileNameIsNot() throws IOException {
        String error = error("tifa --source @p.csv,@nr-prompts.csv");
        assertTrue(error.contains("--source names two sources"), error);
        write("p,q.csv", "id,prompt\n5,a\n");
        assertEquals(
                List.of("5"),
                run(new FakeCell(), "tifa --source @p,q.csv").stringColumn("id").asList());
        assertEquals(
                List.of("2"),
                run(new FakeCell(), "tifa --source @p.csv,y").stringColumn("id").asList());
    }
}
