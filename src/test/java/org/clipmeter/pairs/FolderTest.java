package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders and lists of images: what is scored, what is counted, and what a manifest states. */
class FolderTest {
    @TempDir
    Path folder;

    @TempDir
    Path lists;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }

    private Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private PromptSet prompts(String name, String content) throws IOException {
        return TifaReader.read(Files.writeString(lists.resolve(name), content)).prompts();
    }

    private static String joined(Pairs pairs) {
        return pairs.pairs().stream()
                .map(pair -> pair.image().name() + "=" + pair.prompt().id() + ":"
                        + pair.prompt().text())
                .collect(Collectors.joining(" "));
    }

    @Test
    void scoresWhatIsReadAndCountsTheRestByKind() throws IOException {
        files("p_0.png", "p_1.PPM", "p_2.avif", "p_3.webp", "p_4.jp2", "p_5.pgm", "p_6.tga", "p_7.ico", "p_8.pbm");
        files("p_9.JPG", "p_10.heic", "p_11.Avif", "log.txt", "run.json", "README", "sub/p_12.png", ".DS_Store");
        PromptSet prompts = prompts("prompts.csv", "caption\n" + "a cat\n".repeat(12));
        Pairs pairs = Pairs.of(Images.in(folder), prompts);
        assertEquals(
                List.of("p_0.png", "p_1.PPM", "p_3.webp", "p_5.pgm", "p_8.pbm", "p_9.JPG"),
                pairs.pairs().stream().map(pair -> pair.image().name()).toList());
        assertTrue(
                pairs.leftovers()
                        .contains(
                                "not scored: 1 .json file, 1 .txt file, 2 AVIF pictures, 1 HEIC picture,"
                                        + " 1 JPEG 2000 picture, 1 TGA picture, 1 Windows icon picture, 1 other file, 1 subfolder"),
                pairs.leftovers().toString());
    }

    @Test
    void aFolderOfOtherFormatsSaysWhatItHolds() throws IOException {
        files("a.avif", "b.avif", "c.txt");
        String message =
                assertThrows(PairingException.class, () -> Images.in(folder)).getMessage();
        assertTrue(message.endsWith("it holds 1 .txt file, 2 AVIF pictures"), message);
    }

    @Test
    void aManifestInTheFolderIsReadBeforeAnyName() throws IOException {
        files("0.png", "1.png", "2.png");
        text("manifest.csv", "image,id\n0.png,2\n1.png,0\n3.png,1\n");
        PromptSet prompts = prompts("prompts.csv", "id,prompt\n0,a\n1,b\n2,c\n");
        Pairs pairs = Pairs.of(Images.in(folder), prompts);
        assertEquals("1.png=0:a 0.png=2:c", joined(pairs));
        assertEquals(
                "joined by the folder's manifest.csv, 1 image a prompt, 1 prompt without an image", pairs.joined());
        assertEquals(
                "skipped 2: 3.png is listed in manifest.csv, but not in the folder, 2.png is not listed in manifest.csv",
                pairs.leftovers().get(1));
        assertEquals(
                "0.png=0:a 1.png=1:b 2.png=2:c",
                joined(Pairs.of(Images.in(folder).by(PairingKey.ID), prompts)));
        assertEquals("1.png=0:a 0.png=2:c", joined(Pairs.of(Images.glob(folder + "/*.png"), prompts)));
    }

    @Test
    void aManifestsPromptsAreThoseOfTheImagesOrTheRunIsRefused() throws IOException {
        files("0.png", "1.png");
        text(
                "manifest.json",
                "[{\"image\":\"0.png\",\"id\":0,\"prompt\":\"a\"},{\"image\":\"1.png\",\"id\":1,\"prompt\":\"b\"}]");
        Images images = Images.in(folder);
        assertEquals("0.png=0:a 1.png=1:b", joined(Pairs.of(images)));
        PromptSet shuffled = prompts("shuffled.txt", "b\na\n");
        assertTrue(!images.agreeWith(shuffled));
        String message = assertThrows(PairingException.class, () -> Pairs.of(images, shuffled))
                .getMessage();
        assertTrue(message.contains("0.png (id 0), 1.png (id 1)"), message);
    }

    @Test
    void aFileThatOnlyHasAManifestsNameIsSaidNotToBeUsed() throws IOException {
        files("0.png");
        text("manifest.json", "{\"name\":\"my app\",\"icons\":[]}");
        Pairs pairs = Pairs.of(Images.in(folder), prompts("p.txt", "a\n"));
        assertEquals("0.png=0:a", joined(pairs));
        assertEquals(List.of("manifest.json is not used: it lists no picture of the folder"), pairs.notes());
    }

    @Test
    void aManifestThatIsBrokenOrListsAnImageTwiceIsRefused() throws IOException {
        files("0.png");
        for (String broken : List.of(
                "[{\"image\":\"0.png\",\"id\":0,\"id\":1}]",
                "[{\"image\":\"0.png\",\"id\":NaN}]",
                "[{\"image\":\"0.png\",\"id\":0},{\"image\":\"./0.png\",\"id\":1}]")) {
            text("manifest.json", broken);
            assertThrows(PairingException.class, () -> Images.in(folder), broken);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m.csv | image\\tprompt\\na.png\\t\"one, \"\"two\"\"\"\\nb.png\\t\"x\\ny\"\\n | a.png=0:one, \"two\" b.png=1:x\\ny",
                "m.csv | image;prompt\\na.png;one, two\\n | a.png=0:one, two",
                "m.csv | sep=;\\nimage;prompt\\na.png;one, two\\n | a.png=0:one, two",
                "m.csv | \\ufeffsep=\\t\\nimage\\tprompt\\na.png\\tone; two\\n | a.png=0:one; two",
                "m.csv | \"sep=,\"\\nimage,prompt\\na.png,one\\n | a.png=0:one",
                "m.tsv | Image,Prompt\\na.png,one\\n | a.png=0:one",
                "m.csv | prompt,note;image\\n | refused",
                "m.csv | Case Number,file_name,caption\\n7,a.png,one\\n | a.png=7:one",
                "m.csv | image_id,image,prompt\\n7,a.png,one\\n7,b.png,two\\n | a.png=0:one b.png=1:two",
                "m.csv | id,image,prompt\\n7,a.png,one\\n7,b.png,two\\n | refused",
                "m.json | [{\"image\":\"a.png\",\"case_number\":7,\"prompt\":\"one\"}] | a.png=7:one",
                "m.json | [{\"image\":\"a.png\",\"prompt\":\"one\",\"prompt\":\"two\"}] | refused"
            })
    void readsAManifestAsSpreadsheetsAndScriptsWriteIt(String name, String content, String expected)
            throws IOException {
        String text = content.replace("\\n", "\n").replace("\\t", "\t").replace("\\ufeff", "\ufeff");
        Path manifest = text(name, text);
        if (expected.equals("refused")) {
            assertThrows(PairingException.class, () -> Images.manifest(manifest));
        } else {
            assertEquals(expected.replace("\\n", "\n"), joined(Pairs.of(Images.manifest(manifest))));
        }
    }

    @Test
    void readsUtf16AsSpreadsheetsExportIt() throws IOException {
        String text = "\ufeffimage\tprompt\na.png\tzwei Hunde \ud83d\udc15\n";
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = Files.write(folder.resolve("m.csv"), text.getBytes(charset));
            assertEquals("a.png=0:zwei Hunde \ud83d\udc15", joined(Pairs.of(Images.manifest(file))));
            Path prompts = Files.write(folder.resolve("p.csv"), text.getBytes(charset));
            assertEquals(
                    "zwei Hunde \ud83d\udc15",
                    TifaReader.read(prompts).prompts().prompts().get(0).text());
        }
    }

    @Test
    void anIdColumnMayBeNamedForAManifestToo() throws IOException {
        Path file = text("m.csv", "image,id,number\na.png,x,7\n");
        PromptSet prompts = new PromptSet("p", List.of(new Prompt("7", "p", "seven", List.of())), 1);
        assertEquals("a.png=7:seven", joined(Pairs.of(Images.manifest(file, "Number"), prompts)));
        String message = assertThrows(PairingException.class, () -> Images.manifest(file, "nr"))
                .getMessage();
        assertTrue(message.contains("has no column \"nr\" for the ids; expected one of id, number"), message);
        assertThrows(PairingException.class, () -> Images.at(folder.toString(), "number"));
    }

    @Test
    void hiddenPicturesAreCounted() throws IOException {
        files("0.png", ".1.png", "._0.png", ".DS_Store", ".cache/2.png");
        assertEquals(
                "not scored: 1 hidden picture",
                Pairs.of(Images.in(folder), prompts("p.txt", "a\nb\n"))
                        .leftovers()
                        .get(1));
        Files.delete(folder.resolve("0.png"));
        assertTrue(assertThrows(PairingException.class, () -> Images.in(folder))
                .getMessage()
                .contains("it holds 1 hidden picture"));
    }

    @Test
    void picturesBesideTheFolderOfImagesAreNamed() throws IOException {
        files("run/images/x_0.png", "run/images/x_1.png", "run/grid.png", "run/config.json", "chart.png", "plot.jpg");
        assertEquals(
                List.of("the images are those of " + folder.resolve("run/images") + "; 1 picture in "
                        + folder.resolve("run") + " itself is not read: grid.png"),
                Images.run(folder.resolve("run")).notes());
        List<String> notes = Pairs.of(Images.at(folder.toString()), prompts("p.txt", "a\nb\n"))
                .notes();
        assertEquals(
                List.of(
                        "the images are those of " + folder.resolve("run/images") + "; 2 pictures in " + folder
                                + " itself are not read: chart.png, plot.jpg",
                        "the images are those of " + folder.resolve("run/images") + "; 1 picture in "
                                + folder.resolve("run") + " itself is not read: grid.png"),
                notes);
    }
}
