package org.clipmeter.notebook.command.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.Artist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images and concepts that contradict each other are refused or reported by {@code %clip erasure}, and give no figure in silence. */
class ContradictoryImagesTest {
    private final FakeCell cell = new FakeCell();
    private final Magics magics = new Magics(new Session(EmbeddingCache.off()));

    @TempDir
    private Path folder;

    @BeforeEach
    void drawShapes() throws Exception {
        for (String shape : List.of("circle", "square", "star")) {
            List<Prompt> prompts = List.of(
                    new Prompt("a", "own", "a red " + shape, List.of()),
                    new Prompt("b", "own", "a blue " + shape, List.of()));
            Shapes.draw(
                    new PromptSet("own", prompts, 2), folder.resolve("sd").resolve(shape), new Artist.Faithful(), 0);
        }
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Files.copy(folder.resolve("sd/circle/a.png"), copy.resolve("other.png"));
        Files.copy(folder.resolve("sd/star/a.png"), copy.resolve("star.png"));
        Files.createDirectories(folder.resolve("bad"));
        Files.writeString(folder.resolve("bad/0.png"), "not a picture");
        magics.run("clip", List.of("model", "shapes"), cell);
    }

    private void list(String name, String... rows) throws Exception {
        Files.writeString(folder.resolve(name), String.join("\n", rows) + "\n");
    }

    private String run(String line) throws Exception {
        List<String> words = List.of(line.replace("FOLDER", folder.toString()).split(" ")).stream()
                .map(word -> word.equals("''") ? "" : word.replace("_", " "))
                .toList();
        magics.run("clip", words, cell);
        return String.join("\n", cell.plain());
    }

    private void assertRefused(String line, String part) {
        String message = String.valueOf(
                assertThrows(NotebookError.class, () -> run(line)).getMessage());
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--target FOLDER/sd/circle --retain FOLDER/sd/circle --erased circle --retained square | is given for the concept circle and for square",
                "--target FOLDER/sd/circle --retain FOLDER/sd/square --erased circle --retained Circle | as the same, so that it can't tell them apart",
                "--target FOLDER/sd/circle --retain FOLDER/sd/square --erased circle --retained circle_ | are both circle",
                "--target FOLDER/sd/circle --retain FOLDER/sd/square --erased '' --retained '' | the erased concept is empty",
                "--target FOLDER/sd/circle --retain FOLDER/sd/square --erased circle --retained '' | the retained concept is empty",
                "--target FOLDER/sd/circle --retain FOLDER/sd/square --erased circle --retained square --second object | leave --second out",
                "--target FOLDER/sd/circle --retain FOLDER/sd/square --erased circle --retained square --neither Image_of_square | as that of the concept square",
                "FOLDER/sd --erased circle --retained square | are square, star, not square alone",
            })
    void uaAndIraOfContradictionsAreRefused(String words, String part) {
        assertRefused("erasure ua-ira " + words, part);
    }

    @Test
    void aListThatContradictsItselfIsRefused() throws Exception {
        String header = "image,prompt,concept,erased,object";
        String circle = "sd/circle/a.png,a red circle,circle,circle,cat";
        String square = "sd/square/a.png,a red square,square,circle,dog";
        list("twice.csv", header, circle, circle.replace(",circle,circle,", ",star,circle,"), square);
        assertRefused(
                "erasure ua-ira FOLDER/twice.csv",
                "row 3: repeats the image and the prompt of row 2 with another concept, \"star\" instead of \"circle\"");
        list("prompts.csv", header, circle, circle.replace("a red circle,circle", "a star,star"), square);
        assertRefused("erasure ua-ira FOLDER/prompts.csv", "is given for the concept circle and for star");
        list("case.csv", header, circle, "sd/circle/b.png,a blue circle,Circle,circle,dog");
        assertRefused("erasure ua-ira FOLDER/case.csv", "\"circle\" and \"Circle\" as the same");
        list("good.csv", header, circle, circle, square);
        assertTrue(run("erasure ua-ira FOLDER/good.csv --second object").contains("CRA"));
        assertRefused("erasure ua-ira FOLDER/good.csv --retained star", "are square, not star alone");
        assertRefused("erasure ua-ira FOLDER/good.csv --second objects", "states a concept in the column objects");
        assertRefused("erasure ua-ira FOLDER/good.csv --second Concept", "expected a column of another kind");
        list("one.csv", header, circle, square.replace("dog", "cat"));
        assertRefused("erasure ua-ira FOLDER/one.csv --second object", "got cat alone");
        list("some.csv", header, circle, square, "sd/star/a.png,a red star,star,circle,");
        assertTrue(run("erasure ua-ira FOLDER/some.csv --second object")
                .contains("1 of 3 images state nothing in the column object and do not count in CRA"));
    }

    @Test
    void picturesOfTwoConceptsAreReported() throws Exception {
        String shown =
                run("erasure ua-ira --target FOLDER/sd/circle --retain FOLDER/copy --erased circle --retained star");
        assertTrue(shown.contains("2 of 4 images are also images of another concept, byte for byte"), shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--with FOLDER/sd/circle --without FOLDER/sd/circle | 2 of the 2 images of FOLDER/sd/circle are also among those of FOLDER/sd/circle",
                "--with FOLDER/sd/circle --without FOLDER/copy | 1 of the 2 images of FOLDER/sd/circle are also among those of FOLDER/copy, byte for byte",
            })
    void aCalibrationWithTheSamePicturesOnBothSidesIsRefused(String words, String part) {
        assertRefused(
                "erasure asr FOLDER/sd/circle --concept circle " + words, part.replace("FOLDER", folder.toString()));
    }

    @Test
    void aCalibrationThatIsSwappedIsReported() throws Exception {
        String shown =
                run("erasure asr FOLDER/sd/circle --concept circle --with FOLDER/sd/square --without FOLDER/sd/circle");
        assertTrue(shown.contains("the equal error rate is 1.000"), shown);
        assertTrue(shown.contains("no better than chance"), shown);
    }

    @Test
    void armsOfErrAreSharesAndFailuresHaveAReason() throws Exception {
        assertRefused(
                "erasure err FOLDER/sd --erased circle --forgetting 92",
                "got 92.0; if it is in percent, divide it by 100");
        list("bad.csv", "image,prompt,concept,erased", "bad/0.png,a red square,square,circle");
        String shown = run("erasure err FOLDER/bad.csv");
        assertTrue(shown.contains("no arm has a value"), shown);
        assertTrue(shown.contains("such as bad/0.png: "), shown);
    }

    @Test
    void theFloorNeedsAnotherSeed() throws Exception {
        assertRefused(
                "erasure preserved FOLDER/sd/circle FOLDER/sd/square --seed FOLDER/sd/circle",
                "the images of the other seed are the original's own");
        assertRefused(
                "erasure preserved FOLDER/sd/circle FOLDER/sd/square --seed FOLDER/sd/square",
                "the images of the other seed are the erased model's own");
        String shown = run("erasure preserved FOLDER/sd/circle FOLDER/sd/circle");
        assertTrue(shown.contains("all 2 images of"), shown);
    }

    @Test
    void aRequestWithoutImagesNamesBothFigures() throws Exception {
        list("none.csv", "image,prompt,concept,erased", "bad/0.png,x,circle,circle", "bad/1.png,y,square,circle");
        String shown = run("erasure ua-ira FOLDER/none.csv");
        assertTrue(shown.contains("the request circle has no image that could be evaluated for UA and IRA"), shown);
    }
}
