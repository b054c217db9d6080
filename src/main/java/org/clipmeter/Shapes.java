package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.image.RgbImage;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.drawing.PictureFolder;
import org.clipmeter.shapes.drawing.PngFile;

/** Draws pictures for prompts of the shapes world, in place of a text-to-image model, into a plain folder. */
public final class Shapes {
    /** Width and height of the pictures in pixels. */
    public static final int PIXELS = 256;

    private Shapes() {}

    /**
     * Draws each prompt correctly, with seed 0; see {@link #draw(PromptSet, Path, Artist, long)}.
     *
     * @throws IOException as {@link #draw(PromptSet, Path, Artist, long)}
     */
    public static List<Path> draw(PromptSet prompts, Path folder) throws IOException {
        return draw(prompts, folder, new Artist.Faithful(), 0);
    }

    /**
     * Draws a picture for each prompt as {@code <id>.png} into a folder, which is created if necessary. The files are
     * the same to the byte for the same prompt, artist and seed on every system. A {@code manifest.csv} beside the pictures
     * states the prompt of each; if the folder already has one, the earlier pictures stay listed.
     *
     * @return the files in the order of the prompts
     * @throws IOException if a file can't be written, or the folder contains a {@code manifest.csv} from elsewhere
     * @throws org.clipmeter.failure.InvalidRequestException if a prompt is not a caption of the shapes world, or its id can't
     *     be a file name; nothing is written then
     */
    public static List<Path> draw(PromptSet prompts, Path folder, Artist artist, long seed) throws IOException {
        return PictureFolder.draw(prompts, folder, artist, PIXELS, seed);
    }

    /**
     * Writes a picture as PNG, without transparency; an existing file is replaced.
     *
     * @throws IOException if the file can't be written
     */
    public static void write(RgbImage image, Path file) throws IOException {
        AtomicFile.write(file, PngFile.of(image));
    }
}
