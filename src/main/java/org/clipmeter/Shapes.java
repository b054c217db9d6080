package org.clipmeter;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.pairs.list.PictureList;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SplitMix64;

/** Draws pictures for prompts of the shapes world, in place of a text-to-image model. */
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
     * Draws a picture for each prompt as {@code <id>.png} into a folder, which is created if necessary. The pixels are
     * the same for the same prompt, artist and seed on every system. A {@code manifest.csv} beside the pictures states
     * the prompt of each; if the folder already has one, the earlier pictures stay listed.
     *
     * @return the files in the order of the prompts
     * @throws IOException if a file can't be written, or the folder contains a {@code manifest.csv} from elsewhere
     * @throws InvalidRequestException if a prompt is not a caption of the shapes world, or its id can't be a file
     *     name; nothing is written then
     */
    public static List<Path> draw(PromptSet prompts, Path folder, Artist artist, long seed) throws IOException {
        List<Scene> scenes = new ArrayList<>();
        for (Prompt prompt : prompts.prompts()) {
            PictureList.checkId(prompt);
            scenes.add(Scene.parse(prompt.text()));
        }
        Files.createDirectories(folder);
        PictureList list = new PictureList(folder);
        list.remove();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            SplitMix64 random =
                    SplitMix64.at(seed, prompts.prompts().get(i).text().hashCode());
            Scene drawn = artist.interpret(scenes.get(i), random);
            Path file = folder.resolve(prompts.prompts().get(i).id() + ".png");
            write(Renderer.draw(drawn, PIXELS, random.nextLong()), file);
            files.add(file);
            list.add(prompts.prompts().get(i).id() + ".png", prompts.prompts().get(i));
        }
        list.write();
        return files;
    }

    /**
     * Writes a picture as PNG, without transparency; an existing file is replaced.
     *
     * @throws IOException if the file can't be written
     */
    public static void write(RgbImage image, Path file) throws IOException {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = image.rgb();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int pixel = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
            buffered.setRGB(i % image.width(), i / image.width(), pixel);
        }
        if (!ImageIO.write(buffered, "png", file.toFile())) {
            throw new IOException(file + ": this Java can't write PNG");
        }
    }
}
