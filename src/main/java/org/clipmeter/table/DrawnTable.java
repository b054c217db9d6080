package org.clipmeter.table;

import java.util.List;
import org.clipmeter.shapes.drawing.Drawing;
import org.clipmeter.shapes.drawing.DrawnPicture;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Pictures of the shapes world, as a table. */
public final class DrawnTable {
    private final StringColumn prompt = StringColumn.create("prompt");
    private final LongColumn seed = LongColumn.create("seed");
    private final StringColumn drawn = StringColumn.create("drawn");
    private final BooleanColumn changed = BooleanColumn.create("changed");

    private DrawnTable() {}

    /**
     * A row for each picture of a run: {@code index}, {@code id}, {@code source}, {@code prompt}, {@code image}, {@code seed},
     * {@code drawn} (a caption of what was drawn) and {@code changed} (whether the picture differs from what was asked for);
     * the last two are missing if the model does not know what it draws.
     */
    public static Table of(List<DrawnPicture> pictures) {
        IntColumn index = NumberFormats.whole("index");
        StringColumn id = StringColumn.create("id");
        StringColumn source = StringColumn.create("source");
        StringColumn image = StringColumn.create("image");
        DrawnTable table = new DrawnTable();
        for (DrawnPicture each : pictures) {
            index.append(index.size());
            id.append(each.prompt().id());
            source.append(each.prompt().source());
            image.append(String.valueOf(each.file().getFileName()));
            table.add(each.prompt().text(), each.seed(), each.drawn(), each.changed());
        }
        return Table.create("pictures", index, id, source, table.prompt, image, table.seed, table.drawn, table.changed);
    }

    /**
     * A row for each picture of one caption: {@code prompt}, {@code seed}, {@code drawn} and {@code changed}, as in {@link
     * #of(List)}.
     *
     * @param firstSeed the seed of the first picture; the next ones have the seeds after it
     */
    public static Table of(String caption, long firstSeed, List<Drawing> drawings) {
        DrawnTable table = new DrawnTable();
        for (int i = 0; i < drawings.size(); i++) {
            Drawing drawing = drawings.get(i);
            table.add(caption, firstSeed + i, drawing.caption(), drawing.changed());
        }
        return Table.create("pictures", table.prompt, table.seed, table.drawn, table.changed);
    }

    private void add(String asked, long pictureSeed, @Nullable String shown, @Nullable Boolean differs) {
        prompt.append(asked);
        seed.append(pictureSeed);
        NullableCells.append(drawn, shown);
        NullableCells.append(changed, differs);
    }
}
