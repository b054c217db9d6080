package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of lists of images as people and other programs write them. */
class ListRowsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeThreeImages() throws IOException {
        Files.createDirectory(folder.resolve("i"));
        for (int i = 0; i < 3; i++) {
            Files.write(folder.resolve("i/" + i + ".png"), new byte[] {1});
        }
    }

    private Images list(String name, String content) throws IOException {
        return Images.manifest(Files.writeString(folder.resolve(name), content));
    }

    private static String skipped(Images images) {
        return images.skipped().stream()
                .map(one -> one.name() + " " + one.reason())
                .collect(Collectors.joining("; "));
    }

    private String files(Images images) {
        return images.files().stream()
                .map(file -> folder.relativize(file.path()) + "=" + file.id() + "," + file.prompt())
                .collect(Collectors.joining(" "));
    }

    @Test
    void aBlankPromptIsNone() throws IOException {
        Images images = list("m.csv", "image,prompt\ni/0.png,\"  \"\ni/1.png,\u00a0\ni/2.png,two\n");
        assertEquals("i/2.png=null,two", files(images));
        assertEquals(
                "row 2 (i/0.png) has neither a prompt nor an id; row 3 (i/1.png) has neither a prompt nor an id",
                skipped(images));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"' i/0.png '", "i\\0.png", "'.\\i\\0.png'", "' i\\0.png'"})
    void pathsOfOtherSystemsAndWithSpacesAreFound(String path) throws IOException {
        assertEquals("i/0.png=null,zero", files(list("m.csv", "image,prompt\n" + path + ",zero\n")));
        Path literal = folder.resolve(path);
        Files.createDirectories(literal.getParent());
        Files.write(literal, new byte[] {1});
        assertEquals(
                folder.resolve(path),
                list("m.csv", "image,prompt\n" + path + ",zero\n")
                        .files()
                        .get(0)
                        .path());
    }

    @Test
    void addressesOfAnyKindAreSaidNotToBeRead() throws IOException {
        Images images =
                list("m.csv", "image,prompt\ns3://b/0.png,a\nfile:///x/0.png,b\nHTTPS://x/0.png,c\ni/2.png,two\n");
        assertEquals(3, images.skipped().size());
        String leftovers = String.join("; ", Pairs.of(images).leftovers());
        assertTrue(leftovers.contains("row 4 (HTTPS://x/0.png) names a URL"), leftovers);
        images.skipped().forEach(one -> assertTrue(one.reason().startsWith("names a URL"), one.reason()));
    }

    @Test
    void aRowThatIsRepeatedIsLeftOutAndNamed() throws IOException {
        Images images = list("m.csv", "image,prompt\ni/0.png,a\ni/1.png,b\n./i/0.png,a\ni/0.png,c\n");
        assertEquals(
                "i/0.png=null,a i/1.png=null,b i/0.png=null,c", files(images).replace("./", ""));
        assertEquals("row 4 (./i/0.png) repeats row 2", skipped(images));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'i/2.png': 'two', 'i/0.png': 'zero'} | i/2.png=null,two i/0.png=null,zero",
                "{'a': 'i/2.png', 'b': 'i/0.png'} | i/2.png=a,null i/0.png=b,null",
                "{'x.png': 'i/2.png'} | i/2.png=x.png,null",
                "{'a': ['i/2.png', 'i/1.png'], 'b': ['i/0.png']} | i/2.png=a,null i/1.png=a,null i/0.png=b,null",
                "{'a': {'image': 'i/2.png', 'prompt': 'two'}} | i/2.png=a,two",
                "[{'Image': 'i/2.png', 'Prompt': 'two', 'ID': 7}] | i/2.png=7,two"
            })
    void objectsOfSeveralFormsAreRead(String json, String expected) throws IOException {
        assertEquals(expected, files(list("m.json", json.replace('\'', '"'))));
    }

    @Test
    void anImageWhoseRowIsBadIsNotSaidToBeUnlisted() throws IOException {
        Files.writeString(
                folder.resolve("i/metadata.jsonl"),
                "{\"file_name\":\"0.png\",\"text\":\"a\"}\n{\"file_name\":\"1.png\",\"text\":null}\n");
        Images images = Images.in(folder.resolve("i"));
        assertEquals(
                "line 2 (1.png) has neither a prompt nor an id; 2.png is not listed in metadata.jsonl",
                skipped(images));
    }

    @Test
    void aFoldersListMayLeaveOutTheEndings() throws IOException {
        Path list = Files.writeString(folder.resolve("i/manifest.csv"), "image,prompt\n0,zero\n2,two\n");
        assertEquals("i/0.png=null,zero i/2.png=null,two", files(Images.in(folder.resolve("i"))));
        Files.write(folder.resolve("i/0.jpg"), new byte[] {1});
        Images images = Images.in(folder.resolve("i"));
        assertEquals("i/2.png=null,two", files(images));
        assertTrue(skipped(images).contains("0 is listed in manifest.csv, but not in the folder"), skipped(images));
        Files.delete(list);
    }

    @Test
    void aColumnOfImagesOrTextsThatIsNotUsedIsNamed() throws IOException {
        Images images = list("m.csv", "image,file_name,prompt,caption\ni/0.png,i/1.png,a,A\n");
        assertEquals(
                List.of(
                        "the images are the column image; the column file_name, which names other files, is not used",
                        "the prompts are the column prompt; the column caption, which has other texts, is not used"),
                images.notes());
        assertEquals(
                List.of(),
                list("m.csv", "filename,path,prompt,text\n0.png,i/0.png,a,a\n").notes());
    }

    @Test
    void aListWithoutPromptsNamesItsColumns() throws IOException {
        PairingException refusal =
                assertThrows(PairingException.class, () -> list("m.csv", "image,description\ni/0.png,a\n"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("found image, description"), refusal.getMessage());
    }

    @Test
    void aListsIdsAreThoseOfThePromptsThatDifferInTheirWriting() throws IOException {
        PromptSet prompts = FileNames.csv("id,prompt\n0,zero\n1,one\n2,two\n");
        Pairs pairs = Pairs.of(list("m.csv", "image,id,prompt\ni/0.png,00,zero\ni/1.png,1.0,one\n"), prompts);
        assertEquals("0=i/0 1=i/1", FileNames.joined(pairs));
        assertEquals(List.of(), pairs.notes());
    }

    @Test
    void promptsOfAListThatAreNotAmongTheGivenOnesAreSaid() throws IOException {
        PromptSet prompts = FileNames.csv("id,prompt\n0,zero\n1,one\n2,two\n");
        List<String> notes = Pairs.of(list("m.csv", "image,prompt\ni/0.png,zero\ni/1.png,other\n"), prompts)
                .notes();
        assertEquals(
                List.of(
                        "1 image has a prompt that is not one of the 3 taken from prompts.csv, and is scored with it all the same: i/1.png"),
                notes);
    }
}
