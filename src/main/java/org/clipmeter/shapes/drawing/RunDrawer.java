package org.clipmeter.shapes.drawing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.OutputLock;
import org.clipmeter.pairs.list.PictureList;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;

/**
 * Draws the folder of a run, in the layout of the reference: {@code <run>/images/<run>_<k>.png}, with k counted from 0 over all
 * pictures. Beside the pictures, {@code manifest.csv} says which prompt each was drawn from; {@code drawn.json} in the run's
 * folder says how. The manifest is complete before the first picture, so that a run that is interrupted or killed lacks
 * pictures, and none is joined to another prompt.
 */
public final class RunDrawer {
    private static final String RECORD = "drawn.json";

    private final PromptSet prompts;
    private final Path folder;
    private final Path images;
    private final String name;
    private final DrawOptions options;

    private RunDrawer(PromptSet prompts, Path folder, DrawOptions options) {
        this.prompts = prompts;
        this.folder = folder;
        this.images = folder.resolve("images");
        this.name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        this.options = options;
    }

    /**
     * Draws the pictures of prompts. An earlier run that was drawn into the folder is replaced as a whole.
     *
     * @param folder created if necessary
     * @param listener receives how many pictures are drawn, after each of them
     * @param cancelled polled before each picture; what is complete then stays
     * @return the pictures in the order of the prompts
     * @throws IOException if a file can't be written, the folder has images that were not drawn here, or another run draws into it
     * @throws InvalidRequestException if the folder has no name, there are no prompts, or the model refuses one; nothing is written then
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static List<DrawnPicture> draw(
            PromptSet prompts, Path folder, DrawOptions options, IntConsumer listener, BooleanSupplier cancelled)
            throws IOException {
        RunDrawer drawer = new RunDrawer(prompts, folder, options);
        drawer.checkRequest();
        drawer.checkFolder();
        Files.createDirectories(drawer.images);
        OutputLock lock = OutputLock.take(drawer.images);
        if (lock == null) {
            throw new FileException(
                    folder, "is in use: another run makes images into it; wait for its end, or choose another folder");
        }
        try {
            drawer.checkFolder(); // again, since another program may have put files there before the lock was taken
            drawer.prepare();
            return drawer.pictures(listener, cancelled);
        } finally {
            lock.close();
        }
    }

    private void checkRequest() {
        if (folder.toString().isEmpty() || folder.toAbsolutePath().normalize().getFileName() == null) {
            throw new InvalidRequestException(
                    "the folder of the run has no name, which its pictures are named after: expected"
                            + " one such as before, got " + (folder.toString().isEmpty() ? "an empty text" : folder));
        }
        if (prompts.size() == 0) {
            throw new InvalidRequestException("there are no prompts; expected at least one");
        }
        for (Prompt prompt : prompts.prompts()) {
            options.model().check(prompt.text());
        }
    }

    private void checkFolder() throws IOException {
        if (LocalFile.exists(folder) && !Files.isDirectory(folder)) {
            throw new FileException(folder, "is not a folder, expected one for the run, which may be new");
        }
        if (LocalFile.exists(images) && !Files.isDirectory(images)) {
            throw new FileException(images, "is not a folder, expected one for the pictures; choose another folder");
        }
        if (!LocalFile.exists(folder.resolve(RECORD)) && hasFiles()) {
            throw new FileException(
                    images, "has files that were not drawn here, and they are not replaced; choose another folder");
        }
    }

    private boolean hasFiles() throws IOException {
        if (!LocalFile.exists(images)) {
            return false;
        }
        try (Stream<Path> files = Files.list(images)) {
            return files.anyMatch(file -> !OutputLock.isOwn(file));
        }
    }

    /** Takes an earlier run away, and writes everything but the pictures. */
    private void prepare() throws IOException {
        AtomicFile.write(folder.resolve(RECORD), record().getBytes(StandardCharsets.UTF_8));
        PictureList list = new PictureList(images);
        for (String earlier : list.pictures()) {
            list.drop(earlier);
            if (earlier.matches("[^/\\\\]+_[0-9]+\\.png")) {
                Files.deleteIfExists(images.resolve(earlier));
            }
        }
        int k = 0;
        for (Prompt prompt : prompts.prompts()) {
            for (int sample = 0; sample < options.imagesPerPrompt(); sample++) {
                list.add(pictureName(k++), prompt);
            }
        }
        list.write();
    }

    private String pictureName(int k) {
        return name + "_" + k + ".png";
    }

    private String record() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("model", options.model().title());
        record.put("seed", options.seed());
        record.put("size", options.pixels());
        record.put("images_per_prompt", options.imagesPerPrompt());
        record.put("prompts", prompts.size());
        record.put("prompt_set", prompts.name());
        try {
            return new JsonMapper().writeValueAsString(record) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is not JSON", e);
        }
    }

    private List<DrawnPicture> pictures(IntConsumer listener, BooleanSupplier cancelled) throws IOException {
        int total = prompts.size() * options.imagesPerPrompt();
        List<DrawnPicture> pictures = new ArrayList<>();
        for (Prompt prompt : prompts.prompts()) {
            for (int sample = 0; sample < options.imagesPerPrompt(); sample++) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled with " + pictures.size() + " of " + total
                            + " pictures in " + OneLine.name(images.toString(), 200));
                }
                long seed = options.seed() + sample;
                Path file = images.resolve(pictureName(pictures.size()));
                Drawing drawing = options.model().draw(prompt.text(), options.pixels(), seed);
                try {
                    AtomicFile.write(file, PngFile.of(drawing.picture()));
                } catch (IOException e) {
                    throw new FileException(
                            file,
                            "can't be written: " + FileException.causeOf(e) + "; " + pictures.size() + " of " + total
                                    + " pictures are complete",
                            e);
                }
                pictures.add(new DrawnPicture(prompt, sample, seed, file, drawing.caption(), drawing.changed()));
                listener.accept(pictures.size());
            }
        }
        return List.copyOf(pictures);
    }
}
