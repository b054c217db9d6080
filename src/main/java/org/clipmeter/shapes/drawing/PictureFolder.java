package org.clipmeter.shapes.drawing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.pairs.list.PictureList;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Scene;

/** A plain folder of pictures, each named after its prompt, to which more can be added. */
public final class PictureFolder {
    private PictureFolder() {}

    /**
     * Draws a picture for each prompt as {@code <id>.png}, and writes a {@code manifest.csv} beside them, in which earlier
     * pictures of the folder stay listed.
     *
     * @param folder created if necessary
     * @return the files in the order of the prompts
     * @throws IOException if a file can't be written, or the folder contains a {@code manifest.csv} from elsewhere
     * @throws org.clipmeter.failure.InvalidRequestException if a prompt is not a caption of the shapes world, or its id can't
     *     be a file name; nothing is written then
     */
    public static List<Path> draw(PromptSet prompts, Path folder, Artist artist, int pixels, long seed)
            throws IOException {
        for (Prompt prompt : prompts.prompts()) {
            PictureList.checkId(prompt);
            Scene.parse(prompt.text());
        }
        Files.createDirectories(folder);
        PictureList list = new PictureList(folder);
        list.remove();
        List<Path> files = new ArrayList<>();
        for (Prompt prompt : prompts.prompts()) {
            String name = prompt.id() + ".png";
            Path file = folder.resolve(name);
            AtomicFile.write(
                    file,
                    PngFile.of(Drawing.of(prompt.text(), artist, pixels, seed).picture()));
            files.add(file);
            list.add(name, prompt);
        }
        list.write();
        return files;
    }
}
