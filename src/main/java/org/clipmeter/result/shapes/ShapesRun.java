package org.clipmeter.result.shapes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.clipmeter.Result;
import org.clipmeter.Summary;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.drawing.DrawOptions;
import org.clipmeter.shapes.drawing.DrawnPicture;
import org.clipmeter.shapes.drawing.RunDrawer;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldModel;
import org.clipmeter.table.DrawnTable;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Pictures that were drawn of prompts of the shapes world, in the folder of a run that can be scored. It is immutable and safe
 * from any thread.
 *
 * @param name the run's folder, unless named otherwise
 * @param folder the run's folder; the pictures are in {@code images} below it
 * @param options how they were drawn
 * @param pictures the pictures, in the order of the prompts
 * @param seconds how long it took
 */
public record ShapesRun(String name, Path folder, DrawOptions options, List<DrawnPicture> pictures, double seconds)
        implements Result {
    /** The run, with its pictures copied. */
    public ShapesRun {
        pictures = List.copyOf(pictures);
    }

    /**
     * Draws the pictures of prompts into the folder of a run, see {@link #draw(PromptSet, Path, DrawOptions, IntConsumer,
     * BooleanSupplier)}.
     *
     * @throws IOException as that method
     */
    public static ShapesRun draw(PromptSet prompts, Path folder, DrawOptions options) throws IOException {
        return draw(prompts, folder, options, drawn -> {}, () -> false);
    }

    /**
     * Draws the pictures of prompts into the folder of a run, in the layout of the reference: {@code
     * <folder>/images/<folder's name>_<k>.png}, with a {@code manifest.csv} beside them. The files are the same to the byte for
     * the same prompts and options on every system. A run that was drawn into the folder before is replaced.
     *
     * @param folder created if necessary
     * @param listener receives how many pictures are drawn, on this thread, after each of them
     * @param cancelled polled on this thread before each picture; what is complete then stays
     * @throws IOException in one line, if a file can't be written, or the folder has images that were not drawn in this way
     * @throws org.clipmeter.failure.InvalidRequestException if there are no prompts, or the model
     *     refuses one; nothing is written then
     * @throws java.util.concurrent.CancellationException if {@code cancelled} turned true
     */
    public static ShapesRun draw(
            PromptSet prompts, Path folder, DrawOptions options, IntConsumer listener, BooleanSupplier cancelled)
            throws IOException {
        long began = System.nanoTime();
        List<DrawnPicture> pictures = RunDrawer.draw(prompts, folder, options, listener, cancelled);
        return new ShapesRun(folder.toString(), folder, options, pictures, (System.nanoTime() - began) / 1e9);
    }

    /**
     * Draws the pictures of prompts with a neural text-to-image model, see {@link #draw(PromptSet, Path, DrawOptions)}.
     *
     * @param field a file that {@code FieldErasure.erase} or {@code %shapes erase --out} wrote; null for the unedited model
     * @param options how to draw, but for the model
     * @throws IOException as that method, and if the file can't be read
     */
    public static ShapesRun drawWithField(PromptSet prompts, Path folder, @Nullable Path field, DrawOptions options)
            throws IOException {
        TorchEngine.start();
        Path place = field == null ? ShapesModel.folder("shapes-field") : field;
        String title = field == null ? "field" : String.valueOf(field.getFileName());
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field model = Field.load(place, reader)) {
            return draw(prompts, folder, options.withModel(FieldModel.of(title, model)));
        }
    }

    @Override
    public ShapesRun named(String newName) {
        return new ShapesRun(newName, folder, options, pictures, seconds);
    }

    /** The folder, without a value. */
    @Override
    public Overview overview() {
        return new Overview("shapes", "", null, pictures.size(), pictures.size(), folder.toString());
    }

    /** How many pictures there are, and how they were drawn. */
    @Override
    public Summary summary() {
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact("drawn", options.model().title()));
        if (pictures.stream().allMatch(picture -> picture.changed() != null)) {
            long changed = pictures.stream()
                    .filter(picture -> Boolean.TRUE.equals(picture.changed()))
                    .count();
            facts.add(new Summary.Fact("other than asked", Long.toString(changed)));
        }
        facts.add(new Summary.Fact("seed", Long.toString(options.seed())));
        facts.add(new Summary.Fact("size", options.pixels() + "x" + options.pixels()));
        if (options.imagesPerPrompt() > 1) {
            facts.add(new Summary.Fact("of each prompt", Integer.toString(options.imagesPerPrompt())));
        }
        facts.add(new Summary.Fact("", String.format(Locale.ROOT, "%.1f s", seconds)));
        String where = (pictures.size() == 1 ? " picture in " : " pictures in ") + folder;
        return Summary.of(
                new Summary.Headline("", Integer.toString(pictures.size()), where),
                facts,
                warnings(),
                List.of(options.model().note()));
    }

    /** A row for each picture; see {@link DrawnTable#of}. */
    @Override
    public Table table() {
        return DrawnTable.of(pictures);
    }

    /** {@code name}, {@code folder} and {@code model}, and {@code pictures}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        Map<String, String> properties = Map.of(
                "name",
                name,
                "folder",
                folder.toString(),
                "model",
                options.model().title());
        return TableText.json(table(), "pictures", properties);
    }

    /** Nothing: a picture that was not drawn ends the run. */
    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
