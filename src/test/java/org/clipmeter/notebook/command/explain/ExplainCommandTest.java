package org.clipmeter.notebook.command.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.clipmeter.ClipMeter;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.explain.ExplainOptions;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.result.explain.Explanation;
import org.clipmeter.result.explain.ImageTexts;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.drawing.PngFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ExplainCommandTest {
    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);
    private final FakeCell cell = new FakeCell();

    @TempDir
    private Path scratch;

    private Path image;

    @BeforeEach
    void draw() throws Exception {
        image = scratch.resolve("two.png");
        Files.write(image, PngFile.of(Renderer.draw(Scene.parse("a red circle left of a blue star"), 96, 3)));
        magics.run("clip", List.of("model", "shapes"), new FakeCell());
    }

    @AfterEach
    void close() {
        ClipMeter loaded = session.loaded();
        if (loaded != null) {
            loaded.close();
        }
    }

    private Table explain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(arguments));
        return (Table) Objects.requireNonNull(magics.run("clip", all, cell));
    }

    private String refusal(String... arguments) {
        return assertThrows(NotebookError.class, () -> explain(arguments)).getMessage();
    }

    private List<BufferedImage> pictures() throws Exception {
        List<BufferedImage> pictures = new ArrayList<>();
        for (Output output : cell.outputs()) {
            Output.Picture picture = output.picture();
            if (picture != null) {
                pictures.add(ImageIO.read(new ByteArrayInputStream(picture.bytes())));
            }
        }
        return pictures;
    }

    /** The pixel at a place of the second panel, which begins 12 + 224 + 12 pixels from the left, at twice the density. */
    private static int overlay(BufferedImage picture, double x, double y) {
        return picture.getRGB(2 * 248 + (int) (x * 448), 2 * 12 + (int) (y * 448));
    }

    private static int redOverBlue(int rgb) {
        return (rgb >> 16 & 255) - (rgb & 255);
    }

    @Test
    void showsASummaryThePictureWithItsMapAndTheCurves() throws Exception {
        Table table = explain(image.toString(), "a red circle", "--steps", "4");
        assertEquals(1, table.rowCount());
        assertEquals("two.png", table.stringColumn("image").get(0));
        assertEquals(20, table.intColumn("random_orders").get(0));
        String all = String.join("\n", cell.plain());
        assertTrue(
                all.contains("lowers the lead faster than "
                        + table.intColumn("deletion_beats").get(0) + " of 20"),
                all);
        List<BufferedImage> pictures = pictures();
        assertEquals(2, pictures.size());
        Output.Picture map = Objects.requireNonNull(cell.outputs().get(2).picture());
        assertEquals("image/jpeg", map.mime());
        assertEquals(2 * map.width(), pictures.get(0).getWidth());
        assertTrue(map.bytes().length <= 34_000, () -> map.bytes().length + " bytes");
        assertEquals(
                "two.png beside its map for: a red circle",
                cell.outputs().get(2).plain());
        // The circle is in the left half: the left half is more orange than the right half.
        double left = 0;
        double right = 0;
        for (double y = .05; y < 1; y += .1) {
            for (double x = .05; x < .5; x += .1) {
                left += redOverBlue(overlay(pictures.get(0), x, y));
                right += redOverBlue(overlay(pictures.get(0), x + .5, y));
            }
        }
        assertTrue(left > right + 100, left + " against " + right);
    }

    @Test
    void explainsWordByWord() throws Exception {
        Table table =
                explain(image.toString(), "a red circle, a star", "--words", "--steps", "2", "--method", "legrad");
        assertEquals(
                List.of("a red circle, a star", "a", "red", "circle", "star"),
                table.stringColumn("text").asList());
        assertEquals(2, pictures().size());
    }

    @Test
    void explainsTheLowestScoresOfARun() throws Exception {
        Path folder = scratch.resolve("drawn");
        FakeCell other = new FakeCell();
        magics.run("shapes", List.of("--out", folder.toString(), "--prompts", "shapes", "--limit", "5"), other);
        magics.run("clip", List.of("score", folder.toString(), "-o", "drawn"), other);
        Table table = explain("drawn", "--worst", "2", "--steps", "2");
        double lowest =
                session.run("drawn").table().doubleColumn("logits_per_image").min();
        assertEquals(2, table.rowCount());
        assertEquals(lowest, table.doubleColumn("score").get(0), 1e-3);
        assertEquals(4, pictures().size());
        magics.run("clip", List.of("model", "shapes-small"), other);
        assertTrue(
                refusal("drawn", "--worst", "2").contains("was scored with shapes"),
                () -> refusal("drawn", "--worst", "2"));
    }

    /** The scores that are explained are those of the run, with its template and its rule for transparent pixels. */
    @Test
    void explainsARunAsItWasScored() throws Exception {
        Path folder = Files.createDirectories(scratch.resolve("clear"));
        BufferedImage clear = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(20, 20, 0xFFFF0000);
        ImageIO.write(clear, "png", folder.resolve("one.png").toFile());
        Files.writeString(folder.resolve("manifest.csv"), "image,id,prompt\none.png,one,a red circle\n");
        magics.run(
                "clip",
                List.of(
                        "score",
                        folder.toString(),
                        "--transparency",
                        "white",
                        "--template",
                        "a picture of {}",
                        "-o",
                        "clear"),
                new FakeCell());
        Table table = explain("clear", "--worst", "1", "--steps", "2");
        assertEquals("a picture of a red circle", table.stringColumn("text").get(0));
        double scored =
                session.run("clear").table().doubleColumn("logits_per_image").get(0);
        assertEquals(scored, table.doubleColumn("score").get(0), 1e-3);
        double otherwise = explain(folder.resolve("one.png").toString(), "a picture of a red circle", "--steps", "2")
                .doubleColumn("score")
                .get(0);
        assertTrue(
                Math.abs(scored - otherwise) > .1, scored + " and " + otherwise); // black below the transparent pixels
    }

    @Test
    void explainsAVeryWidePictureAndAnImageOfOnePixel() throws Exception {
        for (int[] size : new int[][] {{900, 3}, {3, 900}, {1, 1}}) {
            Path file = scratch.resolve(size[0] + ".png");
            ImageIO.write(new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB), "png", file.toFile());
            Table table = explain(file.toString(), "a red circle", "--steps", "2");
            assertTrue(table.intColumn("deletion_beats").get(0) <= 20);
        }
        assertEquals(6, pictures().size());
    }

    @Test
    void theProgressIsThatOfAllImages() throws Exception {
        List<Integer> done = new ArrayList<>();
        List<Integer> totals = new ArrayList<>();
        ClipMeter meter = Objects.requireNonNull(session.loaded());
        List<ImageTexts> inputs = List.of(
                new ImageTexts(image, List.of("a red circle")), ImageTexts.wordByWord(image, "a red circle, a star"));
        Explanation.of(
                meter,
                meter.model().imageRules(),
                inputs,
                ExplainOptions.defaults().withSteps(3),
                (now, total) -> {
                    done.add(now);
                    totals.add(total);
                },
                () -> false);
        assertEquals(1, totals.stream().distinct().count());
        assertEquals(totals.get(0), done.get(done.size() - 1));
        assertEquals(done.stream().sorted().toList(), done);
    }

    @Test
    void aPromptOfOneWordHasOneMap() throws Exception {
        assertEquals(
                1,
                explain(image.toString(), "circle", "--words", "--steps", "2").rowCount());
        String many = "a b c d e f g h i j k l m n o p q r";
        assertTrue(refusal(image.toString(), many, "--words").contains("1 to 16 different words in the prompt of"));
    }

    @Test
    void theResultIsKeptAndItsJsonHasTheMap() throws Exception {
        explain(image.toString(), "a red circle", "--steps", "2", "-o", "why");
        JsonNode json = new JsonMapper().readTree(session.result("why").json());
        JsonNode map = json.get("maps").get(0);
        assertEquals(8, map.get("relevance").size());
        assertEquals(8, map.get("relevance").get(0).size());
        assertEquals(20, map.get("random_areas").size());
        assertEquals(96, map.get("area").get("right").asDouble(), 1e-9);
        assertFalse(map.get("occlusion").isNull());
    }

    /** All outputs of a cell together stay small, however many images are explained. */
    @Test
    void manyPicturesHaveFewerBytesEach() throws Exception {
        Path folder = scratch.resolve("drawn");
        FakeCell other = new FakeCell();
        magics.run("shapes", List.of("--out", folder.toString(), "--prompts", "shapes", "--limit", "24"), other);
        magics.run("clip", List.of("score", folder.toString(), "-o", "drawn"), other);
        assertEquals(24, explain("drawn", "--worst", "24", "--steps", "2").rowCount());
        int bytes = cell.outputs().stream()
                .map(Output::picture)
                .filter(Objects::nonNull)
                .mapToInt(picture -> picture.bytes().length)
                .sum();
        assertTrue(bytes < 750_000, bytes + " bytes"); // a million in base64
    }

    @Test
    void saysWhatNewcomersMixUp() throws Exception {
        Path spaced = Files.copy(image, scratch.resolve("my cat.png"));
        String swapped = refusal("a red circle", image.toString());
        assertTrue(
                swapped.endsWith(
                        "the image comes first, and then the prompt: %clip explain " + image + " \"a red circle\""),
                swapped);
        assertEquals(swapped, refusal("a", "red", "circle", image.toString()));
        String[] parts = spaced.toString().split(" ", 2);
        assertTrue(refusal(parts[0], parts[1], "a cat").contains("quotes: %clip explain \"" + spaced + "\""));
        assertTrue(refusal(scratch.toString(), "a cat").contains(" is a folder; expected one image file"));
        assertTrue(refusal(scratch.resolve("twi.png").toString(), "a").contains("did you mean two.png?"));
        assertTrue(refusal("https://example.org/cat.png", "a").contains("download the image"));
        assertTrue(refusal("", "a cat").contains("got no image"));
        assertTrue(refusal(image.toString(), "").contains("got only"));
        explain(image.toString(), "a", "--steps", "2", "-o", "why");
        assertTrue(refusal("why", "a cat").contains("why is a run; say how many"));
    }

    /** Another model's scores are refused before the default model would be downloaded. */
    @Test
    void doesNotLoadTheDefaultModelForARunOfAnother() throws Exception {
        Path folder = scratch.resolve("drawn");
        magics.run("shapes", List.of("--out", folder.toString(), "--prompts", "shapes", "--limit", "2"), cell);
        magics.run("clip", List.of("score", folder.toString(), "-o", "drawn"), cell);
        Session fresh = new Session(EmbeddingCache.off());
        fresh.keep(session.run("drawn"), "drawn");
        String message = assertThrows(NotebookError.class, () -> new Magics(fresh)
                        .run("clip", List.of("explain", "drawn", "--worst", "1"), cell))
                .getMessage();
        assertTrue(message.contains("load it with %clip model shapes first"), message);
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        assertTrue(refusal().contains("expected an image and a prompt"));
        assertTrue(refusal(image.toString()).contains("expected an image and a prompt"));
        assertTrue(refusal(image.toString(), "a", "--method", "legrat").contains("legrad"));
        assertTrue(refusal(image.toString(), "a", "--random", "5").contains("expected 20 to 1000, got 5"));
        assertTrue(refusal("--worst", "3").contains("nothing was scored yet"));
        assertTrue(refusal("x", "a", "--worst", "3").contains("leave out"));
        assertTrue(refusal(scratch.resolve("none.png").toString(), "a").contains("none.png"));
    }
}
