package org.clipmeter.result.agreement;

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
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.clipmeter.ChildJvm;
import org.clipmeter.LoadOptions;
import org.clipmeter.SiblingModels;
import org.clipmeter.agreement.AgreementListener;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.ScoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many images under four models in a process with a small heap. */
final class AgreementScaleIT {
    private static final int IMAGES = 10_000;

    /** Files of their own among the images, which every model must encode; the others are the same files under other names. */
    private static final int CONTENTS = 2_000;

    /** Different prompts; several images share each. */
    private static final int CAPTIONS = 2_500;

    private static final int MODELS = 4;

    /** The pixel values of a picture for one model: 3 colors of 64 by 64 points, four bytes each. */
    private static final int PIXEL_VALUES = 3 * 64 * 64 * 4;

    /**
     * Three quarters of what the models' pixel values would take if those of all contents after the first thousand images
     * were kept, in kilobytes. The process grew by 104 to 115 MB in three runs, most of it outside of the JVM's own memory.
     */
    private static final long ALLOWED = (long) (CONTENTS - CONTENTS / 10) * MODELS * PIXEL_VALUES * 3 / 4 / 1024;

    private static final Pattern RESIDENT = Pattern.compile("after (\\d+): (\\d+) kB");

    @Test
    void tenThousandImagesUnderFourModelsFitIntoASmallHeap(@TempDir Path scratch) throws Exception {
        pictures(scratch);
        // The heap has its whole size at the start, so that any growth of the process is memory outside of the heap.
        List<String> flags = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-Djava.awt.headless=true");
        String output =
                ChildJvm.output(ChildJvm.of(AgreementScaleIT.class, flags, scratch.toString()), scratch.resolve("log"));
        System.out.println(output.strip());
        assertTrue(output.contains("10000 images under 4 models in one pass, ranked among 2500 captions"), output);
        Matcher line = RESIDENT.matcher(output);
        long first = 0;
        int steps = 0;
        while (line.find()) {
            long kilobytes = Long.parseLong(line.group(2));
            first = first == 0 ? kilobytes : first;
            assertTrue(
                    kilobytes <= first + ALLOWED,
                    line.group() + ", after the first thousand " + first + " kB, at most " + ALLOWED + " kB more");
            steps++;
        }
        assertEquals(IMAGES / 1000, steps, output);
    }

    /** Squares of 96 to 768 pixels; those of their own have a mark after the end of the picture, where no decoder reads. */
    private static void pictures(Path scratch) throws IOException {
        Path pictures = Files.createDirectory(scratch.resolve("pictures"));
        List<Path> originals = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int side = i < 18 ? 96 + 16 * i : 768;
            BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            SplittableRandom random = new SplittableRandom(i);
            int color = random.nextInt();
            for (int p = 0; p < side * side; p++) {
                picture.setRGB(p % side, p / side, color + (p % side * 255 / side << 8) + random.nextInt(8));
            }
            Path file = scratch.resolve("original" + i + ".png");
            ImageIO.write(picture, "png", file.toFile());
            originals.add(file);
        }
        for (int i = 0; i < IMAGES; i++) {
            Path file = pictures.resolve("p" + i + ".png");
            if (i % (IMAGES / CONTENTS) == 0 && i / (IMAGES / CONTENTS) < CONTENTS) {
                Files.copy(originals.get(i % originals.size()), file);
                Files.writeString(file, "picture " + i, StandardOpenOption.APPEND);
            } else {
                Files.createLink(file, originals.get(i % originals.size()));
            }
        }
    }

    /** Argument: the folder with the pictures; the models are written beside them. */
    public static void main(String[] arguments) throws IOException {
        Path scratch = Path.of(arguments[0]);
        List<String> models = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            models.add(SiblingModels.write(scratch.resolve("model" + i), i).toString());
        }
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            prompts.add(new Prompt("p" + i, "own", "picture number " + i % CAPTIONS, List.of()));
        }
        Pairs pairs = Pairs.of(Images.in(scratch.resolve("pictures")), new PromptSet("own", prompts, IMAGES));
        Steps steps = new Steps();
        Agreement agreement = Agreement.of(
                Map.of("run", pairs),
                models,
                ModelLoader.with(LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off())),
                ScoreOptions.defaults(),
                steps,
                () -> false);
        System.out.println(agreement.runs().get(0).items().images().size() + " images under "
                + agreement.models().size() + " models in "
                + (steps.passes == 1 ? "one pass" : steps.passes + " passes")
                + ", ranked among "
                + agreement.retrieval().intColumn("captions").get(0) + " captions");
        System.out.printf(Locale.ROOT, "%.1f s in all%n", steps.seconds());
        System.exit(0);
    }

    /** Prints the memory of the process after each thousand images. */
    private static final class Steps implements AgreementListener {
        private final long start = System.nanoTime();
        private int told;
        private int passes;

        @Override
        public void images(String run, List<String> models, int done, int total, int cached) {
            passes += done == 0 ? 1 : 0;
            if (done >= told + 1000) {
                told = done / 1000 * 1000;
                System.out.printf(Locale.ROOT, "after %d: %d kB resident, %.1f s%n", told, resident(), seconds());
            }
        }

        double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }

        private static long resident() {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("VmRSS:")) {
                        return Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            throw new IllegalStateException("the process has no VmRSS");
        }
    }
}
