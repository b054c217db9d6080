package org.clipmeter.table;

import java.util.List;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.Pairs;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Images joined to prompts, before they are scored, as a table. */
public final class PlanTable {
    private PlanTable() {}

    /**
     * A row for each pair in evaluation order: {@code id}, {@code prompt}, {@code cached}, {@code image}, {@code source},
     * {@code index}.
     *
     * @param cached what is known of the image's embedding, for each pair
     */
    public static Table of(Pairs pairs, List<String> cached) {
        IntColumn index = NumberFormats.whole("index");
        StringColumn id = StringColumn.create("id");
        StringColumn source = StringColumn.create("source");
        StringColumn prompt = StringColumn.create("prompt");
        StringColumn image = StringColumn.create("image");
        for (Pair pair : pairs.pairs()) {
            index.append(index.size());
            id.append(pair.prompt().id());
            source.append(pair.prompt().source());
            prompt.append(pair.prompt().text());
            image.append(pair.image().name());
        }
        return Table.create("plan", id, prompt, StringColumn.create("cached", cached), image, source, index);
    }
}
