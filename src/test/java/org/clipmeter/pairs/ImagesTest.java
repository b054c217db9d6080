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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    @TempDir
    Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<String> names(Images images) {
        return images.files().stream().map(ImageFile::name).toList();
    }

    private static String skipped(Images images) {
        return images.skipped().stream().map(s -> s.name() + " " + s.reason()).collect(Collectors.joining("; "));
    }

    private static String refusal(Runnable action) {
        return assertThrows(PairingException.class, action::run).getMessage();
    }

    @Test
    void takesImageFilesInNameOrderAndLeavesTheRest() throws IOException {
        for (String name : List.of("b_1.PNG", "a_0.jpg", "run.json", ".hidden.png", ".ipynb/x.png", "sub/c.png")) {
            file(name);
        }
        assertEquals(List.of("a_0.jpg", "b_1.PNG"), names(Images.in(folder)));
        assertEquals(List.of("a_0.jpg", "b_1.PNG", "sub/c.png"), names(Images.in(folder, true)));
    }

    @Test
    void skipsLoopsDeadLinksAndFoldersNamedLikeImagesWithAReason() throws IOException {
        file("a_0.png");
        Files.createDirectory(folder.resolve("dir.png"));
        Files.createSymbolicLink(folder.resolve("dead.png"), folder.resolve("nowhere"));
        Files.createDirectory(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
        Files.createSymbolicLink(folder.resolve("self.png"), folder.resolve("self.png"));
        Images flat = Images.in(folder);
        assertEquals(List.of("a_0.png"), names(flat));
        assertTrue(skipped(flat).contains("dead.png is a link to nothing"), skipped(flat));
        assertTrue(skipped(flat).contains("dir.png is a folder"), skipped(flat));
        Images deep = Images.in(folder, true);
        assertEquals(List.of("a_0.png"), names(deep));
        assertTrue(skipped(deep).contains("sub/loop is a loop of links"), skipped(deep));
    }

    @Test
    void skipsAPipeInsteadOfWaitingOnIt() throws Exception {
        file("a_0.png");
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", folder.resolve("pipe.png").toString()).start();
        } catch (IOException e) {
            Assumptions.abort("no mkfifo on this system");
            return;
        }
        assertEquals(0, mkfifo.waitFor());
        assertEquals("pipe.png is not a regular file", skipped(Images.in(folder)));
    }

    @Test
    void readsNamesThatAreNotUtf8ThroughTheirOriginalPath() throws Exception {
        Process touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'caf\\351_0.png')\"")
                .directory(folder.toFile())
                .start();
        Assumptions.assumeTrue(touch.waitFor() == 0, "this file system takes UTF-8 names only");
        Images images = Images.in(folder);
        assertEquals(1, images.files().size());
        assertTrue(Files.isReadable(images.files().get(0).path()));
    }

    @Test
    void aPatternTakesWhatItMatches() throws IOException {
        file("sd/images/x_0.png");
        file("uce/images/y_1.png");
        file("uce/other/z_2.png");
        file("uce/images/deep/w_3.png");
        assertEquals(
                List.of("sd/images/x_0.png", "uce/images/y_1.png"), names(Images.glob(folder + "/*/images/*.png")));
        assertEquals(
                List.of("uce/images/deep/w_3.png", "uce/images/y_1.png"),
                names(Images.glob(folder + "/{uce,none}/images/**")));
        assertTrue(refusal(() -> Images.glob(folder + "/*.gif")).contains("no image file matches"));
        assertTrue(refusal(() -> Images.glob(folder + "/[.gif")).contains("is not a pattern"));
    }

    @Test
    void findsTheImagesOfARunFolderFromAnyOfItsLevels() throws IOException {
        file("out/uce_clip_score_ab/images/uce_clip_score_ab_0.png");
        Files.writeString(folder.resolve("out/uce_clip_score_ab/report.json"), "{}");
        List<String> expected = List.of("uce_clip_score_ab_0.png");
        assertEquals(expected, names(Images.run(folder.resolve("out/uce_clip_score_ab/images"))));
        assertEquals(expected, names(Images.run(folder.resolve("out/uce_clip_score_ab"))));
        assertEquals(expected, names(Images.at(folder.resolve("out").toString())));
    }

    @Test
    void refusesAFolderOfSeveralRunsNamingThem() throws IOException {
        file("out/uce_clip_score_ab/images/a_0.png");
        file("out/esd_clip_score_cd/images/a_0.png");
        assertTrue(refusal(() -> Images.run(folder.resolve("out")))
                .contains("holds 2 runs (esd_clip_score_cd, uce_clip_score_ab); score one of them"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertTrue(refusal(() -> Images.in(folder.resolve("none"))).contains("does not exist"));
        assertTrue(refusal(() -> Images.in(folder)).contains("no image file"));
        file("a.png");
        assertTrue(refusal(() -> Images.in(folder.resolve("a.png"))).contains("is not a folder"));
    }

    @Test
    void aManifestWithPromptsNeedsNoPromptSet() throws IOException {
        Path csv =
                text("m.csv", "\ufeffimage,prompt\r\na.png,\"a cat, \"\"big\"\"\nand black\"\r\nsub/b.png,a dog\r\n");
        Pairs pairs = Pairs.of(Images.at(csv.toString()));
        assertEquals(2, pairs.pairs().size());
        assertEquals("a cat, \"big\"\nand black", pairs.pairs().get(0).prompt().text());
        assertEquals(folder.resolve("sub/b.png"), pairs.pairs().get(1).image().path());
    }

    @Test
    void aManifestKeepsItsGoodRowsAndNamesTheBadOnes() throws IOException {
        Path csv = folder.resolve("m.csv");
        Files.write(
                csv,
                "image,id\na.png,coco_1\nragged\n,coco_2\nhttps://x/y.png,coco_3\ncaf\u00e9.png,coco_4\nb.png,coco_5\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        Images images = Images.manifest(csv);
        assertEquals(List.of("a.png", "b.png"), names(images));
        assertEquals(
                "row 3 has 1 cells, the header has 2; row 4 names no image; row 5 (https://x/y.png) names a URL;"
                        + " images are read from disk, so give their paths; row 6 is not UTF-8",
                skipped(images));
    }

    @Test
    void aManifestsUnclosedQuoteCostsTheRowsFromThere() throws IOException {
        Images images = Images.manifest(text("m.csv", "image,id\na.png,coco_1\nb.png,\"coco_2\nc.png,coco_3\n"));
        assertEquals(List.of("a.png"), names(images));
        assertTrue(skipped(images).startsWith("row 3 "), skipped(images));
    }

    @Test
    void refusesAManifestWithAColumnTwiceOrWithoutImages() throws IOException {
        assertTrue(refusal(() -> manifest("d.csv", "image,id,image\na,b,c\n"))
                .contains("has the column \"image\" twice, as columns 1 and 3"));
        assertTrue(refusal(() -> manifest("n.csv", "picture,id\na,b\n")).contains("has no column image"));
        assertTrue(refusal(() -> manifest("e.csv", "")).contains("is empty"));
    }

    private Images manifest(String name, String content) {
        try {
            return Images.manifest(text(name, content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsJsonAsAListOrAsAnObjectOfIds() {
        Images list = manifest("l.json", "[{\"image\":\"a.png\",\"id\":7},{\"image\":\"b.png\"},{\"id\":\"c\"}]");
        assertEquals("7", list.files().get(0).id());
        assertEquals("entry 1 (b.png) has neither a prompt nor an id; entry 2 names no image", skipped(list));
        Images object = manifest("o.json", "{\"coco_1\":\"a.png\",\"coco_2\":null}");
        assertEquals("coco_1", object.files().get(0).id());
        assertEquals("entry coco_2 names no image", skipped(object));
        Images lines = manifest("l.jsonl", "{\"file_name\":\"a.png\",\"text\":\"a cat\"}\n\n{broken\n");
        assertEquals("a cat", lines.files().get(0).prompt());
        assertEquals(1, lines.skipped().size());
    }

    @Test
    void refusesJsonThatIsNotStrictNamingTheLine() {
        assertTrue(refusal(() -> manifest("a.json", "[\n{\"image\":\"a\",\"image\":\"b\"}]"))
                .contains("line 2"));
        assertTrue(refusal(() -> manifest("b.json", "[]\n[]")).contains("line 2"));
        assertTrue(refusal(() -> manifest("c.json", "[NaN]")).contains("line 1"));
        assertTrue(refusal(() -> manifest("d.json", "[".repeat(5000))).contains("nested more than 100 levels"));
        assertTrue(refusal(() -> manifest("e.json", "3")).contains("found number"));
    }

    @Test
    void aManifestsPromptMustAgreeWithItsId() {
        PromptSet prompts = new PromptSet("TIFA", List.of(new Prompt("coco_1", "coco", "a cat", List.of())), 1);
        Images right = manifest("r.csv", "image,id,prompt\na.png,coco_1,a cat\n");
        assertEquals(
                prompts.prompts().get(0),
                Pairs.of(right, prompts).pairs().get(0).prompt());
        Images wrong = manifest("w.csv", "image,id,prompt\na.png,coco_1,a dog\n");
        assertTrue(refusal(() -> Pairs.of(wrong, prompts)).contains("a.png (id coco_1)"));
    }
}
