package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Failed;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of many images in a process with a small heap. */
final class ScaleIT {
    private static final int IMAGES = 10_000;
    private static final int CACHED_IMAGES = 3_000;
    private static final int NAMES = 200_000;
    private static final Pattern RESIDENT = Pattern.compile("after (\\d+): (\\d+) kB");

    /**
     * Gives the heap its whole size at the start, so that any growth of the process is memory outside of the heap, a
     * leak.
     */
    private static final List<String> WHOLE_HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    @Test
    void tenThousandMixedImagesLeaveTheResidentMemoryFlat(@TempDir Path scratch) throws Exception {
        Path folder = pictures(scratch.resolve("pictures"), IMAGES, Content.SHARED);
        String output = child(scratch, WHOLE_HEAP, "score", folder.toString());
        System.out.println(output.strip());
        assertTrue(output.contains("evaluated 9900, failed {corrupt=100}, in order, 0 cached"), output);
        assertFlat(output, IMAGES);
    }

    @Test
    void threeThousandImagesOfTheirOwnLeaveItFlatWithACacheToo(@TempDir Path scratch) throws Exception {
        Path folder = pictures(scratch.resolve("pictures"), CACHED_IMAGES, Content.OWN);
        String cache = scratch.resolve("cache").toString();
        String output = child(scratch, WHOLE_HEAP, "score", folder.toString(), cache);
        System.out.println(output.strip());
        assertTrue(output.contains("evaluated 2970, failed {corrupt=30}, in order, 0 cached"), output);
        assertFlat(output, CACHED_IMAGES);
        String again = child(scratch, WHOLE_HEAP, "score", folder.toString(), cache);
        assertTrue(again.contains("evaluated 2970, failed {corrupt=30}, in order, 2970 cached"), again);
    }

    private static void assertFlat(String output, int images) {
        Matcher line = RESIDENT.matcher(output);
        long first = 0;
        int steps = 0;
        while (line.find()) {
            long kilobytes = Long.parseLong(line.group(2));
            first = first == 0 ? kilobytes : first;
            assertTrue(kilobytes <= first * 1.1, line.group() + ", after the first thousand " + first + " kB");
            steps++;
        }
        assertEquals(images / 1000, steps, output);
    }

    @Test
    void aFolderOfTwoHundredThousandNamesIsListedAndPairedInASmallHeap(@TempDir Path scratch) throws Exception {
        Path folder = Files.createDirectory(scratch.resolve("names"));
        for (int i = 0; i < NAMES; i++) {
            Files.createFile(folder.resolve("uce_clip_score_run_" + i + ".png"));
        }
        String listed = child(scratch, List.of("-Xmx128m"), "list", folder.toString());
        System.out.println(listed.strip());
        assertTrue(listed.contains("listed " + NAMES), listed);
        String paired = child(scratch, List.of("-Xmx256m"), "pair", folder.toString());
        System.out.println(paired.strip());
        assertTrue(paired.contains("paired " + NAMES), paired);
    }

    private static String child(Path scratch, List<String> heap, String... arguments)
            throws IOException, InterruptedException {
        Path log = scratch.resolve(arguments[0] + ".log");
        List<String> flags = new ArrayList<>(heap);
        flags.add("-Djava.awt.headless=true");
        return ChildJvm.output(ChildJvm.of(ScaleIT.class, flags, (Object[]) arguments), log);
    }

    /** Whether the pictures are one file under many names or differ from each other. */
    private enum Content {
        SHARED,
        OWN
    }

    /**
     * A few dozen PNG and JPEG pictures under many names. Nine in ten are up to 240 pixels wide, the others 512 and
     * 768, and one in 250 has three megapixels. One in a hundred is cut off.
     */
    private static Path pictures(Path folder, int count, Content content) throws IOException {
        Path originals = Files.createDirectories(folder.resolveSibling("originals"));
        Files.createDirectories(folder);
        List<Path> small = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int side = 64 + 16 * (i % 10);
            small.add(picture(originals, i, side, side + i % 3 * 16));
        }
        List<Path> medium = List.of(picture(originals, 50, 512, 512), picture(originals, 51, 768, 512));
        List<Path> large = List.of(picture(originals, 60, 2000, 1500), picture(originals, 61, 1500, 2000));
        Path broken = originals.resolve("broken.png");
        byte[] whole = Files.readAllBytes(small.get(0));
        whole[20] ^= 1; // the header's checksum no longer fits
        Files.write(broken, whole);
        for (int i = 0; i < count; i++) {
            Path original = i % 100 == 37
                    ? broken
                    : i % 250 == 5 ? large.get(i / 250 % 2) : i % 25 == 3 ? medium.get(i % 2) : small.get(i % 40);
            String name = original.getFileName().toString();
            Path link = folder.resolve("run_" + i + name.substring(name.lastIndexOf('.')));
            if (content == Content.SHARED) {
                Files.createLink(link, original);
            } else {
                Files.copy(original, link);
                // after the end of the picture, where no decoder reads
                Files.writeString(link, "picture " + i, StandardOpenOption.APPEND);
            }
        }
        return folder;
    }

    private static Path picture(Path folder, int number, int width, int height) throws IOException {
        Random random = new Random(number);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int color = random.nextInt();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, color + (x * 255 / width << 8) + y * 255 / height + random.nextInt(8));
            }
        }
        String format = number % 2 == 0 ? "png" : "jpg";
        Path file = folder.resolve(number + "." + format);
        assertTrue(ImageIO.write(image, format, file.toFile()));
        return file;
    }

    /** Scores, lists or pairs a folder, and prints what a test needs to know. */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        switch (arguments[0]) {
            case "list" -> {
                Images images = Images.in(arguments[1]);
                System.out.printf(
                        Locale.ROOT, "listed %d in %.1f s, %s%n", images.files().size(), since(start), heap());
            }
            case "pair" -> {
                Pairs pairs = Pairs.of(Images.in(arguments[1]), prompts(NAMES));
                System.out.printf(
                        Locale.ROOT, "paired %d in %.1f s, %s%n", pairs.pairs().size(), since(start), heap());
            }
            default ->
                score(
                        Path.of(arguments[1]),
                        arguments.length > 2 ? EmbeddingCache.in(Path.of(arguments[2])) : EmbeddingCache.off());
        }
    }

    private static PromptSet prompts(int count) {
        return new PromptSet(
                "scale",
                IntStream.range(0, count)
                        .mapToObj(i -> new Prompt("p" + i, "scale", "a red circle " + i, List.of()))
                        .toList(),
                count);
    }

    private static void score(Path folder, EmbeddingCache cache) throws IOException {
        Images images = Images.in(folder);
        int count = images.files().size();
        PromptSet prompts = prompts(count);
        long start = System.nanoTime();
        int[] told = {0};
        try (cache;
                ClipMeter clip = ClipMeter.load(
                        "shapes", LoadOptions.defaults().withDevice("cpu").withCache(cache))) {
            ScoreResult result = clip.score(
                            Pairs.of(images, prompts),
                            null,
                            ScoreOptions.defaults(),
                            step -> {
                                if (step.stage() == ScoreStep.Stage.IMAGES && step.done() >= told[0] + 1000) {
                                    told[0] = step.done() / 1000 * 1000;
                                    System.out.printf(
                                            Locale.ROOT,
                                            "after %d: %d kB resident, %.1f s%n",
                                            told[0],
                                            resident(),
                                            since(start));
                                }
                            },
                            () -> false)
                    .result();
            boolean inOrder = IntStream.range(0, count)
                    .allMatch(i -> result.rows()
                                    .get(i)
                                    .pair()
                                    .prompt()
                                    .equals(prompts.prompts().get(i))
                            && result.rows().get(i).outcome() instanceof Failed == (i % 100 == 37));
            System.out.println("evaluated " + result.evaluatedCount() + ", failed " + result.failures()
                    + (inOrder ? ", in order" : ", out of order") + ", "
                    + result.cached().images() + " cached");
        }
    }

    private static long resident() {
        Path status = Path.of("/proc/self/status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new IllegalStateException(status + " has no VmRSS");
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String heap() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory() >> 20) + " MB of heap in use";
    }
}
