package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Something with the name of a list, or of a folder of images, either decides or is refused; file names never silently
 * decide instead.
 */
class FolderListsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void twoImages() throws IOException {
        Files.writeString(folder.resolve("0.png"), "x");
        Files.writeString(folder.resolve("1.png"), "x");
    }

    private static String refusal(Runnable action) {
        return assertThrows(PairingException.class, action::run).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.csv",
                "manifest.json",
                "manifest.jsonl",
                "manifest.tsv",
                "metadata.csv",
                "metadata.jsonl"
            })
    void aListThatIsNotAFileIsRefusedByName(String name) throws Exception {
        Path list = folder.resolve(name);
        Files.createSymbolicLink(list, folder.resolve("gone"));
        assertEquals(
                "manifest " + list + ": is a link to " + folder.resolve("gone") + ", which does not exist",
                refusal(() -> Images.in(folder)));
        assertEquals(refusal(() -> Images.in(folder)), refusal(() -> Images.glob(folder + "/*.png")));
        assertEquals(refusal(() -> Images.in(folder)), refusal(() -> Images.at(list.toString())));
        Files.delete(list);
        Files.createDirectory(list);
        assertTrue(refusal(() -> Images.in(folder)).startsWith("manifest " + list + ": is a folder, expected a file"));
        Files.delete(list);
        Files.writeString(list, "");
        assertEquals("manifest " + list + ": is empty", refusal(() -> Images.in(folder)));
    }

    @Test
    void aPipeASocketAndADeviceAreRefusedWithoutBeingOpened() throws Exception {
        Path list = folder.resolve("manifest.csv");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(list));
            assertTrue(refusal(() -> Images.in(folder)).contains(": is a socket"));
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("no sockets in folders on this system");
        }
        Files.delete(list);
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/zero")), "no devices on this system");
        Files.createSymbolicLink(list, Path.of("/dev/zero"));
        assertTrue(refusal(() -> Images.in(folder)).contains(": is a device"));
        Files.delete(list);
        assertEquals(0, new ProcessBuilder("mkfifo", list.toString()).start().waitFor());
        assertTrue(refusal(() -> Images.in(folder)).contains(": is a named pipe"));
    }

    @Test
    void aListWhoseNameIsWrittenInCapitalsIsReadToo() throws IOException {
        Files.writeString(folder.resolve("Manifest.CSV"), "image,prompt\n0.png,b\n1.png,a\n");
        Images images = Images.in(folder);
        assertEquals(PairingKey.MANIFEST, images.key());
        assertEquals(
                List.of("b", "a"),
                images.files().stream().map(ImageFile::prompt).toList());
        assertEquals(List.of(), images.skipped());
        Files.writeString(folder.resolve("manifest.json"), "[{\"image\": \"0.png\", \"prompt\": \"b\"}]");
        assertTrue(refusal(() -> Images.in(folder)).contains("holds several lists of its images"));
    }

    @Test
    void ofSeveralListsTheOneThatListsImagesIsUsedAndTwoAreRefused() throws IOException {
        Files.writeString(folder.resolve("manifest.csv"), "name,size\napp,3\n");
        Files.writeString(folder.resolve("manifest.json"), "[{\"image\":\"0.png\",\"prompt\":\"a\"}]");
        Images images = Images.in(folder);
        assertEquals("manifest.json", images.manifestName());
        assertEquals(List.of("manifest.csv is not used: it lists no picture of the folder"), images.notes());
        Files.writeString(folder.resolve("manifest.csv"), "image,prompt\n0.png,b\n");
        String message = refusal(() -> Images.in(folder));
        assertEquals(
                "images: " + folder + " holds several lists of its images, manifest.csv, manifest.json; score the one"
                        + " that is meant (" + folder.resolve("manifest.csv")
                        + "), or take the others out of the folder",
                message);
    }

    @Test
    void listsInSubfoldersAreSaidNotToBeRead() throws IOException {
        Path below = Files.createDirectory(folder.resolve("sub"));
        Files.writeString(below.resolve("2.png"), "x");
        Files.writeString(below.resolve("manifest.csv"), "image,id\n2.png,7\n");
        String note = Images.in(folder, true).notes().get(0);
        assertTrue(note.startsWith(
                "lists in subfolders are not read, only the names of their images are: sub/manifest.csv"));
        assertEquals(List.of(), Images.in(folder).notes());
    }

    @Test
    void aRunsFolderOfImagesThatCanNotBeOpenedIsNotPassedOver() throws IOException {
        Path run = Files.createDirectories(folder.resolve("out/uce_clip_score_ab"));
        Files.writeString(run.resolve("grid_0.png"), "x");
        Files.createSymbolicLink(run.resolve("images"), folder.resolve("unmounted"));
        String message = refusal(() -> Images.run(run));
        assertEquals(
                "images: " + run.resolve("images") + " is a link to " + folder.resolve("unmounted")
                        + ", which does not exist; expected a folder of images",
                message);
        Path other = Files.createDirectories(folder.resolve("out/sd_clip_score_cd/images"));
        Files.writeString(other.resolve("a_0.png"), "x");
        assertTrue(refusal(() -> Images.run(folder.resolve("out"))).contains("holds 2 runs"));
    }

    @Test
    void aPlaceThatIsALinkToNothingIsSaidToBeOne() throws IOException {
        Path link = folder.resolve("runs[1]");
        Files.createSymbolicLink(link, folder.resolve("gone"));
        assertTrue(refusal(() -> Images.at(link.toString())).contains("is a link to " + folder.resolve("gone")));
        assertTrue(refusal(() -> Images.glob(folder + "/gone/*.png")).contains("gone does not exist"));
    }

    /** The form of Hugging Face's image folders: pictures named by numbers that are no positions of these prompts. */
    @Test
    void theMetadataOfAnImageFolderIsItsList() throws Exception {
        Files.writeString(
                folder.resolve("metadata.jsonl"),
                "{\"file_name\": \"1.png\", \"text\": \"a dog\"}\n{\"file_name\": \"0.png\", \"text\": \"a cat\"}\n");
        Pairs pairs = Pairs.of(Images.in(folder));
        assertEquals(
                List.of("1.png a dog", "0.png a cat"),
                pairs.pairs().stream()
                        .map(pair -> pair.image().name() + " " + pair.prompt().text())
                        .toList());
    }

    @Test
    void aTableOfSeedsThatIsNamedAsMetadataIsNotAListAndIsNamed() throws Exception {
        Files.writeString(folder.resolve("metadata.csv"), "file_name,seed\n0.png,5\n1.png,6\n");
        Pairs pairs = Pairs.of(
                Images.in(folder),
                new PromptSet(
                        "own",
                        List.of(new Prompt("0", "", "a cat", List.of()), new Prompt("1", "", "a dog", List.of())),
                        2));
        assertEquals(2, pairs.pairs().size());
        assertTrue(
                pairs.notes().stream().anyMatch(note -> note.contains("metadata.csv is not used")),
                pairs.notes()::toString);
    }
}
