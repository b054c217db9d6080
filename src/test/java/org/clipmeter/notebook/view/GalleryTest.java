package org.clipmeter.notebook.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.image.RgbImage;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Pair;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
    private static final String HOSTILE = "<script>alert(1)</script>\" onerror=\"x' </style>\u202eabc\0";
    private static final Pattern PICTURE = Pattern.compile("src=\"data:image/jpeg;base64,([^\"]*)\"");

    @TempDir
    private Path folder;

    /** Writes a picture of noise, which JPEG compresses worst. */
    private Path noise(int edge) throws IOException {
        BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(edge);
        for (int i = 0; i < edge * edge; i++) {
            image.setRGB(i % edge, i / edge, random.nextInt(1 << 24));
        }
        Path file = folder.resolve("secret-name-" + edge + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static ScoreRow row(Path file, String text, double score) {
        Prompt prompt = new Prompt("id", "coco", text, List.of());
        Pair pair = new Pair(prompt, new ImageFile(file, HOSTILE, null, null, null));
        return new ScoreRow(0, pair, Runs.scored(score), 90, true, Set.of(ImageFlag.ALL_BLACK));
    }

    private static String html(Output output) {
        return String.valueOf(output.html());
    }

    private static Output output(Gallery gallery) {
        return gallery.output(() -> false);
    }

    @Test
    void twoHundredPicturesOfNoiseStayBelowAMegabyte() throws IOException {
        Path file = noise(200);
        List<Gallery.Tile> tiles = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            tiles.add(Gallery.Tile.of(row(file, "\0".repeat(2000), i)));
        }
        Output output = output(new Gallery("worst", tiles, 1000));
        int size = html(output).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size < 1_000_000, "bytes: " + size);
        Matcher pictures = PICTURE.matcher(html(output));
        int count = 0;
        while (pictures.find()) {
            byte[] jpeg = Base64.getDecoder().decode(pictures.group(1));
            assertTrue(jpeg.length <= 20_000, "bytes: " + jpeg.length);
            count++;
        }
        assertEquals(200, count);
        assertTrue(html(output).contains("… 50 more"));
        assertTrue(output.plain().endsWith("… 50 more"), output.plain());
    }

    @Test
    void hostileCaptionsAndNamesBecomeNoMarkup() throws IOException {
        Output output = output(new Gallery(HOSTILE, List.of(Gallery.Tile.of(row(noise(8), HOSTILE, 20))), 12));
        String html = html(output).replaceAll("base64,[^\"]*", "");
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("</style"), html);
        String tags = html.replaceAll("\"[^\"]*\"", "");
        assertFalse(tags.matches("(?s).*<[^>]*onerror.*"), tags);
        assertEquals(1, html.split("<img", -1).length - 1, html);
        assertFalse(html.contains("\u202e"), html);
        assertFalse(html.contains(folder.toString()) || html.contains("secret-name"), html);
        assertFalse(output.plain().contains("\0"), output.plain());
    }

    @Test
    void aThumbnailIsThePicturesPixelsAndNothingElse() throws IOException {
        byte[] rgb = new byte[3 * 400 * 300];
        for (int i = 0; i < 400 * 300; i++) {
            rgb[3 * i] = (byte) (i % 400 < 200 ? 200 : 0);
        }
        Thumbnail thumbnail = Thumbnail.of(new RgbImage(400, 300, rgb, false), Thumbnail.LARGEST);
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(thumbnail.jpeg()));
        assertEquals(144, small.getWidth());
        assertEquals(108, small.getHeight());
        assertEquals(200, (small.getRGB(20, 50) >> 16) & 255, 8);
        assertEquals(0, (small.getRGB(120, 50) >> 16) & 255, 8);
        assertFalse(new String(thumbnail.jpeg(), StandardCharsets.ISO_8859_1).contains("Exif"));
    }

    @Test
    void aSmallPictureIsNotBlownUp() throws IOException {
        assertEquals(
                3, Thumbnail.of(new RgbImage(3, 2, new byte[18], false), 20_000).width());
    }

    @Test
    void anUnreadablePictureCostsItsTileOnly() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        ScoreRow failed = new ScoreRow(
                1,
                new Pair(Runs.prompt("b"), new ImageFile(broken, "broken.png", null, null, null)),
                new Failed("not_an_image", "broken.png: no picture"),
                0,
                false,
                Set.of());
        Output output =
                output(new Gallery("all", List.of(Gallery.Tile.of(failed), Gallery.Tile.of(row(noise(8), "x", 2))), 9));
        assertTrue(html(output).contains("no picture: not_an_image"), html(output));
        assertTrue(html(output).contains("<img"), html(output));
        assertTrue(output.plain().contains("  1  not_an_image: broken.png: no picture"), output.plain());
        assertTrue(output.plain().contains("2.0000"), output.plain());
    }

    @Test
    void picturesThatAreGoneAreCountedInOneLine() throws IOException {
        Path first = folder.resolve("one<b>.png");
        List<Gallery.Tile> tiles = List.of(
                Gallery.Tile.of(row(first, "x", 1)),
                Gallery.Tile.of(row(folder.resolve("two.png"), "y", 2)),
                Gallery.Tile.of(row(noise(8), "z", 3)));
        Output output = output(new Gallery("worst", tiles, 9));
        String line = "2 pictures are not shown, since the files are gone; the first was at " + first
                + ". Restore them, or score the images from where they are now.";
        assertEquals(line, output.plain().lines().reduce("", (a, b) -> b));
        assertTrue(html(output).contains(Html.escape(line)), html(output));
        assertFalse(html(output).contains("<b>"), html(output));
    }

    @Test
    void stopsWhenItIsToldTo() throws IOException {
        Gallery gallery = new Gallery("all", List.of(Gallery.Tile.of(row(noise(8), "x", 2))), 9);
        assertThrows(CancellationException.class, () -> gallery.output(() -> true));
    }
}
