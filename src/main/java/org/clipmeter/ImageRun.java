package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.clipmeter.generate.GenerateListener;
import org.clipmeter.generate.GenerateOptions;
import org.clipmeter.generate.GeneratedImage;
import org.clipmeter.generate.GenerationJob;
import org.clipmeter.generate.GenerationPreview;
import org.clipmeter.generate.ImageNotes;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.table.GeneratedTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/**
 * Images that a service made of prompts, in a folder that can be scored. It is immutable and safe from any thread.
 *
 * @param name where the images are, unless named otherwise
 * @param folder where the images are
 * @param options how they were made
 * @param images what became of each image that was asked for, in the order of the prompts
 * @param seconds how long the run took
 */
public record ImageRun(String name, Path folder, GenerateOptions options, List<GeneratedImage> images, double seconds)
        implements Result {
    /** The run, with its images copied. */
    public ImageRun {
        images = List.copyOf(images);
    }

    /**
     * Has the images of prompts made, one request after the other, into a folder, which is created if necessary: {@code
     * <id>_<k>.png} (or another ending, as the service answers), beside each a record of the request and the answer, and a {@code
     * manifest.csv}. Images that are there from the same requests are kept. Keys come from the environment only.
     *
     * @param listener receives how far the run is, on this thread; {@link GenerateListener#none} ignores it
     * @param cancelled polled on this thread, also while the service works; what is complete then stays
     * @throws IOException in one line, if the service can't be used, a file can't be read or written, or the folder has images
     *     from elsewhere or from other requests; what is complete stays
     * @throws org.clipmeter.failure.InvalidRequestException if options exclude each other, or prompts have no usable ids
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public static ImageRun generate(
            PromptSet prompts,
            Path folder,
            GenerateOptions options,
            GenerateListener listener,
            BooleanSupplier cancelled)
            throws IOException {
        long began = System.nanoTime();
        List<GeneratedImage> images =
                GenerationJob.of(prompts, folder, options, System.getenv()).run(listener, cancelled);
        return new ImageRun(folder.toString(), folder, options, images, (System.nanoTime() - began) / 1e9);
    }

    /**
     * What {@link #generate} would do, and the first request that it would send. Nothing is sent or written.
     *
     * @throws IOException as that method, for everything that can be found out without the service
     */
    public static GenerationPreview preview(PromptSet prompts, Path folder, GenerateOptions options)
            throws IOException {
        return GenerationJob.of(prompts, folder, options, System.getenv()).preview();
    }

    @Override
    public ImageRun named(String newName) {
        return new ImageRun(newName, folder, options, images, seconds);
    }

    /** The images that are in the folder, in the order of the prompts. */
    public List<GeneratedImage.Made> made() {
        return ImageNotes.made(images);
    }

    /** The service's model and the folder, without a value. */
    @Override
    public Overview overview() {
        String models = String.join(", ", ImageNotes.models(images));
        return new Overview(models, "", null, made().size(), images.size(), folder.toString());
    }

    /** How many images there are and who made them, and what to know about them. */
    @Override
    public Summary summary() {
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact("service", options.apiInUse().title() + ", " + options.endpoint()));
        ImageNotes.models(images).forEach(model -> facts.add(new Summary.Fact("model", model)));
        long kept = made().stream().filter(GeneratedImage.Made::kept).count();
        if (kept > 0) {
            facts.add(new Summary.Fact("in the folder already", Long.toString(kept)));
        }
        facts.add(new Summary.Fact("", String.format(Locale.ROOT, "%.1f s", seconds)));
        String found = " of " + images.size() + (images.size() == 1 ? " image in " : " images in ") + folder;
        return Summary.of(
                new Summary.Headline("", Integer.toString(made().size()), found),
                facts,
                warnings(),
                List.of("The images were not compared with their prompts: score the folder for that."));
    }

    /** A row for each image that was asked for; see {@link GeneratedTable#of}. */
    @Override
    public Table table() {
        return GeneratedTable.of(images);
    }

    /** {@code name}, {@code folder} and {@code endpoint}, and {@code images}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        Map<String, String> properties = Map.of(
                "name",
                name,
                "folder",
                folder.toString(),
                "endpoint",
                options.endpoint().toString());
        return TableText.json(table(), "images", properties);
    }

    /** Images that are missing, with the first reason; and those that may not show what their prompt says. */
    @Override
    public List<String> warnings() {
        return ImageNotes.warnings(images);
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
