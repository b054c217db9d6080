package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.clipmeter.ChildJvm;
import org.clipmeter.files.FileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoCaptionsTest {
    /** The beginning of captions_val2014.json, with the members that the official file has. */
    private static final String INFO = "\"info\":{\"description\":\"COCO 2014 Dataset\",\"year\":2014},"
            + "\"licenses\":[{\"url\":\"http://creativecommons.org/\",\"id\":1,\"name\":\"Attribution\"}]";

    @TempDir
    Path folder;

    private PromptFile read(String content) throws IOException {
        return TifaReader.read(Files.writeString(folder.resolve("captions_val2014.json"), content));
    }

    private static String image(int id) {
        return "{\"license\":1,\"file_name\":\"COCO_val2014_" + String.format("%012d", id)
                + ".jpg\",\"height\":360,\"width\":640,\"date_captured\":\"2013-11-14 11:18:45\",\"id\":" + id + "}";
    }

    private static String annotation(int image, int id, String caption) {
        return "{\"image_id\":" + image + ",\"id\":" + id + ",\"caption\":\"" + caption + "\"}";
    }

    @Test
    void takesTheFirstCaptionOfEachImageInTheOrderOfTheImages() throws IOException {
        PromptFile file = read("{" + INFO + ",\"images\":[" + image(391895) + "," + image(522418) + ","
                + image(42) + "],\"annotations\":[" + annotation(42, 3, "A shoe rack. ") + ","
                + annotation(522418, 900, "A woman with a hair net.\\n") + ","
                + annotation(391895, 770337, "A man with a red helmet.") + ","
                + annotation(522418, 1, "Another caption of a lower id.") + "]}");
        assertEquals(List.of(), file.problems());
        assertEquals(
                List.of(
                        new Prompt("391895", "coco", "A man with a red helmet.", List.of()),
                        new Prompt("522418", "coco", "A woman with a hair net.\n", List.of()),
                        new Prompt("42", "coco", "A shoe rack. ", List.of())),
                file.prompts().prompts());
        assertEquals("captions_val2014.json", file.prompts().name());
        assertTrue(
                file.prompts().ids().notes().get(0).contains("first caption"),
                file.prompts().ids().notes()::toString);
    }

    @Test
    void readsAnnotationsThatComeBeforeTheImagesAndAByteOrderMark() throws IOException {
        PromptFile file = read("\ufeff {\"annotations\":[" + annotation(7, 1, "a cat") + "],\"images\":[{\"id\":7}]}");
        assertEquals(
                List.of(new Prompt("7", "coco", "a cat", List.of())),
                file.prompts().prompts());
    }

    @Test
    void namesWhatIsLeftOut() throws IOException {
        PromptFile file = read("{\"images\":[{\"id\":7},{\"id\":7},{\"name\":\"x\"},{\"id\":8},{\"id\":9}],"
                + "\"annotations\":[" + annotation(7, 1, "a cat") + "," + annotation(9, 2, " ") + ","
                + annotation(55, 3, "a dog") + ",{\"image_id\":7},{\"caption\":\"lost\"}]}");
        assertEquals(1, file.prompts().size());
        assertEquals(
                List.of(
                        "captions_val2014.json of COCO: image 1 has the id 7 of an earlier image",
                        "captions_val2014.json of COCO: image 2 has no whole number \"id\"",
                        "captions_val2014.json image 9 has an empty prompt",
                        "captions_val2014.json lists 1 image without a caption, first 8",
                        "captions_val2014.json lists 2 annotations without \"image_id\" or a text \"caption\", first annotation 3",
                        "captions_val2014.json lists captions of 1 image that \"images\" lacks, one of them 55"),
                file.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'images':[{'id':7}]} | has no list \"annotations\"",
                "{'annotations':[{'image_id':7,'caption':'a'}]} | has no list \"images\"",
                "{'images':[{'id':7}],'annotations':{}} | has \"annotations\" that is not a list",
                "{'images':[7],'annotations':[]} | has an item 0 of \"images\" that is not an object",
                "{'images':[{'id':7}],'annotations':[]} | holds no prompt",
                "{'images':[{'id':7}],'images':[],'annotations':[]} | the key \"images\" appears twice in one object",
                "{'images':[{'id':7}],'annotations':[{'image_id':7,'image_id':8}]} | the key \"image_id\" appears twice",
                "{'images':[{'id':7}],'annotations':[{'image_id':7,'capt | line 1: is not valid JSON: it ends too early",
                "{'images':[{'id':7}],'annotations':[]} [] | has text after the end of the JSON",
                "{'images':[{'id':7}],'annotations':[{'image_id':7,'category_id':18,'bbox':[1,2]}]} | of objects, not captions"
            })
    void refusesInOneLine(String content, String expected) {
        IOException e = assertThrows(FileException.class, () -> read(content.replace('\'', '"')));
        assertTrue(
                e.getMessage().startsWith("captions_val2014.json")
                        || e.getMessage().contains("/captions_val2014"),
                e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void refusesAnIdColumnAndBytesThatAreNotUtf8() throws IOException {
        Path file = Files.writeString(
                folder.resolve("captions.json"),
                "{\"images\":[{\"id\":7}],\"annotations\":[" + annotation(7, 1, "a cat") + "]}");
        IOException e = assertThrows(IOException.class, () -> TifaReader.read(file, "id"));
        assertTrue(e.getMessage().contains("leave out the id column id"), e.getMessage());
        assertEquals(1, TifaReader.read(file, "image_id").prompts().size());
        Files.write(file, "\u00e9".getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);
        IOException bytes = assertThrows(IOException.class, () -> TifaReader.read(file));
        assertTrue(bytes.getMessage().contains("is not UTF-8"), bytes.getMessage());
    }

    @Test
    void anObjectOfPromptsMayHaveTheseNamesAsIds() throws IOException {
        PromptFile file = read("{\"images\":\"a pile of images\",\"annotations\":\"notes on a page\"}");
        assertEquals(List.of("images", "annotations"), file.prompts().ids().all());
    }

    /** As large as captions_train2017.json: 118,287 images, five captions each, 92 MB. */
    @Test
    void readsTheLargestOfficialFileInASmallHeap() throws Exception {
        Path file = folder.resolve("captions_train2017.json");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{" + INFO + ",\"images\":[");
            String addresses = ",\"coco_url\":\"http://images.cocodataset.org/train2017/000000391895.jpg\","
                    + "\"flickr_url\":\"http://farm9.staticflickr.com/8186/8119368305_4e622c8349_z.jpg?size=640\"}";
            for (int i = 0; i < 118_287; i++) {
                String image = image(5 * i + 9);
                out.write((i == 0 ? "" : ",") + image.substring(0, image.length() - 1) + addresses);
            }
            out.write("],\"annotations\":[");
            for (int i = 0; i < 5 * 118_287; i++) {
                out.write((i == 0 ? "" : ",")
                        + annotation(5 * (i % 118_287) + 9, i, "A bicycle replica with a clock as the front wheel."));
            }
            out.write("]}");
        }
        assertTrue(
                Files.size(file) > 90_000_000,
                () -> "the file has " + file.toFile().length() + " bytes");
        String output =
                ChildJvm.output(ChildJvm.of(CocoCaptionsTest.class, List.of("-Xmx192m"), file), folder.resolve("log"));
        assertTrue(output.contains("118287 prompts, the last has the id 591439"), output);
    }

    /** Reads a file and prints how many prompts it holds. */
    public static void main(String[] arguments) throws IOException {
        PromptSet prompts = TifaReader.read(Path.of(arguments[0])).prompts();
        System.out.println(prompts.size() + " prompts, the last has the id "
                + prompts.prompts().get(prompts.size() - 1).id());
    }
}
